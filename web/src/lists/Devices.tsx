/** The list of devices with their health, kept true by the wire. */

import { computed, signal } from "@preact/signals";
import { age } from "../parts/time";
import * as words from "../parts/vocabulary";
import { t, tn } from "../parts/words";
import { placeName, rows, tally, type Asked, type Column, type Row } from "./order";

export const devices = signal<Row[]>([]);
export const now = signal(Date.now());
export const live = signal(false);

const asked = signal<Asked>({ text: new URLSearchParams(location.search).get("find") ?? "", class: "", status: "", column: "status", down: false });
const shown = computed(() => rows(devices.value, asked.value));
const AT_ONCE = 200;
const limit = signal(AT_ONCE);
const SKEW_WORTH_SHOWING_S = 5;

function change(part: Partial<Asked>): void {
  asked.value = { ...asked.value, ...part };
  limit.value = AT_ONCE;
}

export function Devices() {
  return (
    <>
      <h1>{t("Devices")}</h1>
      <Filters />
      <div class="scroll" tabIndex={0} role="region" aria-label={t("Devices")}>
        <table class="table devices">
          <thead>
            <tr>
              <Head column="name" word={t("Device")} />
              <Head column="class" word={t("Class")} />
              <Head column="status" word={t("Status")} />
              <Head column="last_seen_at" word={t("Last seen")} />
              <Head column="battery" word={t("Battery")} />
              <Head column="skew_s" word={t("Clock")} />
              <th scope="col">{t("Place")}</th>
              <th scope="col">{t("Speaks through")}</th>
            </tr>
          </thead>
          <tbody>
            {shown.value.slice(0, limit.value).map((row) => <Line key={row.code} row={row} />)}
          </tbody>
        </table>
        {shown.value.length === 0 ? <p class="nothing">{t("No device fits. Clear the search or choose another class.")}</p> : null}
      </div>
      {shown.value.length > limit.value ? <p><button type="button" onClick={() => (limit.value += 500)}>{t("Show more")}</button></p> : null}
    </>
  );
}

function Filters() {
  const classes = [...tally(devices.value, "class")];
  const statuses = [...tally(devices.value, "status")];
  return (
    <div class="filters">
      <input type="search" aria-label={t("Search devices")} placeholder={t("Name, code, place")} value={asked.value.text} onInput={(event) => change({ text: event.currentTarget.value })} />
      <label class="unseen" for="class">{t("Class")}</label>
      <select id="class" onChange={(event) => change({ class: event.currentTarget.value })}>
        <option value="">{t("All classes")}</option>
        {classes.map(([key, count]) => <option key={key} value={key}>{words.deviceClass(key)} ({count})</option>)}
      </select>
      <div class="choices" role="group" aria-label={t("Status")}>
        {statuses.map(([key, count]) => (
          <button key={key} type="button" aria-pressed={asked.value.status === key} onClick={() => change({ status: asked.value.status === key ? "" : key })}>
            <span class={`status ${key}`}>{words.status(key)}</span> {count}
          </button>
        ))}
      </div>
      <p class="total small quiet" role="status">{tn("{count} device", "{count} devices", shown.value.length)}{live.value ? "" : ` · ${t("not live")}`}</p>
    </div>
  );
}

function Head({ column, word }: { column: Column; word: string }) {
  const here = asked.value.column === column;
  const order = here ? (asked.value.down ? "descending" : "ascending") : "none";
  const sign = here ? (asked.value.down ? "↓" : "↑") : "";
  return (
    <th scope="col" aria-sort={order}>
      <button type="button" onClick={() => change({ column, down: here && !asked.value.down })}>{word} <span aria-hidden="true">{sign}</span></button>
    </th>
  );
}

function Line({ row }: { row: Row }) {
  const seen = row.last_seen_at ? t("{age} ago", { age: age((now.value - Date.parse(row.last_seen_at)) / 1000) }) : "—";
  const skewed = row.skew_s !== null && Math.abs(row.skew_s) >= SKEW_WORTH_SHOWING_S;
  return (
    <tr>
      <th scope="row">{row.name} <span class="quiet mono">{row.code}</span></th>
      <td data-label={t("Class")}>{words.deviceClass(row.class)}</td>
      <td><span class={`status ${row.status}`}>{words.status(row.status)}</span></td>
      <td data-label={t("Last seen")}>{seen}</td>
      <td data-label={t("Battery")} class={row.battery !== null && row.battery <= 20 ? "low" : ""}>{row.battery === null ? "—" : `${Math.round(row.battery)} %`}</td>
      <td data-label={t("Clock")} class={skewed ? "low" : ""}>{row.skew_s === null ? "—" : skewed ? drift(row.skew_s) : t("right")}</td>
      <td data-label={t("Place")}>{placeName(row) || "—"}</td>
      <td data-label={t("Speaks through")} class="mono">{row.parent ?? "—"}</td>
    </tr>
  );
}

function drift(seconds: number): string {
  return seconds > 0 ? t("{time} ahead", { time: age(seconds) }) : t("{time} behind", { time: age(-seconds) });
}

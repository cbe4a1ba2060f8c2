/** The status board of units: who is free, who is out, who is not heard. */

import { age, hourMinute } from "../parts/time";
import * as trade from "../parts/vocabulary";
import { t, tn } from "../parts/words";
import { count, sections, STATES, type Asked, type Unit, type UnitTask } from "./order";
import * as store from "./store";
import * as words from "./words";

const OLD_FIX_S = 60;
const LOW_BATTERY = 20;

export function App() {
  return (
    <>
      <h1>{t("Units")}</h1>
      <Truth />
      {store.wall.value ? <Tally /> : <Filters />}
      {sections(store.shown.value).map(([part, found]) => (
        <section key={part} aria-label={words.part(part)}>
          <h2>{words.part(part)} <span class="quiet">{found.length}</span></h2>
          <ul class="unit-tiles">{found.map((unit) => <Tile key={unit.unit} unit={unit} />)}</ul>
        </section>
      ))}
      {store.shown.value.length === 0 ? <p class="nothing">{nothing()}</p> : null}
    </>
  );
}

function nothing(): string {
  const { text, part, state, grid } = store.asked.value;
  const narrowed = text !== "" || part !== "" || state !== "" || grid !== "";
  return narrowed ? t("No unit fits. Clear the search or choose another state.") : t("Nobody is on shift, and no car is heard.");
}

function Truth() {
  const link = store.link.value;
  if (link === "alive" || link === "starting") return null;
  return <p class="warning" role="alert">{t("Data interrupted for {time}: what you see is old. Use the radio.", { time: age(store.silentFor.value) })}</p>;
}

function Tally() {
  const by = count(store.all.value, (unit) => unit.state);
  const free = store.all.value.filter((unit) => unit.part === "shop" && unit.state === "free").length;
  return (
    <p class="unit-tally">
      {STATES.filter((key) => key !== "off").map((key) => <span key={key} class={`unit-state ${key}`}>{words.state(key)} <strong>{by.get(key) ?? 0}</strong></span>)}
      <span class="quiet">{tn("{count} free shop on duty", "{count} free shops on duty", free)}</span>
    </p>
  );
}

function change(part: Partial<Asked>): void {
  store.asked.value = { ...store.asked.value, ...part };
}

function Filters() {
  const { text, part, state, grid } = store.asked.value;
  const by = count(store.all.value, (unit) => unit.state);
  const parts = count(store.all.value, (unit) => unit.part);
  const grids = new Map(store.all.value.flatMap((unit) => (unit.grid ? [[unit.grid.code, unit.grid.name] as const] : [])));
  return (
    <div class="filters">
      <input type="search" aria-label={t("Search units")} placeholder={t("Name, code, incident")} value={text} onInput={(event) => change({ text: event.currentTarget.value })} />
      <select aria-label={t("Kind of unit")} value={part} onChange={(event) => change({ part: event.currentTarget.value as Asked["part"] })}>
        <option value="">{t("All units")}</option>
        {[...parts].map(([key, n]) => <option key={key} value={key}>{words.part(key)} ({n})</option>)}
      </select>
      <select aria-label={t("Grid")} value={grid} onChange={(event) => change({ grid: event.currentTarget.value })}>
        <option value="">{t("All grids")}</option>
        {[...grids].sort().map(([code, name]) => <option key={code} value={code}>{name}</option>)}
      </select>
      <div class="choices" role="group" aria-label={t("State")}>
        {STATES.map((key) => (
          <button key={key} type="button" aria-pressed={state === key} onClick={() => change({ state: state === key ? "" : key })}>
            <span class={`unit-state ${key}`}>{words.state(key)}</span> {by.get(key) ?? 0}
          </button>
        ))}
      </div>
      <p class="total small quiet" role="status">{tn("{count} unit", "{count} units", store.shown.value.length)}</p>
    </div>
  );
}

function Tile({ unit }: { unit: Unit }) {
  return (
    <li class={`unit-tile ${unit.state}`}>
      <p class="unit-head">
        <strong>{unit.name ?? unit.code}</strong>
        <span class={`unit-state ${unit.state}`}>{words.state(unit.state)}</span>
      </p>
      {unit.tasks.map((task) => <TaskLine key={task.incident} task={task} unit={unit} />)}
      {unit.roll_call ? <p>{t("To the roll call of {group}", { group: unit.roll_call.name })}</p> : null}
      {unit.round ? <p>{t("On the round {name}", { name: unit.round })}</p> : null}
      {unit.stands_in_for.length > 0 ? <p>{t("Stands in for {groups}", { groups: unit.stands_in_for.join(t(", ")) })}</p> : null}
      <p class="unit-foot">
        <span class="mono">{unit.code}</span>
        {unit.group ?? unit.grid ? <span>{unit.group ?? unit.grid?.name}</span> : null}
        <Fix unit={unit} />
        {unit.battery !== null && unit.battery <= LOW_BATTERY ? <span class="low">{t("battery {n} %", { n: Math.round(unit.battery) })}</span> : null}
        {unit.load > 1 ? <span class="low">{tn("{count} open task", "{count} open tasks", unit.load)}</span> : null}
      </p>
    </li>
  );
}

function TaskLine({ task, unit }: { task: UnitTask; unit: Unit }) {
  const what = `${trade.kind(task.kind)}${task.drill ? ` (${t("Drill")})` : ""}`;
  const since = t("since {time}", { time: hourMinute(task.since) });
  const state = unit.state === task.state ? "" : `${words.state(task.state)} `;
  return (
    <p class={`unit-task ${task.severity}`}>
      {store.wall.value ? <span class="mono">{short(task.number)}</span> : <a class="mono" href={`/incidents/${task.incident}`} title={task.number}>{short(task.number)}</a>}{" "}
      <strong>{trade.severity(task.severity)} · {what}</strong> {task.place?.name ?? ""} <span class="quiet">{state}{since}</span>
    </p>
  );
}

/** The last part of an incident's number is what people say over the radio. */
function short(number: string): string {
  return `#${number.split("-").pop() ?? number}`;
}

function Fix({ unit }: { unit: Unit }) {
  if (unit.unit.startsWith("place:") || unit.unit.startsWith("person:")) return null;
  if (unit.fix_at === null) return <span class="low">{t("no fix")}</span>;
  const seconds = Math.max(0, (store.now.value - Date.parse(unit.fix_at)) / 1000);
  return <span class={seconds > OLD_FIX_S ? "low" : ""}>{t("fix {age} ago", { age: age(seconds) })}</span>;
}

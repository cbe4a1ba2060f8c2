/** One press and all ten ring: the ring of the group's shops, the silent ones by name, and the rate. */

import { signal } from "@preact/signals";
import { boot } from "../parts/boot";
import type { Incident, RollCall } from "../live/state";
import { age, stopwatch } from "../parts/time";
import { t, tn } from "../parts/words";
import * as api from "./api";
import * as desk from "./desk";
import { rollCallKey, seatNumber, seats } from "./ring";
import * as words from "./words";

const LISTED_AFTER_S = 20;
const failed = signal<string | null>(null);

export function RollCallRing({ incident, acts }: { incident: Incident; acts: boolean }) {
  const call = desk.rollCall.value;
  if (call) return <Ring call={call} acts={acts && mayCall()} />;
  const ended = incident.closed_at ?? null;
  if (!acts || incident.hidden_at || incident.group === null || ended !== null || !mayCall()) return null;
  return (
    <section class="roll-call">
      <button type="button" onClick={() => void press(incident)}>{rollCallKey(incident.group)} <kbd>R</kbd></button>
      {failed.value ? <p class="warning" role="alert">{failed.value}</p> : null}
    </section>
  );
}

function mayCall(): boolean {
  return boot().may?.includes("handle-alerts") ?? false;
}

export function rollCallNow(): void {
  const incident = desk.subject.peek();
  if (incident?.group && !incident.hidden_at && desk.rollCall.peek() === null && mayCall()) void press(incident);
}

async function press(incident: Incident): Promise<void> {
  failed.value = null;
  const caller = incident.source === "person" || incident.kind !== "sos" ? {} : { caller: incident.place?.code };
  const answer = await api.callGroup(boot().market.code, incident.group ?? "", { incident: incident.id, ...caller });
  if (!answer.ok) failed.value = answer.problem.code === "not-now" ? t("No shop of this group is open now.") : desk.refusal(answer.problem, desk.now.peek());
  else desk.calls.value = [...desk.calls.value.filter((call) => call.id !== answer.body.card.id), answer.body.card];
}

function Ring({ call, acts }: { call: RollCall; acts: boolean }) {
  const ran = (desk.now.value - Date.parse(call.opened_at)) / 1000;
  const silent = call.shops.filter((shop) => call.silent.includes(shop.code));
  return (
    <section class="roll-call" aria-labelledby="roll-title">
      <h3 id="roll-title">{t("Roll call")} · {call.group?.name ?? ""}{call.attached ? ` + ${call.attached.name}` : ""} <span class="quiet">{stopwatch(ran)}</span></h3>
      <div class="ring">
        <ol>
          {seats(call).map(({ shop, x, y, tone }) => (
            <li key={shop.code} class={`seat ${tone}`} style={{ left: `${x}%`, top: `${y}%` }} title={`${shop.name ?? shop.code} · ${said(shop.answer ?? shop.why_not)}`}>
              <span aria-hidden="true">{seatNumber(shop.code)}</span>
              <span class="unseen">{shop.name ?? shop.code}{t(": ")}{said(shop.answer ?? shop.why_not)}</span>
              <span class="seat-answer" aria-hidden="true">{shop.why_not === "caller" ? "SOS" : shop.counted && shop.answer === null ? "" : said(shop.answer ?? shop.why_not)}</span>
            </li>
          ))}
        </ol>
        <p class="ring-rate"><strong>{call.answered} / {call.asked}</strong><span class="quiet">{call.median_s === null ? t("answered") : t("answered, half within {time}", { time: age(call.median_s) })}</span></p>
      </div>
      {silent.length > 0
        ? <><p class="unseen" role="alert">{t("Silent: {names}", { names: silent.map((shop) => shop.name ?? shop.code).join(t(", ")) })}</p><h3 class="silent-title">{tn("{count} shop is silent", "{count} shops are silent", silent.length)}</h3><ul class="silent-list">{silent.map((shop) => <Silent key={shop.code} call={call} code={shop.code} name={shop.name ?? shop.code} watcher={named(call, shop.watcher)} acts={acts} />)}</ul></>
        : <p class="quiet small">{ran < LISTED_AFTER_S ? t("The silent ones are named after 20 s.") : t("Nobody is silent.")}</p>}
      {acts ? <button type="button" onClick={() => void api.orderRollCall(call.id, "end")}>{t("End the roll call")}</button> : null}
    </section>
  );
}

function named(call: RollCall, code: string | null): string | null {
  return code === null ? null : (call.shops.find((shop) => shop.code === code)?.name ?? code);
}

function said(answer: string | null): string {
  return answer === null ? t("no answer yet") : words.answer(answer);
}

function Silent({ call, code, name, watcher, acts }: { call: RollCall; code: string; name: string; watcher: string | null; acts: boolean }) {
  return (
    <li>
      <span>{name} <span class="quiet mono">{code}</span>{watcher ? <span class="quiet"> · {t("{shop} is asked to look", { shop: watcher })}</span> : null}</span>
      {acts ? <button type="button" onClick={() => void api.orderRollCall(call.id, "closed", { shop: code })}>{t("It is closed")}</button> : null}
    </li>
  );
}

/** Who should go: the recommendation with its reasons, and why not the others. */

import { useState } from "preact/hooks";
import type { Incident } from "../live/state";
import { Icon } from "../parts/icons";
import { reason } from "../parts/reasons";
import { age } from "../parts/time";
import { t, tn } from "../parts/words";
import type { Row } from "./api";
import * as desk from "./desk";
import { Somebody } from "./Somebody";
import { out } from "./standing";
import * as words from "./words";

/** One key: everybody the recommendation puts first. */
export function sendFirst(): void {
  const best = desk.recommendation.peek();
  if (best === null || !desk.can.peek().has("dispatch")) return;
  const units = desk.chosen.peek().size > 0 ? [...desk.chosen.peek()] : best.first;
  if (units.length > 0) void send(units, {});
}

async function send(units: string[], more: object): Promise<void> {
  if (await desk.order("dispatch", { units, ...more })) desk.chosen.value = new Set();
}

export function Dispatch({ incident }: { incident: Incident }) {
  const best = desk.recommendation.value;
  if (!desk.can.value.has("dispatch") || best === null) return null;
  return <Choose key={incident.id} best={best} incident={incident} />;
}

function Choose({ best, incident }: { best: NonNullable<typeof desk.recommendation.value>; incident: Incident }) {
  const [why, setWhy] = useState<Record<string, string>>({});
  const chosen = desk.chosen.value;
  const first = new Set(best.first);
  const needs = words.parts(best.needs);
  const wanted = desk.wanted.value;
  const go = (event: Event) => {
    event.preventDefault();
    const units = chosen.size > 0 ? [...chosen] : best.first;
    void send(units, { ...why, ...(wanted.has("gate") ? { confirm: true } : {}) });
  };
  const against = best.units.filter((row) => row.why_not.length > 0);
  const good = best.units.filter((row) => row.why_not.length === 0).sort((a, b) => Number(first.has(b.unit)) - Number(first.has(a.unit)));
  return (
    <form class="dispatch" aria-labelledby="dispatch-title" onSubmit={go}>
      <h3 id="dispatch-title">{t("Who should go")}</h3>
      {needs ? <p class="small">{t("The run card asks for {what}.", { what: needs })}</p> : null}
      {best.units.length === 0 ? <p class="quiet small">{t("No unit has told its position in the last minutes. Call by radio.")}</p> : null}
      {wanted.has("gate") ? <p class="warning">{best.gate === "block" ? t("The rules of this market block this. Choose others.") : t("Press again to send them all the same. It is written down.")}</p> : null}
      {(["recommended", "run-card"] as const).filter((guard) => wanted.has(guard)).map((guard) => {
        const name = guard === "recommended" ? "reason" : "override";
        return <label key={guard}>{words.field(name)}<input required maxLength={200} value={why[name] ?? ""} onInput={(event) => setWhy({ ...why, [name]: event.currentTarget.value })} /></label>;
      })}
      <button class="strong" disabled={desk.busy.value !== null || (chosen.size === 0 && best.first.length === 0)}>
        {chosen.size > 0 ? tn("Send {count}", "Send {count}", chosen.size) : t("Send those recommended")} <kbd>D</kbd>
      </button>
      <ol>{good.map((row) => <Line key={row.unit} row={row} first={first.has(row.unit)} />)}</ol>
      {against.length === 0 ? null : (
        <details class="more-commands">
          <summary>{tn("{count} with something against them", "{count} with something against them", against.length)}</summary>
          <ol>{against.map((row) => <Line key={row.unit} row={row} first={false} />)}</ol>
        </details>
      )}
      <Somebody shown={new Set([...best.units.map((row) => row.unit), ...out(incident)])} version={incident.version} />
    </form>
  );
}

function Line({ row, first }: { row: Row; first: boolean }) {
  const on = desk.chosen.value.has(row.unit);
  const flip = () => {
    const next = new Set(desk.chosen.value);
    if (on) next.delete(row.unit);
    else next.add(row.unit);
    desk.chosen.value = next;
  };
  const away = row.reasons.length > 0 || row.seconds === null ? null : t("{time} away", { time: age(row.seconds) });
  return (
    <li class={`unit pick${row.why_not.length > 0 ? " not" : ""}${first ? " first" : ""}`}>
      <label>
        <input type="checkbox" checked={on} onChange={flip} />
        <Icon name={row.part === "car" ? "car" : row.part === "shop" ? "shop" : "person"} />
        <span class="unit-name">{row.name} {first ? <span class="recommended">{t("recommended")}</span> : null}</span>
        <span class="unit-distance">{row.distance_m === null ? "—" : t("{n} m", { n: row.distance_m })}</span>
        <span class="unit-reasons">
          {row.reasons.map(reason).join(" · ")}
          {row.why_not.length > 0 ? <span class="why-not">{row.why_not.map(reason).join(" · ")}</span> : null}
        </span>
        <span class="quiet unit-age">{[away, row.phone].filter(Boolean).join(" · ")}</span>
      </label>
    </li>
  );
}

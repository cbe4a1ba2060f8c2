/** The commands that are allowed now; the likely next one stands out, the rest is folded away. */

import { useState } from "preact/hooks";
import type { Incident } from "../live/state";
import { wide } from "../board/order";
import { boot } from "../parts/boot";
import { t } from "../parts/words";
import * as api from "./api";
import * as desk from "./desk";
import { ELSEWHERE } from "./forms";
import { waitsFor } from "./standing";
import * as words from "./words";

const NEXT: Record<string, readonly string[]> = {
  discovered: ["accept"],
  accepted: ["solve_on_spot"],
  dispatched: ["verify", "close"],
  hold: ["resume"],
  closed: ["check", "evaluate", "rate"],
  evaluated: ["evaluate"],
};
const SHOWN = new Set(["accept", "refuse", "join", "take_over", "solve_on_spot", "verify", "rework", "close", "resume", "transfer", "note", "check", "evaluate", "rate", "reopen"]);

export function Commands({ incident }: { incident: Incident }) {
  const can = [...desk.can.value].filter((command) => !ELSEWHERE.has(command));
  const next = new Set(NEXT[incident.step]?.filter((command) => command !== "verify" || incident.verified_by == null) ?? []);
  const shown = (command: string) => SHOWN.has(command) || (command === "locate" && wide(incident.place));
  const first = can.filter(shown);
  const rest = can.filter((command) => !shown(command));
  if (can.length === 0 && over(incident)) return <Anew incident={incident} />;
  if (can.length === 0) return <p class="quiet small">{t("You may look at this, and do nothing with it now.")}</p>;
  const wait = waitsFor(incident, desk.can.value);
  return (
    <div class="actions commands">
      {wait === null ? null : <p class="small waits-for">{wait}</p>}
      <div class="action-row">{first.map((command) => <Press key={command} command={command} strong={next.has(command)} />)}</div>
      {rest.length === 0 ? null : (
        <details class="more-commands">
          <summary>{t("More")}</summary>
          <div class="action-row">{rest.map((command) => <Press key={command} command={command} strong={false} />)}</div>
        </details>
      )}
      {over(incident) && !desk.can.value.has("reopen") ? <Anew incident={incident} /> : null}
    </div>
  );
}

const REOPEN_MS = 7 * 86_400_000;

/** Closed so long ago that it is opened no more: what comes up again is a new case that knows of this one. */
function over(incident: Incident): boolean {
  return incident.closed_at != null && desk.now.value - Date.parse(incident.closed_at) > REOPEN_MS && (incident.place !== null || incident.x !== null);
}

function Anew({ incident }: { incident: Incident }) {
  const [said, setSaid] = useState<string | null>(null);
  const begin = async () => {
    const where = incident.place ? { place: incident.place.code } : { x: incident.x, y: incident.y };
    const answer = await api.report(boot().market.code, { category: incident.category, severity: incident.severity, ...where, related: incident.id, summary: t("Again, after {number}", { number: incident.number }) });
    if (answer.ok) location.assign(`/incidents/${answer.body.id}`);
    else setSaid(desk.refusal(answer.problem, desk.now.peek()));
  };
  return (
    <div class="action-row">
      <button type="button" onClick={() => void begin()}>{t("It came up again: begin a new case")}</button>
      {said ? <p class="warning" role="alert">{said}</p> : null}
    </div>
  );
}

function Press({ command, strong }: { command: string; strong: boolean }) {
  const open = desk.form.value?.command === command;
  return (
    <button type="button" class={strong ? "strong" : ""} aria-expanded={open || undefined} disabled={desk.busy.value !== null} onClick={() => (open ? (desk.form.value = null) : desk.ask(command))}>
      {words.command(command)}{command === "accept" ? <> <kbd>A</kbd></> : null}
    </button>
  );
}

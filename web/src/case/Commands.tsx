/** The commands that are allowed now; the likely next one stands out, the rest is folded away. */

import type { Incident } from "../live/state";
import { t } from "../parts/words";
import * as desk from "./desk";
import { ELSEWHERE } from "./forms";
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
  const next = new Set(NEXT[incident.step] ?? []);
  const first = can.filter((command) => SHOWN.has(command));
  const rest = can.filter((command) => !SHOWN.has(command));
  if (can.length === 0) return <p class="quiet small">{t("You may look at this, and do nothing with it now.")}</p>;
  return (
    <div class="actions commands">
      <div class="action-row">{first.map((command) => <Press key={command} command={command} strong={next.has(command)} />)}</div>
      {rest.length === 0 ? null : (
        <details class="more-commands">
          <summary>{t("More")}</summary>
          <div class="action-row">{rest.map((command) => <Press key={command} command={command} strong={false} />)}</div>
        </details>
      )}
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

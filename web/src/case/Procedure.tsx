/** The steps of the procedure: each is ticked off, or skipped with a reason. */

import type { Incident } from "../live/state";
import { t } from "../parts/words";
import * as desk from "./desk";
import * as words from "./words";

export function Procedure({ incident, acts }: { incident: Incident; acts: boolean }) {
  const steps = incident.sop ?? [];
  if (steps.length === 0) return null;
  const may = acts && desk.can.value.has("tick");
  return (
    <section class="procedure" aria-labelledby="procedure-title">
      <h3 id="procedure-title">{t("Procedure")} <span class="quiet">{steps.filter((step) => step.done !== null).length} / {steps.length}</span></h3>
      <ul>
        {steps.map((step) => (
          <li key={step.key} class={step.done ?? "open"}>
            <span class="sop-name"><span aria-hidden="true">{step.done === "ticked" ? "✓" : step.done === "skipped" ? "⤼" : "○"}</span> {words.sop(step.key)}</span>
            {step.done !== null ? <span class="quiet small">{step.done === "skipped" ? t("skipped") : t("done")}</span> : null}
            {step.done === null && may ? (
              <span class="sop-keys">
                <button type="button" aria-label={`${words.command("tick")}${t(": ")}${words.sop(step.key)}`} onClick={() => desk.ask("tick", { key: step.key })}>{words.command("tick")}</button>
                <button type="button" class="plain" aria-label={`${words.command("skip")}${t(": ")}${words.sop(step.key)}`} onClick={() => desk.ask("skip", { key: step.key })}>{words.command("skip")}</button>
              </span>
            ) : null}
          </li>
        ))}
      </ul>
    </section>
  );
}

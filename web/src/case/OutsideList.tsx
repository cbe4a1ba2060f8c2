/** Who outside has it: their clock runs beside ours. */

import type { Incident } from "../live/state";
import { hourMinute, stopwatch as age } from "../parts/time";
import { t } from "../parts/words";
import { apart } from "./clock";
import * as desk from "./desk";
import * as words from "./words";

export function OutsideList({ incident }: { incident: Incident }) {
  const outside = incident.outside ?? [];
  if (outside.length === 0) return null;
  return (
    <section class="outside" aria-labelledby="outside-title">
      <h3 id="outside-title">{t("Handed over")}</h3>
      <ul>
        {outside.map((one) => {
          const { ours, theirs } = apart(incident.discovered_at, one, desk.now.value);
          const ran = age(theirs);
          return (
            <li key={`${one.body}${one.called_at}`}>
              <strong>{words.option(one.body)}</strong> {t("called {time}", { time: hourMinute(one.called_at) })} · {[one.receipt ? t("their number {number}", { number: one.receipt }) : t("no number yet"), one.spoke_with ? t("spoke with {name}", { name: one.spoke_with }) : null, one.called_by ? t("called by {name}", { name: one.called_by }) : null].filter(Boolean).join(" · ")}
              <span class="quiet small">{t("our clock until the call: {time}", { time: age(ours) })}</span>
              <span class="quiet small">{one.returned_at ? t("given back after {time}", { time: ran }) : one.arrived_at ? t("there after {time}", { time: ran }) : t("their clock: {time}", { time: ran })}</span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

/** Who outside has it: their clock runs beside ours. */

import type { Incident } from "../live/state";
import { age, hourMinute } from "../parts/time";
import { t } from "../parts/words";
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
          const until = one.returned_at ?? one.arrived_at;
          const ran = age(((until ? Date.parse(until) : desk.now.value) - Date.parse(one.called_at)) / 1000);
          return (
            <li key={`${one.body}${one.called_at}`}>
              <strong>{words.option(one.body)}</strong> {t("called {time}", { time: hourMinute(one.called_at) })} · {one.receipt ? t("their number {number}", { number: one.receipt }) : t("no number yet")}
              <span class="quiet small">{one.returned_at ? t("given back after {time}", { time: ran }) : one.arrived_at ? t("there after {time}", { time: ran }) : t("their clock: {time}", { time: ran })}</span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

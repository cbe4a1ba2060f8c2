/** What was done in an incident, and by whom. */

import type { Incident } from "../live/state";
import { dayAndTime } from "../parts/time";
import * as words from "../parts/vocabulary";
import { t } from "../parts/words";

export function Timeline({ incident }: { incident: Incident }) {
  const entries = [...(incident.timeline ?? [])].reverse();
  if (entries.length === 0) return null;
  return (
    <section class="timeline" aria-labelledby="timeline-title">
      <h3 id="timeline-title">{t("What was done")}</h3>
      <ol>
        {entries.map((entry, index) => (
          <li key={index}>
            <strong>{words.verb(entry.verb)}</strong> {entry.by ?? t("the system")} <time class="quiet" dateTime={entry.at}>{dayAndTime(entry.at)}</time>
          </li>
        ))}
      </ol>
    </section>
  );
}

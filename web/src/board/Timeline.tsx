/** What was done in an incident, and by whom. */

import { nameOfUnit } from "../case/desk";
import { told } from "../case/entry";
import type { Entry, Named } from "../live/state";
import { dayAndTime, hourMinuteSecond } from "../parts/time";
import * as words from "../parts/vocabulary";
import { t } from "../parts/words";

const LATE_MS = 5000;

export function Timeline({ entries, hidden }: { entries: Entry[]; hidden?: Named | null | undefined }) {
  const newestFirst = [...entries].reverse();
  if (newestFirst.length === 0) return null;
  return (
    <section class="timeline" aria-labelledby="timeline-title">
      <h3 id="timeline-title">{t("What was done")}</h3>
      <ol>
        {newestFirst.map((entry, index) => (
          <li key={entries.length - index}>
            <strong>{words.verb(entry.verb)}</strong> {entry.by ?? (entry.facts["hidden"] && hidden ? words.hidden(hidden) : t("the system"))} <time class="quiet" dateTime={entry.at}>{dayAndTime(entry.at)}</time>
            {told(entry, nameOfUnit.value).map((line) => <span class="entry-told" key={line}>{line}</span>)}
            {wasEarlier(entry) ? <span class="entry-told quiet">{t("happened {time}, told later", { time: hourMinuteSecond(entry.happened_at ?? "") })}</span> : null}
          </li>
        ))}
      </ol>
    </section>
  );
}

function wasEarlier(entry: Entry): boolean {
  return entry.happened_at != null && Date.parse(entry.at) - Date.parse(entry.happened_at) > LATE_MS && entry.verb !== "discover";
}

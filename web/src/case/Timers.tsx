/** What is waited for, as bars. */

import type { Incident, Waiting } from "../live/state";
import { dayAndTime, stopwatch } from "../parts/time";
import { t } from "../parts/words";
import { ofTheCase, run } from "./clock";
import * as desk from "./desk";
import { rungWords } from "./rung";
import * as words from "./words";

/** What climbs when nobody moves; see patrol/rules/timers.py. */
const CLIMBS = new Set(["accept", "dispatch", "on_scene"]);

export function Timers({ incident }: { incident: Incident }) {
  const waiting = ofTheCase(incident.timers ?? []);
  if (waiting.length === 0) return null;
  return <ul class="waits" aria-label={t("What is waited for")}>{waiting.map((timer) => <Bar key={timer.kind} timer={timer} />)}</ul>;
}

/** Which rung was reached, and who has been told by it. */
function Rung({ level }: { level: number }) {
  const told = rungWords(level);
  return <span class="wait-rung"><strong>{t("Rung {n}", { n: level })}</strong>{t(": ")}{told}</span>;
}

export function Bar({ timer }: { timer: Waiting }) {
  const { share, left, tone } = run(timer, desk.now.value);
  const text = tone === "paused" ? t("paused") : left >= 0 ? stopwatch(left) : t("{time} over", { time: stopwatch(-left) });
  return (
    <li class={`wait ${tone}`}>
      <span class="wait-kind">{words.timer(timer.kind)}</span>
      <span class="wait-bar" title={dayAndTime(timer.due_at)}><span class="wait-fill" style={{ width: `${Math.round(share * 100)}%` }} /></span>
      <span class="wait-left">{text}</span>
      {CLIMBS.has(timer.kind) && timer.level > 0 ? <Rung level={timer.level} /> : null}
      {timer.late_by_s === null ? null : <span class="quiet small">{t("rung {time} late", { time: stopwatch(timer.late_by_s) })}</span>}
    </li>
  );
}

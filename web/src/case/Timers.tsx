/** What is waited for, as bars. */

import type { Incident, Waiting } from "../live/state";
import { dayAndTime, stopwatch } from "../parts/time";
import { t } from "../parts/words";
import { ofTheCase, run } from "./clock";
import * as desk from "./desk";
import * as words from "./words";

export function Timers({ incident }: { incident: Incident }) {
  const waiting = ofTheCase(incident.timers ?? []);
  if (waiting.length === 0) return null;
  return <ul class="waits" aria-label={t("What is waited for")}>{waiting.map((timer) => <Bar key={timer.kind} timer={timer} />)}</ul>;
}

export function Bar({ timer }: { timer: Waiting }) {
  const { share, left, tone } = run(timer, desk.now.value);
  const text = tone === "paused" ? t("paused") : left >= 0 ? stopwatch(left) : t("{time} over", { time: stopwatch(-left) });
  return (
    <li class={`wait ${tone}`}>
      <span class="wait-kind">{words.timer(timer.kind)}{timer.level > 1 ? ` ×${timer.level}` : ""}</span>
      <span class="wait-bar" title={dayAndTime(timer.due_at)}><span class="wait-fill" style={{ width: `${Math.round(share * 100)}%` }} /></span>
      <span class="wait-left">{text}</span>
      {timer.late_by_s === null ? null : <span class="quiet small">{t("rung {time} late", { time: stopwatch(timer.late_by_s) })}</span>}
    </li>
  );
}

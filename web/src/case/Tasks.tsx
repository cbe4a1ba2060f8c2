/** Who was sent, how far each has come, and what can be said for them by radio. */

import type { Incident, Task } from "../live/state";
import { age, hourMinuteSecond } from "../parts/time";
import { t } from "../parts/words";
import * as desk from "./desk";
import { Bar } from "./Timers";
import * as words from "./words";

const OPEN = new Set(["sent", "coming", "arrived"]);
const RADIO: Record<string, readonly string[]> = { sent: ["respond", "arrive", "cannot", "withdraw"], coming: ["arrive", "cannot", "withdraw"], arrived: ["feedback", "withdraw"] };

export function Tasks({ incident, acts }: { incident: Incident; acts: boolean }) {
  const tasks = [...(incident.tasks ?? [])].reverse().sort((a, b) => Number(OPEN.has(b.state)) - Number(OPEN.has(a.state)));
  if (tasks.length === 0) return null;
  return (
    <section class="tasks" aria-labelledby="tasks-title">
      <h3 id="tasks-title">{t("Who was sent")}</h3>
      <ol>{tasks.map((task) => <Line key={task.id} task={task} incident={incident} acts={acts} />)}</ol>
    </section>
  );
}

function Line({ task, incident, acts }: { task: Task; incident: Incident; acts: boolean }) {
  const timers = (incident.timers ?? []).filter((timer) => timer.task === task.id);
  const may = acts ? (RADIO[task.state] ?? []).filter((command) => desk.can.value.has(command)) : [];
  const person = task.by ?? task.person;
  return (
    <li class={`task ${task.state}`}>
      <p class="task-head">
        <strong>{task.name ?? task.unit}</strong>
        {person && person !== task.name ? <span class="quiet">{person}</span> : null}
        <span class="task-state">{words.state(task.state)}</span>
      </p>
      <p class="quiet small task-times">{times(task)}</p>
      {timers.length > 0 ? <ul class="waits">{timers.map((timer) => <Bar key={timer.kind} timer={timer} />)}</ul> : null}
      {may.length === 0 ? null : (
        <details class="by-radio">
          <summary>{t("Said by radio")}</summary>
          <div class="action-row">{may.map((command) => <button type="button" key={command} onClick={() => desk.ask(command, { task: task.id })}>{words.command(command)}</button>)}</div>
        </details>
      )}
    </li>
  );
}

function times(task: Task): string {
  const sent = t("sent {time}", { time: hourMinuteSecond(task.sent_at) });
  const after = (at: string | null, say: (age: string) => string) => (at === null ? null : say(age((Date.parse(at) - Date.parse(task.sent_at)) / 1000)));
  return [
    sent,
    after(task.answered_at, (time) => t("answered after {time}", { time })),
    after(task.arrived_at, (time) => t("on scene after {time}", { time })),
    after(task.settled_at, (time) => t("ended after {time}", { time })),
  ].filter(Boolean).join(" · ");
}

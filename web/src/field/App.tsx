/** The field page: what is to be done first, then everything else one may need. */

import { signal } from "@preact/signals";
import { dayAndTime } from "../parts/time";
import { t } from "../parts/words";
import { reached } from "./outbox";
import { Signal, Unsent } from "./Pending";
import { ReportForm } from "./ReportForm";
import { ButtonTest } from "./rounds/ButtonTest";
import { Leg } from "./rounds/Leg";
import { Rounds } from "./rounds/Rounds";
import { Sos } from "./Sos";
import { VisitLists } from "./visits/VisitLists";
import { TaskCard } from "./TaskCard";
import { inOrder, knownAt } from "./tasks";

const reporting = signal(false);
const said = signal<string | null>(null);

export function App() {
  const tasks = inOrder.value;
  return (
    <div class="field">
      <Signal />
      <p class="unseen" role="alert">{said.value}</p>
      {reporting.value ? (
        <section aria-labelledby="report-title"><h1 id="report-title">{t("Report something")}</h1><ReportForm here={null} onDone={() => (reporting.value = false)} /></section>
      ) : (
        <>
          <h1>{tasks.length > 1 ? t("My tasks") : t("My task")}</h1>
          {tasks.length === 0 ? <Nothing /> : tasks.map((task) => <TaskCard key={task.id} task={task} />)}
          {reached.value || knownAt.value === null ? null : <p class="quiet">{t("As the office knew it at {time}.", { time: dayAndTime(new Date(knownAt.value).toISOString()) })}</p>}
          <Rounds />
          <VisitLists />
          <Leg />
          <ButtonTest />
          <button type="button" class="big" onClick={() => (reporting.value = true)}>{t("Report something")}</button>
          <a class="button big" href="/quiet">{t("Tell quietly")}</a>
        </>
      )}
      <Unsent />
      <Sos />
    </div>
  );
}

function Nothing() {
  return <div class="nothing"><p><strong>{t("No task for you now")}</strong></p><p class="quiet">{t("When you are sent, it stands here and the phone rings. Keep this page open.")}</p></div>;
}

export function speak(text: string): void {
  said.value = text;
}

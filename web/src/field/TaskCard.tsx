/** One task: what, where, a small map, and one large next step. */

import { useState } from "preact/hooks";
import { run } from "../case/clock";
import * as caseWords from "../case/words";
import { boot } from "../parts/boot";
import { age, hourMinute, stopwatch } from "../parts/time";
import * as vocabulary from "../parts/vocabulary";
import { t } from "../parts/words";
import { add, items, me } from "./outbox";
import { Photo } from "./Photo";
import { stateOf } from "./queue";
import { SmallMap } from "./SmallMap";
import { now, type OwnTask } from "./tasks";

const STEP: Record<string, { command: string; state: OwnTask["state"]; word: () => string }> = {
  sent: { command: "respond", state: "coming", word: () => t("On my way") },
  coming: { command: "arrive", state: "arrived", word: () => t("I am on scene") },
};

function tell(task: OwnTask, command: string, label: string, payload: object, state?: OwnTask["state"], pictures: Blob[] = []): Promise<unknown> {
  return add({
    what: "task", shape: "command", path: `/api/v1/incidents/${task.incident.id}/commands`, label, task: task.id, pictures,
    body: { command, expected_version: 1, task: task.id, ...payload }, ...(state === undefined ? {} : { state }),
  });
}

export function TaskCard({ task }: { task: OwnTask }) {
  const [asking, setAsking] = useState<Asked | null>(null);
  const Form = asking === null ? null : FORMS[asking];
  const stands = stateOf(task, items.value, me);
  const { incident } = task;
  const place = incident.place?.name ?? t("Place unknown");
  if (["done", "cannot"].includes(stands.state)) return <Ended task={task} state={stands.state} told={stands.told} />;
  return (
    <article class={`own-task ${incident.severity}`}>
      <header>
        <p class="own-severity"><span aria-hidden="true">{vocabulary.MARKS[incident.severity]}</span> {vocabulary.severity(incident.severity)}{incident.drill ? ` · ${t("drill")}` : ""}<span class="quiet">{hourMinute(task.sent_at)}</span></p>
        <h2>{vocabulary.kind(incident.kind)} · {vocabulary.category(incident.category)}</h2>
        <p class="own-place">{place} <span class="quiet mono">{incident.place?.code ?? ""}</span></p>
        {incident.summary ? <p>{incident.summary}</p> : null}
        {task.again_because ? <p class="warning"><strong>{t("Sent back to be redone")}</strong>{t(": ")}{task.again_because}</p> : null}
      </header>
      {incident.x !== null && incident.y !== null ? <SmallMap market={boot().market.code} at={[incident.x, incident.y]} code={incident.place?.code ?? null} name={place} /> : null}
      <p class="own-state" role="status">{caseWords.state(stands.state)}{stands.told ? "" : ` · ${t("not yet sent")}`}</p>
      {Form ? <Form task={task} onBack={() => setAsking(null)} /> : <NextStep task={task} state={stands.state} ask={setAsking} />}
    </article>
  );
}

function NextStep({ task, state, ask }: { task: OwnTask; state: string; ask: (what: Asked) => void }) {
  const step = STEP[state];
  const waits = task.timers?.find((timer) => timer.kind === "check_in");
  const left = waits ? run(waits, now.value) : null;
  return (
    <div class="own-steps">
      {step
        ? <button type="button" class="strong big" onClick={() => void tell(task, step.command, step.word(), {}, step.state)}>{step.word()}</button>
        : <button type="button" class="strong big" onClick={() => ask("done")}>{t("Done")}</button>}
      <div class="own-row">
        {state === "sent" ? null : <button type="button" class={left?.tone === "late" ? "due" : ""} onClick={() => void tell(task, "check_in", t("All well"), {})}>{t("I am all right")}{left && left.tone !== "good" ? <span class="quiet"> {left.left < 0 ? t("{time} over", { time: stopwatch(-left.left) }) : age(left.left)}</span> : null}</button>}
        {state === "arrived" ? <button type="button" onClick={() => ask("longer")}>{t("Ask for more time")}</button> : <button type="button" onClick={() => ask("cannot")}>{t("Cannot come")}</button>}
      </div>
    </div>
  );
}

function DoneForm({ task, onBack }: { task: OwnTask; onBack: () => void }) {
  const [note, setNote] = useState("");
  const [pictures, setPictures] = useState<Blob[]>([]);
  const [without, setWithout] = useState("");
  const ready = note.trim() !== "" && (pictures.length > 0 || without.trim() !== "");
  const send = (event: Event) => {
    event.preventDefault();
    const said = { note: note.trim(), ...(pictures.length === 0 ? { without_picture: without.trim() } : {}) };
    void tell(task, "feedback", t("Done"), said, "done", pictures);
  };
  return (
    <form class="own-form" onSubmit={send}>
      <label for={`note-${task.id}`}>{t("What did you find and do?")}</label>
      <textarea id={`note-${task.id}`} rows={3} required maxLength={2000} value={note} onInput={(event) => setNote(event.currentTarget.value)} />
      <Photo id={`photo-${task.id}`} pictures={pictures} onPictures={setPictures} />
      {pictures.length > 0 ? null : <><label for={`without-${task.id}`}>{t("Or why there is no picture")}</label><input id={`without-${task.id}`} maxLength={200} value={without} onInput={(event) => setWithout(event.currentTarget.value)} /></>}
      <button class="strong big" disabled={!ready}>{t("Done")}</button>
      <button type="button" onClick={onBack}>{t("Back")}</button>
    </form>
  );
}

const REASONS = [() => t("Busy with another task"), () => t("Too far away"), () => t("Cannot leave my post"), () => t("I am not well")];

function CannotForm({ task, onBack }: { task: OwnTask; onBack: () => void }) {
  const [other, setOther] = useState("");
  const go = (reason: string) => void tell(task, "cannot", t("Cannot come"), { reason }, "cannot");
  return (
    <form class="own-form" onSubmit={(event) => (event.preventDefault(), other.trim() && go(other.trim()))}>
      <p>{t("Why can you not come? The next one is asked at once.")}</p>
      {REASONS.map((word) => <button type="button" key={word()} onClick={() => go(word())}>{word()}</button>)}
      <label for={`why-${task.id}`}>{t("Another reason")}</label>
      <input id={`why-${task.id}`} maxLength={200} value={other} onInput={(event) => setOther(event.currentTarget.value)} />
      <button class="strong" disabled={other.trim() === ""}>{t("Cannot come")}</button>
      <button type="button" onClick={onBack}>{t("Back")}</button>
    </form>
  );
}

/** The shift leader says yes or no; the work goes on meanwhile. */
function LongerForm({ task, onBack }: { task: OwnTask; onBack: () => void }) {
  const [reason, setReason] = useState("");
  const send = (event: Event) => {
    event.preventDefault();
    void tell(task, "ask_extension", t("Ask for more time"), { reason: reason.trim() });
    onBack();
  };
  return (
    <form class="own-form" onSubmit={send}>
      <label for={`longer-${task.id}`}>{t("Why do you need more time?")}</label>
      <input id={`longer-${task.id}`} required maxLength={200} value={reason} onInput={(event) => setReason(event.currentTarget.value)} />
      <button class="strong big" disabled={reason.trim() === ""}>{t("Ask for more time")}</button>
      <button type="button" onClick={onBack}>{t("Back")}</button>
    </form>
  );
}

const FORMS = { done: DoneForm, cannot: CannotForm, longer: LongerForm };
type Asked = keyof typeof FORMS;

function Ended({ task, state, told }: { task: OwnTask; state: string; told: boolean }) {
  return <p class="own-ended">{vocabulary.kind(task.incident.kind)} · {task.incident.place?.name ?? ""}{t(": ")}{caseWords.state(state)}{told ? "" : ` · ${t("not yet sent")}`}</p>;
}

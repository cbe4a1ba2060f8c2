/** The few questions the board asks, each in a dialog of the browser. */

import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { Report } from "../case/Report";
import { ask } from "../live/commands";
import { Icon } from "../parts/icons";
import * as words from "../parts/vocabulary";
import { t } from "../parts/words";
import { Help } from "./Help";
import { focusCursor } from "./keys";
import * as orders from "./orders";
import * as store from "./store";

export function Dialogs() {
  const alert = orders.target();
  switch (store.dialog.value) {
    case "help":
      return <Frame key="help" title={t("Keys and help")} wide><Help /></Frame>;
    case "dismiss":
      return alert ? <Frame key="dismiss" title={t("Dismiss: {kind}", { kind: words.kind(alert.kind) })}><Dismiss /></Frame> : null;
    case "shelve":
      return alert ? <Frame key="shelve" title={t("Shelve: {kind}", { kind: words.kind(alert.kind) })}><Shelve /></Frame> : null;
    case "silence":
      return alert ? <Frame key="silence" title={t("Silence or maintenance")}><Silence /></Frame> : null;
    case "report":
      return <Frame key="report" title={t("Report something")} wide><Report onDone={done} /></Frame>;
    default:
      return null;
  }
}

function done(): void {
  store.dialog.value = null;
  focusCursor();
}

function Frame({ title, wide = false, children }: { title: string; wide?: boolean; children: ComponentChildren }) {
  const element = useRef<HTMLDialogElement>(null);
  const asked = useRef(store.dialog.peek());
  /** The browser tells of a closed dialog a moment later: by then another one may have been asked for. */
  const closed = () => {
    if (store.dialog.peek() === asked.current) done();
  };
  useEffect(() => {
    element.current?.showModal();
    element.current?.querySelector<HTMLElement>("input, button.choice")?.focus();
  }, []);
  return (
    <dialog ref={element} class={wide ? "wide" : ""} onClose={closed} aria-labelledby="dialog-title">
      <header><h2 id="dialog-title">{title}</h2><button type="button" class="plain" aria-label={t("Close this window")} onClick={done}><Icon name="close" /></button></header>
      <div class="dialog-body">{children}</div>
    </dialog>
  );
}

function Refused() {
  return orders.told.value === null ? null : <p class="warning" role="alert">{orders.told.value}</p>;
}

const REASONS = [() => t("False alarm"), () => t("Button test"), () => t("Already dealt with"), () => t("Noted twice")];

function Dismiss() {
  const [reason, setReason] = useState("");
  const go = async (why: string) => {
    if (why.trim() !== "" && (await orders.order("dismiss", { reason: why.trim() }))) done();
  };
  return (
    <form onSubmit={(event) => (event.preventDefault(), void go(reason))}>
      <p>{t("The alert is closed without an incident. The reason is kept.")}</p>
      <div class="choices">{REASONS.map((word) => <button type="button" class="choice" key={word()} onClick={() => void go(word())}>{word()}</button>)}</div>
      <label for="reason">{t("Another reason")}</label>
      <input id="reason" value={reason} maxLength={200} onInput={(event) => setReason(event.currentTarget.value)} />
      <Refused />
      <p class="dialog-end"><button type="button" onClick={done}>{t("Cancel")}</button><button class="strong" disabled={reason.trim() === ""}>{t("Dismiss")}</button></p>
    </form>
  );
}

const MINUTES = [5, 15, 30, 60];

function Shelve() {
  const go = async (minutes: number) => {
    if (await orders.order("shelve", { minutes, reason: t("shelved at the board") })) done();
  };
  return (
    <div>
      <p>{t("The card leaves the queue and comes back by itself. It stays counted at the bottom of the queue.")}</p>
      <div class="choices">{MINUTES.map((minutes) => <button type="button" class="choice" key={minutes} onClick={() => void go(minutes)}>{t("{n} min", { n: minutes })}</button>)}</div>
      <Refused />
      <p class="dialog-end"><button type="button" onClick={done}>{t("Cancel")}</button></p>
    </div>
  );
}

function Silence() {
  const alert = orders.target();
  const [reason, setReason] = useState("");
  const [minutes, setMinutes] = useState("30");
  const [maintenance, setMaintenance] = useState(false);
  const send = async (event: Event) => {
    event.preventDefault();
    const over = alert?.device ? { device: alert.device.code } : { place: alert?.place?.code ?? null };
    const body = { ...over, kind: alert?.kind, maintenance, minutes: Number(minutes), reason: reason.trim() };
    const answer = await ask("POST", `/api/v1/markets/${store.booted.market.code}/silences`, body);
    orders.told.value = answer.ok ? null : orders.refusal(answer.problem);
    if (answer.ok) done();
  };
  return (
    <form onSubmit={(event) => void send(event)}>
      <p>{t("From now on {kind} from {name} raises no alert. Everything is still stored, and what is hidden is counted. SOS and fire are never hidden.", { kind: words.kind(alert?.kind ?? ""), name: alert?.device?.name ?? alert?.place?.name ?? "" })}</p>
      <label for="minutes">{t("For how long")}</label>
      <select id="minutes" value={minutes} onChange={(event) => setMinutes(event.currentTarget.value)}>
        {[15, 30, 60, 120, 480].map((n) => <option key={n} value={n}>{t("{n} min", { n })}</option>)}
      </select>
      <label for="silence-reason">{t("Reason")}</label>
      <input id="silence-reason" required maxLength={200} value={reason} onInput={(event) => setReason(event.currentTarget.value)} />
      <label class="tick"><input type="checkbox" checked={maintenance} onChange={() => setMaintenance(!maintenance)} /> {t("Maintenance: somebody works on it")}</label>
      <Refused />
      <p class="dialog-end"><button type="button" onClick={done}>{t("Cancel")}</button><button class="strong" disabled={reason.trim() === ""}>{t("Silence it")}</button></p>
    </form>
  );
}

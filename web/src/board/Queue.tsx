/** The queue at the left: alerts, then open incidents, the gravest and most pressing first. */

import type { Severity } from "../live/state";
import { Icon } from "../parts/icons";
import { age } from "../parts/time";
import * as words from "../parts/vocabulary";
import { t, tn } from "../parts/words";
import { SEVERITIES, type Ticket } from "./order";
import * as store from "./store";
import { TicketCard } from "./TicketCard";

export function Queue() {
  const { alerts, incidents, shelved } = store.tickets.value;
  return (
    <section class="queue" aria-label={t("Queue")}>
      {store.wall ? null : <Search />}
      {store.wall || !store.booted.may?.includes("handle-alerts") ? null : <button type="button" class="new-report" onClick={() => (store.dialog.value = "report")}><Icon name="plus" /> {t("Report something")} <kbd>I</kbd></button>}
      <div class="tickets" id="tickets">
        <Group title={t("Alerts")} tickets={alerts} empty={<Empty />} />
        {incidents.length > 0 ? <Group title={t("Open incidents")} tickets={incidents} /> : null}
        {shelved.length > 0 ? <Shelved tickets={shelved} /> : null}
        <HiddenBySilence />
      </div>
    </section>
  );
}

function Group({ title, tickets, empty = null }: { title: string; tickets: Ticket[]; empty?: preact.ComponentChild }) {
  return (
    <div class="ticket-group">
      <h2 class="group-title">{title} <span class="quiet">{tickets.length}</span></h2>
      {tickets.length === 0 ? empty : <ol>{tickets.map((ticket) => <TicketCard key={ticket.entity} ticket={ticket} />)}</ol>}
    </div>
  );
}

function Search() {
  return (
    <div class="search">
      <label class="field">
        <Icon name="search" />
        <span class="unseen">{t("Search the queue")}</span>
        <input
          id="search" type="search" placeholder={t("Kind, place, number, grid  /")} value={store.wanted.value.text}
          onInput={(event) => (store.wanted.value = { ...store.wanted.value, text: event.currentTarget.value })}
        />
      </label>
      <div class="severities" role="group" aria-label={t("Severities shown")}>
        {SEVERITIES.map((each) => <SeveritySwitch key={each} severity={each} />)}
      </div>
    </div>
  );
}

function SeveritySwitch({ severity }: { severity: Severity }) {
  const on = store.wanted.value.severities.has(severity);
  const flip = () => {
    const next = new Set(store.wanted.value.severities);
    if (on) next.delete(severity);
    else next.add(severity);
    store.wanted.value = { ...store.wanted.value, severities: next };
  };
  return (
    <button type="button" class={`plain severity-switch ${severity}`} aria-pressed={on} onClick={flip} title={words.severity(severity)}>
      <span aria-hidden="true">{words.MARKS[severity]}</span>
      <span class="unseen">{words.severity(severity)}</span>
      <span class="n">{store.counts.value[severity]}</span>
    </button>
  );
}

function Empty() {
  const narrowed = store.wanted.value.text !== "" || store.wanted.value.severities.size < SEVERITIES.length;
  if (!store.arrived.value) return <p class="nothing quiet">{t("Fetching the queue")}</p>;
  if (narrowed) {
    return <p class="nothing">{t("Nothing in the queue fits. Clear the search or switch the severities back on.")}</p>;
  }
  const sure = store.link.value === "alive" && store.dead.value.length === 0;
  return (
    <div class="nothing">
      <p><strong>{t("No open alerts")}</strong></p>
      <p class="quiet">{sure ? t("All parts are alive; the newest data is {age} old.", { age: age(store.dataAge.value ?? 0) }) : t("But a part is not working: look at the strip above.")}</p>
    </div>
  );
}

function Shelved({ tickets }: { tickets: Ticket[] }) {
  return (
    <details class="ticket-group folded">
      <summary>{tn("{count} alert shelved", "{count} alerts shelved", tickets.length)}</summary>
      <ol>{tickets.map((ticket) => <TicketCard key={ticket.entity} ticket={ticket} />)}</ol>
    </details>
  );
}

function HiddenBySilence() {
  const running = store.silences.value;
  if (running.length === 0) return null;
  return (
    <details class="ticket-group folded">
      <summary>{tn("{count} alert kept back by silences", "{count} alerts kept back by silences", store.hiddenCount.value)}</summary>
      <ul class="silences">
        {running.map((silence) => <SilenceLine key={silence.id} id={silence.id} />)}
      </ul>
    </details>
  );
}

function SilenceLine({ id }: { id: number }) {
  const silence = store.state.value.silences?.[String(id)];
  if (!silence) return null;
  const over = silence.device ?? silence.place;
  const what = typeof over === "string" ? over : (over?.name ?? t("whole market"));
  const left = age((Date.parse(silence.ends_at) - store.now.value) / 1000);
  return (
    <li>
      <strong>{silence.maintenance ? t("Maintenance") : t("Silence")}</strong> {what}{silence.kind ? ` · ${words.kind(silence.kind)}` : ""}
      <span class="quiet">{silence.reason} · {silence.by ?? ""} · {t("{time} left", { time: left })} · {t("{n} hidden", { n: silence.hidden })}</span>
      {store.wall || !store.booted.may?.includes("set-silence") ? null : <button type="button" onClick={() => void endSilence(id)}>{t("End it")}</button>}
    </li>
  );
}

async function endSilence(id: number): Promise<void> {
  const { ask } = await import("../live/commands");
  await ask("POST", `/api/v1/silences/${id}/commands`, { command: "end" });
}

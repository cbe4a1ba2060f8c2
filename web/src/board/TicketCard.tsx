/** One card of the queue. */

import { useComputed } from "@preact/signals";
import { memo } from "../parts/memo";
import { age, besides, hourMinute, stopwatch } from "../parts/time";
import * as words from "../parts/vocabulary";
import { t } from "../parts/words";
import { began, remaining, stranger, wide, type Ticket } from "./order";
import * as store from "./store";

export const TicketCard = memo(Drawn, (a, b) => (a.ticket.alert ?? a.ticket.incident) === (b.ticket.alert ?? b.ticket.incident));

function Drawn({ ticket }: { ticket: Ticket }) {
  const card = ticket.alert ?? ticket.incident;
  const classes = useComputed(() => {
    const quiet = !ticket.alert || ticket.alert.condition === "cleared" || ticket.alert.attention === "seen";
    const here = store.opened.value === ticket.entity ? " open" : "";
    return `ticket ${card.severity}${quiet ? " calm" : ""}${here}`;
  });
  const current = useComputed(() => store.opened.value === ticket.entity);
  return (
    <li class={classes}>
      <button
        type="button" class="ticket-face" data-entity={ticket.entity} aria-current={current}
        onClick={() => store.open(ticket.entity)} onFocus={() => (store.cursor.value = ticket.entity)}
      >
        <span class="ticket-head">
          <span class="mark" aria-hidden="true">{words.MARKS[card.severity]}</span>
          <strong class="kind">{words.kind(card.kind)}</strong>
          <span class="severity-word">{words.severity(card.severity)}</span>
          {ticket.alert && ticket.alert.count > 1 ? <Folded count={ticket.alert.count} /> : null}
          <Age ticket={ticket} />
        </span>
        <span class="ticket-place">{place(ticket)}</span>
        <Notes ticket={ticket} />
        <Timer ticket={ticket} />
      </button>
    </li>
  );
}

function Folded({ count }: { count: number }) {
  const words = t("{n} signals folded into one", { n: count });
  return <span class="folded-count" title={words}><span aria-hidden="true">×{count}</span><span class="unseen">{words}</span></span>;
}

function place(ticket: Ticket): string {
  const card = ticket.alert ?? ticket.incident;
  const device = ticket.alert?.device;
  if (device && wide(card.place)) return [device.name, device.code, card.place?.kind === "grid" ? card.place.name : null].filter(Boolean).join(" · ");
  const where = card.place?.name ?? t("Place unknown");
  return [where, card.place?.code ?? stranger(ticket.alert), card.grid === card.place?.code ? null : store.nameOf(card.grid)].filter(Boolean).join(" · ");
}

function Age({ ticket }: { ticket: Ticket }) {
  const text = useComputed(() => age((store.now.value - Date.parse(began(ticket))) / 1000));
  return <time class="age" dateTime={began(ticket)}>{text}</time>;
}

function Notes({ ticket }: { ticket: Ticket }) {
  const watching = useComputed(() => (store.watchers.value.get(ticket.entity) ?? []).join(t(", ")));
  const told: string[] = [];
  const alert = ticket.alert;
  if (alert?.late) told.push(t("late: happened {at}, received {then}", { at: besides(alert.happened_at, alert.raised_at), then: hourMinute(alert.raised_at) }));
  if (alert?.at_startup) told.push(t("stood so at startup"));
  if (alert?.condition === "cleared") told.push(alert.cleared_at ? t("over since {time}", { time: hourMinute(alert.cleared_at) }) : t("over"));
  if (alert?.seen_by) told.push(t("seen by {name}", { name: alert.seen_by }));
  if (ticket.incident) told.push([ticket.incident.number, words.step(ticket.incident.step), ticket.incident.accepted_by].filter(Boolean).join(" · "));
  if (ticket.incident?.drill) told.push(t("drill"));
  if (ticket.incident?.hidden_at) told.push(words.hidden(ticket.incident.hidden_at));
  const seen = watching.value;
  if (told.length === 0 && seen === "") return null;
  return (
    <span class="ticket-notes">
      {told.join(" · ")}
      {seen === "" ? null : <span class="watching">{t("open at {names}", { names: seen })}</span>}
    </span>
  );
}

function Timer({ ticket }: { ticket: Ticket }) {
  const left = useComputed(() => remaining(ticket, store.now.value));
  const width = useComputed(() => `width:${Math.round((left.value?.share ?? 0) * 100)}%`);
  const text = useComputed(() => {
    const seconds = left.value?.left ?? 0;
    return seconds >= 0 ? stopwatch(seconds) : t("overdue {time}", { time: stopwatch(-seconds) });
  });
  const classes = useComputed(() => `timer${(left.value?.left ?? 1) < 0 ? " late" : ""}`);
  if ((ticket.alert ?? ticket.incident).due_at === null || ticket.alert?.condition === "cleared") return null;
  return (
    <span class={classes}>
      <span class="timer-bar"><TimerFill width={width} /></span>
      <span class="timer-left">{text}</span>
    </span>
  );
}

function TimerFill({ width }: { width: { value: string } }) {
  const [, share = "0%"] = width.value.split(":");
  return <span class="timer-fill" style={{ width: share }} />;
}

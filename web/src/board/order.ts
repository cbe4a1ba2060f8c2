/** The queue: what stands in it, in which order, and what a search finds. */

import type { Alert, Incident, Severity, State } from "../live/state";

export const SEVERITIES: Severity[] = ["critical", "high", "normal", "notice"];

export interface AlertTicket {
  entity: string;
  alert: Alert;
  incident?: undefined;
}

export interface IncidentTicket {
  entity: string;
  incident: Incident;
  alert?: undefined;
}

export type Ticket = AlertTicket | IncidentTicket;

export interface Wanted {
  text: string;
  severities: ReadonlySet<Severity>;
}

export const EVERYTHING: Wanted = { text: "", severities: new Set(SEVERITIES) };

export interface Queue {
  alerts: AlertTicket[];
  incidents: IncidentTicket[];
  shelved: AlertTicket[];
}

/** Alerts nobody works on, then open incidents; shelved alerts apart until their time is over. */
export function queue(state: State, now: number, wanted: Wanted, word: (key: string) => string): Queue {
  const all = Object.values(state.alerts ?? {})
    .filter((alert) => alert.attention !== "linked")
    .map((alert): AlertTicket => ({ entity: `alert:${alert.id}`, alert }));
  const incidents = Object.values(state.incidents ?? {})
    .filter((incident) => !["evaluated", "refused", "merged", "void"].includes(incident.step))
    .map((incident): IncidentTicket => ({ entity: `incident:${incident.id}`, incident }));
  const fits = (ticket: Ticket) => matches(ticket, wanted, word);
  return {
    alerts: all.filter((ticket) => !isShelved(ticket.alert, now) && fits(ticket)).sort(byNeed),
    incidents: incidents.filter(fits).sort(byNeed),
    shelved: all.filter((ticket) => isShelved(ticket.alert, now) && fits(ticket)).sort(byNeed),
  };
}

export function isShelved(alert: Alert, now: number): boolean {
  return alert.shelved_until !== null && Date.parse(alert.shelved_until) > now;
}

/** Gravest first; what still holds before what is over; least time left first; then the oldest. */
export function byNeed(a: Ticket, b: Ticket): number {
  const [x, y] = [need(a), need(b)];
  for (let i = 0; i < x.length; i++) {
    const difference = (x[i] ?? 0) - (y[i] ?? 0);
    if (difference !== 0 && !Number.isNaN(difference)) return difference;
  }
  return 0;
}

function need(ticket: Ticket): number[] {
  const card = ticket.alert ?? ticket.incident;
  const over = ticket.alert?.condition === "cleared" ? 1 : 0;
  const due = card.due_at === null ? Number.MAX_SAFE_INTEGER : Date.parse(card.due_at);
  return [SEVERITIES.indexOf(card.severity), over, due, Date.parse(began(ticket)), card.id];
}

export function began(ticket: Ticket): string {
  return ticket.alert ? ticket.alert.raised_at : ticket.incident.discovered_at;
}

function matches(ticket: Ticket, wanted: Wanted, word: (key: string) => string): boolean {
  const card = ticket.alert ?? ticket.incident;
  if (!wanted.severities.has(card.severity)) return false;
  const text = wanted.text.trim().toLowerCase();
  if (text === "") return true;
  const device = ticket.alert?.device;
  const number = ticket.alert ? `#${ticket.alert.id}` : ticket.incident.number;
  const said = [
    number, card.kind, word(card.kind), word(card.severity), card.severity, card.grid, card.group,
    card.place?.name, card.place?.code, device?.name, device?.code,
    ...Object.values(ticket.alert?.subject ?? {}).filter((value) => typeof value === "string"),
  ];
  const haystack = said.join(" ").toLowerCase();
  return text.split(/\s+/).every((piece) => haystack.includes(piece));
}

/** How much of its time has gone, 0…1, and the seconds left (negative when late). */
export function remaining(ticket: Ticket, now: number): { share: number; left: number } | null {
  const due = (ticket.alert ?? ticket.incident).due_at;
  if (due === null) return null;
  const from = Date.parse(ticket.incident?.accepted_at ?? began(ticket));
  const whole = Math.max(1000, Date.parse(due) - from);
  return { share: Math.min(1, Math.max(0, (now - from) / whole)), left: (Date.parse(due) - now) / 1000 };
}

/** What a device that is in no register calls itself. */
export function stranger(alert: Alert | null | undefined): string | undefined {
  const said = alert?.device ? undefined : alert?.subject["device"];
  return typeof said === "string" ? said : undefined;
}

/** A grid or a whole market tells nobody where to run: the device does. */
export function wide(of: { kind?: string } | null): boolean {
  return of === null || of.kind === "market" || of.kind === "grid";
}

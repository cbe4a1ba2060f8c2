/** What the board knows and shows now, as signals; every part of the screen reads from here. */

import { computed, effect, signal } from "@preact/signals";
import type { Away } from "../live/away";
import type { LiveClient } from "../live/client";
import type { Alert, Incident, Severity, State } from "../live/state";
import { ageNow, deadParts, linkAfter, type Beat } from "../live/truth";
import { boot } from "../parts/boot";
import * as words from "../parts/vocabulary";
import { EVERYTHING, isShelved, queue, type Ticket, type Wanted } from "./order";

export const booted = boot();
export const wall = booted.wall === true;

export const state = signal<State>({});
export const arrived = signal(false);
export const connected = signal(false);
/** The server refused the line: this browser is signed in no longer. */
export const signedOut = signal(false);
export const beat = signal<Beat | null>(null);
export const away = signal<Away | null>(null);
export const wanted = signal<Wanted>(EVERYTHING);
export const opened = signal<string | null>(null);
export const cursor = signal<string | null>(null);
export const pane = signal<"queue" | "plan">("queue");
export const dialog = signal<"help" | "dismiss" | "shelve" | "silence" | "report" | null>(null);
/** Spoken by the live regions. */
export const said = signal<{ polite: string; urgent: string }>({ polite: "", urgent: "" });
/** Wall clock of the server: the machine's own may be wrong. */
export const now = signal(Date.now());
export const silentFor = signal(0);

const began = performance.now();
let heardAt: number | null = null;
let offset = 0;

export function heard(said: Beat): void {
  heardAt = performance.now();
  offset = Date.parse(said.at) - Date.now();
  beat.value = said;
  tick();
}

export function tick(): void {
  now.value = Date.now() + offset;
  silentFor.value = (performance.now() - (heardAt ?? began)) / 1000;
}

export const link = computed(() => linkAfter(silentFor.value, beat.value !== null));
export const dead = computed(() => deadParts(beat.value));
export const dataAge = computed(() => ageNow(beat.value?.data_age_s, silentFor.value));
export const market = computed(() => state.value.market?.["self"] ?? booted.market);

const minute = computed(() => Math.floor(now.value / 5000) * 5000);
export const tickets = computed(() => queue(state.value, minute.value, wanted.value, (key) => words.kind(key)));
export const inOrder = computed((): Ticket[] => [...tickets.value.alerts, ...tickets.value.incidents]);
export const watchQuestion = computed(() => state.value.watch?.["self"] ?? null);
export const silences = computed(() => Object.values(state.value.silences ?? {}));
export const hiddenCount = computed(() => silences.value.reduce((sum, silence) => sum + silence.hidden, 0));
/** Changes of shift that are over and not signed by both. */
export const unsigned = computed(() => Object.values(state.value.handovers ?? {}).filter((one) => Date.parse(one.at) <= now.value).length);
export const quarantined = computed(() => state.value.quarantine?.["open"]?.open ?? 0);

export const openAlert = computed((): Alert | null => {
  const [kind, key] = opened.value?.split(":") ?? [];
  if (kind === "alert") return state.value.alerts?.[key ?? ""] ?? null;
  const first = openIncident.value?.alerts[0];
  return first === undefined ? null : (state.value.alerts?.[String(first)] ?? null);
});

export const openIncident = computed((): Incident | null => {
  const [kind, key] = opened.value?.split(":") ?? [];
  if (kind === "incident") return state.value.incidents?.[key ?? ""] ?? null;
  const linked = state.value.alerts?.[key ?? ""]?.incident;
  return linked === null || linked === undefined ? null : (state.value.incidents?.[String(linked)] ?? null);
});

/** Who else has which card open. */
export const watchers = computed(() => {
  const found = new Map<string, string[]>();
  for (const present of Object.values(state.value.presence ?? {})) {
    if (present.entity === null || present.name === booted.me.name) continue;
    found.set(present.entity, [...(found.get(present.entity) ?? []), present.name]);
  }
  return found;
});

export const others = computed(() => {
  const names = Object.values(state.value.presence ?? {}).map((present) => present.name);
  return [...new Set(names)].filter((name) => name !== booted.me.name);
});

/** Who may lead the shift, those who are at a board before all others; `here` tells which of the two it is. */
export const leaders = computed((): { names: string[]; here: boolean } => {
  const known = booted.shift_leaders ?? [];
  const present = new Set(Object.values(state.value.presence ?? {}).map((each) => each.person));
  const here = known.filter((each) => present.has(each.id));
  return { names: (here.length > 0 ? here : known).map((each) => each.name), here: here.length > 0 };
});

export const counts = computed(() => {
  const found: Record<Severity, number> = { critical: 0, high: 0, normal: 0, notice: 0 };
  for (const alert of Object.values(state.value.alerts ?? {})) {
    if (alert.attention !== "linked" && !isShelved(alert, minute.value)) found[alert.severity] += 1;
  }
  return found;
});

export const ringing = computed(() => {
  const alerts = Object.values(state.value.alerts ?? {});
  const reports = Object.values(state.value.incidents ?? {});
  return (
    alerts.some((alert) => alert.severity === "critical" && alert.attention === "new" && !isShelved(alert, minute.value)) ||
    reports.some((report) => report.severity === "critical" && report.step === "discovered")
  );
});

export { nameOf, placeNames } from "../parts/places";

let client: LiveClient | null = null;

export function wire(live: LiveClient): void {
  client = live;
  effect(() => live.open(booted.market.code, opened.value));
}

export function tellAgain(): void {
  client?.open(booted.market.code, opened.value);
}

export function open(entity: string | null): void {
  opened.value = entity;
  if (entity !== null) cursor.value = entity;
}

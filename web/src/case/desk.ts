/** The incident in hand: what this person may do with it now, and what came of the last order. */

import { computed, effect, signal } from "@preact/signals";
import type { Conflict } from "../live/commands";
import type { Entry, Incident, RollCall } from "../live/state";
import { age } from "../parts/time";
import { t } from "../parts/words";
import * as api from "./api";
import { bare, type NameOf } from "./entry";
import { AT_ONCE } from "./forms";
import { because } from "./guards";
import * as words from "./words";

export const subject = signal<Incident | null>(null);
export const others = signal<Incident[]>([]);
export const calls = signal<RollCall[]>([]);
/** The server's clock. */
export const now = signal(Date.now());
export const can = signal<ReadonlySet<string>>(new Set());
export const recommendation = signal<api.Recommendation | null>(null);
export const busy = signal<string | null>(null);
export const told = signal<string | null>(null);
/** Names of guards that said no to the form in hand. */
export const wanted = signal<ReadonlySet<string>>(new Set());
/** The form in hand; `task` when it is about one unit, `key` when about one step of the procedure. */
export const form = signal<{ command: string; task?: number; key?: string } | null>(null);
export const timeline = signal<Entry[] | null>(null);
/** Names of units that the timeline knows by their code. */
export const names = signal<Readonly<Record<string, string>>>({});
export const chosen = signal<ReadonlySet<string>>(new Set());

export const rollCall = computed(() => {
  const here = subject.value;
  const fits = (call: RollCall) => call.incident === here?.id || (here?.group != null && call.group?.code === here.group);
  return here === null ? null : (calls.value.find(fits) ?? null);
});

/** Whoever was sent or could be is called by name; of others the code is all there is. */
export const nameOfUnit = computed<NameOf>(() => {
  const units = [...(subject.value?.tasks ?? []), ...(recommendation.value?.units ?? [])];
  const here = new Map(units.map((one) => [one.unit, one.name]));
  const known = names.value;
  return (ref) => here.get(ref) ?? known[ref] ?? bare(ref);
});

const REFRESH_MS = 10_000;
/** The case and the version of which it is known what may be done. */
const known = signal("");
let asked = "";
let askedAt = 0;
let shownId: number | null = null;

/** Ask again what is allowed whenever the incident moved, and who is nearest every ten seconds. */
export function follow(): void {
  effect(() => {
    const incident = subject.value;
    if (incident?.id !== shownId) forget(incident?.id ?? null);
    if (incident === null) return;
    const stamp = `${incident.id}:${incident.version}`;
    const old = now.value - askedAt > REFRESH_MS;
    if (stamp === asked && !old) return;
    asked = stamp;
    askedAt = now.peek();
    void refresh(incident.id, stamp);
  });
}

/** True while an order is on its way, or while it is not known yet what may be done with the case in hand. */
export const unknown = computed(() => {
  const here = subject.value;
  return busy.value !== null || (here !== null && known.value !== `${here.id}:${here.version}`);
});

function forget(id: number | null): void {
  shownId = id;
  asked = "";
  known.value = "";
  can.value = new Set();
  recommendation.value = null;
  timeline.value = null;
  names.value = {};
  chosen.value = new Set();
  told.value = null;
  form.value = null;
}

async function refresh(id: number, stamp: string): Promise<void> {
  const answer = await api.fetchCase(id);
  if (stamp !== asked || !answer.ok) return;
  can.value = new Set(answer.body.you_can);
  recommendation.value = answer.body.recommendation;
  timeline.value = answer.body.timeline;
  names.value = answer.body.names ?? {};
  known.value = stamp;
}

export function ask(command: string, about: { task?: number; key?: string } = {}): void {
  told.value = null;
  wanted.value = new Set();
  if (AT_ONCE.has(command)) void order(command, about);
  else form.value = { command, ...about };
}

/** What is being sent or waits its turn; the same thing twice is one press too many. */
const inLine = new Set<string>();
let last: Promise<unknown> = Promise.resolve();

/** Give an order to the case in hand. One after another: what is pressed while another one is on its way is not lost. */
export async function order(command: string, payload: object = {}): Promise<boolean> {
  const id = subject.peek()?.id;
  const what = JSON.stringify([id, command, payload]);
  if (id === undefined || inLine.has(what)) return false;
  inLine.add(what);
  told.value = null;
  const done = last.then(() => send(id, command, payload));
  last = done;
  return done.finally(() => inLine.delete(what));
}

async function send(id: number, command: string, payload: object): Promise<boolean> {
  const incident = subject.peek();
  if (incident?.id !== id) return false;
  busy.value = command;
  const answer = await api.orderCase(id, command, incident.version, payload);
  busy.value = null;
  if (!answer.ok) {
    refused(answer.problem);
    return false;
  }
  can.value = new Set(answer.body.you_can);
  wanted.value = new Set();
  if (subject.peek()?.id === id && (subject.peek()?.version ?? 0) <= answer.body.version) subject.value = { ...subject.peek(), ...answer.body.card };
  return true;
}

export interface Refusal extends Conflict {
  because?: string;
  faults?: string[];
  missing?: Record<string, number>;
}

function refused(problem: Refusal): void {
  if (problem.because !== undefined) wanted.value = new Set([...wanted.peek(), problem.because]);
  if (problem.you_can !== undefined) can.value = new Set(problem.you_can);
  told.value = refusal(problem, now.peek());
}

/** Who won and what one can do, or which rule says no. */
export function refusal(problem: Refusal, at: number): string {
  switch (problem.code) {
    case "no-answer":
      return t("The server did not answer. Nothing is known to have been done: look at the card, then press again.");
    case "version-conflict":
      return winner(problem, at);
    case "not-now":
      return problem.because === undefined ? winner(problem, at) : lacking(because(problem.because), problem.missing);
    case "not-found":
      return t("This is no longer there.");
    case "forbidden":
      return t("Your role does not allow this");
    case "sign-in-needed":
      return t("You are signed out here: sign in again");
    default:
      return t("The server refused this ({code}).", { code: (problem.faults ?? [problem.code]).join(t(", ")) });
  }
}

function lacking(sentence: string, missing: Record<string, number> = {}): string {
  const short = words.parts(missing);
  if (short === "") return sentence;
  const rest = t("Missing: {what}", { what: short });
  return `${sentence} ${rest}`;
}

const STEPS: Record<string, () => string> = {
  accepted: () => t("accepted it"),
  dispatched: () => t("dispatched it"),
  closed: () => t("closed it"),
  hold: () => t("put it on hold"),
  refused: () => t("did not accept it"),
  merged: () => t("merged it"),
  void: () => t("voided it"),
  evaluated: () => t("evaluated it"),
};

function winner(problem: Refusal, at: number): string {
  if (problem.by === undefined && problem.at === undefined) return t("This is no longer possible: look at how the card stands now.");
  const when = problem.at ? age((at - Date.parse(problem.at)) / 1000) : t("a moment");
  const did = STEPS[problem.step ?? ""]?.() ?? t("changed it");
  const said = t("{name} {did} {age} ago.", { name: problem.by ?? t("Somebody"), did, age: when });
  const can = (problem.you_can ?? []).map(words.command).join(t(", "));
  if (can === "") return said;
  const open = t("You can: {what}", { what: can });
  return `${said} ${open}`;
}

/** The tasks of whoever holds this phone: asked for often, kept for where there is no signal. */

import { batch, computed, signal } from "@preact/signals";
import { get } from "../live/commands";
import type { Named, Severity, Task, Waiting } from "../live/state";
import { heard, reached } from "./outbox";
import * as shelf from "./shelf";

export interface OwnTask extends Task {
  timers?: Waiting[];
  /** Sent back: what is still to be done. */
  again_because?: string | null;
  incident: {
    id: number;
    number: string;
    kind: string;
    category: string;
    severity: Severity;
    summary: string | null;
    place: Named | null;
    x: number | null;
    y: number | null;
    drill: boolean;
    /** Told quietly: nothing rings or shakes where it may be heard. */
    quiet?: boolean;
  };
}

const RANK: Severity[] = ["critical", "high", "normal", "notice"];
const EVERY_MS = 8000;

export const tasks = signal<OwnTask[]>([]);
export const knownAt = signal<number | null>(null);
export const now = signal(Date.now());
export const chosen = signal<number | null>(null);

/** The gravest first, then the oldest; a task somebody picked stays in front. */
export const inOrder = computed(() => order(tasks.value, chosen.value));

export function order(all: OwnTask[], first: number | null): OwnTask[] {
  const rank = (task: OwnTask) => (task.id === first ? -1 : RANK.indexOf(task.incident.severity));
  return [...all].sort((a, b) => rank(a) - rank(b) || Date.parse(a.sent_at) - Date.parse(b.sent_at));
}

interface Kept {
  at: number;
  tasks: OwnTask[];
}

export async function begin(person: number, onNew: (task: OwnTask) => void): Promise<void> {
  const kept = await shelf.get<Kept>("kept", `tasks:${person}`);
  if (kept) {
    tasks.value = kept.tasks;
    knownAt.value = kept.at;
  }
  await refresh(person, onNew);
  setInterval(() => void refresh(person, onNew), EVERY_MS);
  setInterval(() => (now.value = Date.now()), 1000);
}

let first = true;
let asking: Promise<void> | null = null;
let again = false;

/** Ask for the tasks; whoever asks while an answer is on its way gets one that was asked for after it. */
export function refresh(person: number, onNew: (task: OwnTask) => void): Promise<void> {
  again = true;
  asking ??= askUntilNew(person, onNew).finally(() => (asking = null));
  return asking;
}

async function askUntilNew(person: number, onNew: (task: OwnTask) => void): Promise<void> {
  while (again) {
    again = false;
    await fetchOnce(person, onNew);
  }
}

async function fetchOnce(person: number, onNew: (task: OwnTask) => void): Promise<void> {
  const asked = performance.now();
  const answer = await get<{ items: OwnTask[] }>("/api/v1/tasks");
  if (!answer.ok) {
    if (answer.status === 0) reached.value = false;
    return;
  }
  reached.value = true;
  const known = new Set(tasks.peek().map((task) => task.id));
  const fresh = answer.body.items.filter((task) => !known.has(task.id));
  batch(() => {
    tasks.value = answer.body.items;
    heard("task", asked);
  });
  knownAt.value = Date.now();
  if (!first || fresh.some((task) => task.state === "sent")) fresh.forEach(onNew);
  first = false;
  await shelf.put("kept", `tasks:${person}`, { at: Date.now(), tasks: answer.body.items } satisfies Kept).catch(() => undefined);
}

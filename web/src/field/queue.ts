/** What was done on this phone and not yet told to the office: in order, each with its own id and its own time. */

import type { Task } from "../live/state";

export interface Item {
  /** Also the command_id: sending it twice does it once. */
  id: string;
  seq: number;
  /** Who did it; nobody else's session may send it. */
  person: number;
  what: "task" | "report" | "sos" | "roll" | "round" | "visit" | "duty";
  path: string;
  body: Record<string, unknown>;
  /** Where in the body the id, the instant and the pictures go. */
  shape: "command" | "report" | "roll";
  happened_at: string;
  label: string;
  task?: number;
  round?: number;
  call?: number;
  state?: Task["state"];
  pictures: Blob[];
  refused?: string;
  /** When the office took it, on this phone's own clock: it still shows what was done until a newer list says so. */
  told?: number;
}

export type Outcome = { kind: "done"; body?: unknown } | { kind: "unreached" } | { kind: "refused"; why: string };

/** The next thing to send: the oldest of this person that was not refused; a call for help goes before all. */
export function next(items: readonly Item[], person: number): Item | null {
  const mine = waiting(items, person);
  return mine.find((item) => item.what === "sos") ?? mine[0] ?? null;
}

export function waiting(items: readonly Item[], person: number): Item[] {
  return standing(items, person).filter((item) => item.told === undefined);
}

/** What this person did, as far as the lists here may not know it yet: not sent, or sent just now. */
export function standing(items: readonly Item[], person: number): Item[] {
  return items.filter((item) => item.person === person && item.refused === undefined).sort((a, b) => a.seq - b.seq);
}

/** What was taken, kept in sight: a step that falls back for a moment would be pressed twice. */
export function land(items: readonly Item[], id: string, at: number): Item[] {
  return items.map((item) => (item.id === id ? { ...item, told: at } : item));
}

/** A list that was asked for at `asked` has arrived: it knows what was taken before. */
export function arrived(items: readonly Item[], what: Item["what"], asked: number): Item[] {
  return items.filter((item) => item.what !== what || item.told === undefined || item.told > asked);
}

export function refused(items: readonly Item[], person: number): Item[] {
  return items.filter((item) => item.person === person && item.refused !== undefined).sort((a, b) => a.seq - b.seq);
}

/** What stays after one was tried. Refused ones stay in sight until somebody has read why. */
export function after(items: readonly Item[], id: string, outcome: Outcome): Item[] {
  switch (outcome.kind) {
    case "done":
      return items.filter((item) => item.id !== id);
    case "refused":
      return items.map((item) => (item.id === id ? { ...item, refused: outcome.why } : item));
    case "unreached":
      return [...items];
  }
}

/** By which number the office speaks of a report, out of its answer. */
export function numberOf(answer: unknown): string | null {
  const number = (answer as { card?: { number?: unknown } } | null | undefined)?.card?.number;
  return typeof number === "string" ? number : null;
}

/** How a task stands for its doer: what the office knows, and what this phone has not told it yet. */
export function stateOf(task: { id: number; state: Task["state"] }, items: readonly Item[], person: number): { state: Task["state"]; told: boolean } {
  const own = standing(items, person).filter((item) => item.task === task.id && item.state !== undefined);
  const last = own[own.length - 1];
  return last?.state === undefined ? { state: task.state, told: true } : { state: last.state, told: last.told !== undefined };
}

/** The body as it goes over the wire, with the pictures that were sent before it. */
export function wire(item: Item, media: object[]): object {
  const withMedia = media.length > 0 ? { media } : {};
  if (item.shape === "report") return { ...item.body, ...withMedia, command_id: item.id, happened_at: item.happened_at };
  if (item.shape === "roll") return { ...item.body, command_id: item.id };
  const { command, expected_version, ...payload } = item.body;
  return { command, expected_version, command_id: item.id, payload: { ...payload, ...withMedia, happened_at: item.happened_at } };
}

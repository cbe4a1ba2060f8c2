/** Keeps what was done, sends it in order when the office can be reached, and says what is not yet sent. */

import { computed, signal } from "@preact/signals";
import { newId } from "../live/commands";
import { because } from "../case/guards";
import { send as sendPicture } from "../case/upload";
import { boot, csrf } from "../parts/boot";
import { t } from "../parts/words";
import { dutyBecause } from "../duty/words";
import { roundBecause } from "./rounds/words";
import { after, arrived, land, next, numberOf, refused, waiting, wire, type Item, type Outcome } from "./queue";
import * as shelf from "./shelf";

export const items = signal<Item[]>([]);
export const reached = signal(navigator.onLine);
export const me = boot().me.id ?? 0;
export const unsent = computed(() => waiting(items.value, me));
/** The number of the report that the office took last. */
export const taken = signal<string | null>(null);
export const returned = computed(() => refused(items.value, me));

const AGAIN_MS = 4000;
const PATIENCE_MS = 8000;
let sending = false;
let sent: (item: Item) => void = () => undefined;

export async function begin(onSent: (item: Item) => void): Promise<void> {
  sent = onSent;
  items.value = await shelf.all<Item>("queue");
  addEventListener("online", () => void flush());
  addEventListener("offline", () => (reached.value = false));
  setInterval(() => void flush(), AGAIN_MS);
  void flush();
}

export type Done = Omit<Item, "id" | "seq" | "person" | "happened_at" | "pictures"> & { pictures?: Blob[] };

/** Kept first, sent after: what was pressed is never lost. */
export async function add(done: Done): Promise<string> {
  const seq = Math.max(0, ...items.peek().map((item) => item.seq)) + 1;
  const item: Item = { pictures: [], ...done, id: newId(), seq, person: me, happened_at: new Date().toISOString() };
  items.value = [...items.peek(), item];
  taken.value = null;
  await shelf.put("queue", item.id, item).catch(() => undefined);
  await flush();
  return item.id;
}

/** A list has come that was asked for at this moment of `performance.now()`. */
export function heard(what: Item["what"], asked: number): void {
  items.value = arrived(items.peek(), what, asked);
}

export async function forget(id: string): Promise<void> {
  items.value = items.peek().filter((item) => item.id !== id);
  await shelf.drop("queue", id);
}

export async function flush(): Promise<void> {
  if (sending) return;
  sending = true;
  try {
    for (let item = next(items.peek(), me); item !== null; item = next(items.peek(), me)) {
      const outcome = await deliver(item);
      reached.value = outcome.kind !== "unreached";
      if (outcome.kind === "unreached") return;
      await settle(item, outcome);
      if (outcome.kind !== "done") continue;
      if (item.what === "report") taken.value = numberOf(outcome.body);
      sent(item);
    }
  } finally {
    sending = false;
  }
}

/** Of these a list is shown, which may be older than what was just told. */
const LISTED = new Set<Item["what"]>(["task", "round", "visit", "roll"]);

async function settle(item: Item, outcome: Outcome): Promise<void> {
  const lands = outcome.kind === "done" && LISTED.has(item.what);
  items.value = lands ? land(items.peek(), item.id, performance.now()) : after(items.peek(), item.id, outcome);
  const left = outcome.kind === "done" ? undefined : items.peek().find((each) => each.id === item.id);
  await (left === undefined ? shelf.drop("queue", item.id) : shelf.put("queue", item.id, left)).catch(() => undefined);
}

async function deliver(item: Item): Promise<Outcome> {
  const media: object[] = [];
  for (const picture of item.pictures) {
    const answer = await sendPicture(picture);
    if (answer === null) return { kind: "unreached" };
    if ("refused" in answer) return { kind: "refused", why: t("The picture was refused ({code}).", { code: answer.refused }) };
    media.push(answer);
  }
  return post(item.path, wire(item, media));
}

async function post(path: string, body: object): Promise<Outcome> {
  try {
    const answer = await fetch(path, {
      method: "POST", body: JSON.stringify(body), signal: AbortSignal.timeout(PATIENCE_MS),
      headers: { Accept: "application/json", "Content-Type": "application/json", "X-CSRFToken": csrf() },
    });
    if (answer.ok) return { kind: "done", body: await answer.json().catch(() => null) };
    if (answer.status >= 500 || answer.status === 429) return { kind: "unreached" };
    const problem = (await answer.json()) as Problem;
    if (answer.status === 400 || answer.status === 401) {
      void renew();
      return { kind: "unreached" };
    }
    return { kind: "refused", why: why(problem) };
  } catch {
    return { kind: "unreached" };
  }
}

interface Problem {
  code?: string;
  because?: string | string[];
  faults?: string[];
  by?: string | null;
}

function why(problem: Problem): string {
  const [key] = [problem.because ?? []].flat();
  if (key) return dutyBecause(key) ?? roundBecause(key) ?? because(key);
  if (problem.code === "version-conflict" && problem.by) return t("{name} was faster.", { name: problem.by });
  if (problem.code === "not-now") return t("This is over: the office closed it or called you back.");
  if (problem.code === "not-found") return t("This is no longer there.");
  if (problem.code === "forbidden") return t("Your role does not allow this");
  return t("The server refused this ({code}).", { code: (problem.faults ?? [problem.code ?? "?"]).join(t(", ")) });
}

/** A page kept on the phone carries an old token; a fresh page brings the new one, or asks to sign in. */
async function renew(): Promise<void> {
  const answer = await fetch(location.pathname, { headers: { Accept: "text/html" }, cache: "no-store" }).catch(() => null);
  if (answer === null || !answer.ok) return;
  if (answer.redirected) {
    signedOut.value = true;
    return;
  }
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.querySelector<HTMLMetaElement>('meta[name="csrf-token"]')?.content;
  if (fresh) document.querySelector<HTMLMetaElement>('meta[name="csrf-token"]')?.setAttribute("content", fresh);
}

export const signedOut = signal(false);

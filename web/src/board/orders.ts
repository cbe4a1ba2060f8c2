/** What the officer orders. Nothing is shown as done before the server has said so. */

import { signal } from "@preact/signals";
import { orderAlert, type Answer, type Conflict, type Ordered } from "../live/commands";
import type { Alert } from "../live/state";
import { age } from "../parts/time";
import { t } from "../parts/words";
import { isShelved } from "./order";
import * as store from "./store";

export const busy = signal<string | null>(null);
/** What came of the last order, when it was not simply done. */
export const told = signal<string | null>(null);

export const NEVER_HIDDEN = new Set(["sos", "fire"]);

export function accept(): Promise<boolean> {
  return order("accept");
}

export function see(): Promise<boolean> {
  return order("see");
}

/** Police and administrators watch; what happens is handled by those on duty. */
export const mayHandle = store.booted.may?.includes("handle-alerts") ?? false;
const maySilence = store.booted.may?.includes("set-silence") ?? false;

/** Which orders the open alert allows now. */
export function allowed(alert: Alert | null): Set<string> {
  if (alert === null || store.wall || !mayHandle || alert.attention === "linked") return new Set();
  const can = new Set(["accept", "dismiss"]);
  if (alert.attention === "new") can.add("see");
  if (!NEVER_HIDDEN.has(alert.kind)) {
    can.add(isShelved(alert, store.now.peek()) ? "unshelve" : "shelve");
    if (maySilence) can.add("silence");
  }
  return can;
}

/** The alert that keys act on: the open one, else the one the cursor is on. */
export function target(): Alert | null {
  if (store.opened.value !== null) return store.openAlert.value;
  const [kind, key] = store.cursor.value?.split(":") ?? [];
  return kind === "alert" ? (store.state.value.alerts?.[key ?? ""] ?? null) : null;
}

export function ask(what: "dismiss" | "shelve" | "silence"): void {
  const alert = target();
  if (!alert || !allowed(alert).has(what)) return;
  store.open(`alert:${alert.id}`);
  told.value = null;
  store.dialog.value = what;
}

/** One key for both ways: what lies on the shelf is taken off, what does not is put there. */
export function shelveOrTakeOff(): void {
  if (allowed(target()).has("unshelve")) void order("unshelve");
  else ask("shelve");
}

export async function order(command: string, payload: object = {}): Promise<boolean> {
  const alert = target();
  if (!alert || !allowed(alert).has(command) || busy.value !== null) return false;
  busy.value = command;
  told.value = null;
  const answer = await orderAlert(alert.id, command, alert.version, payload);
  busy.value = null;
  told.value = answer.ok ? null : refusal(answer.problem);
  if (answer.ok) arrive(alert, command, answer);
  return answer.ok;
}

function arrive(alert: Alert, command: string, answer: Answer<Ordered>): void {
  const incident = answer.ok ? answer.body.incident : null;
  if (command === "accept" && incident) store.open(`incident:${incident}`);
  else if (command === "see") store.open(`alert:${alert.id}`);
}

/** Who won, and what one can do now. */
export function refusal(problem: Conflict): string {
  switch (problem.code) {
    case "no-answer":
      return t("The server did not answer. Nothing is known to have been done: look at the card, then press again.");
    case "version-conflict":
      return winner(problem);
    case "not-now":
      return t("This is no longer possible: look at how the card stands now.");
    case "not-found":
      return t("This is no longer there.");
    case "forbidden":
      return t("Your role does not allow this");
    case "sign-in-needed":
      return t("You are signed out here: sign in again");
    default:
      return t("The server refused this ({code}).", { code: problem.code });
  }
}

function winner(problem: Conflict): string {
  const when = problem.at ? age((store.now.value - Date.parse(problem.at)) / 1000) : t("a moment");
  const name = problem.by ?? t("Somebody");
  const linked = problem.attention === "linked" || problem.step === "accepted";
  const did = linked
    ? t("{name} accepted it {age} ago.", { name, age: when })
    : t("{name} changed it {age} ago.", { name, age: when });
  const can = (problem.you_can ?? []).map(possibility).filter(Boolean).join(t(", "));
  if (can === "") return did;
  const open = t("You can: {what}", { what: can });
  return `${did} ${open}`;
}

function possibility(word: string): string {
  const words: Record<string, () => string> = {
    watch: () => t("watch"),
    join: () => t("join"),
    accept: () => t("accept"),
    see: () => t("mark it seen"),
    dismiss: () => t("dismiss"),
    shelve: () => t("shelve"),
    unshelve: () => t("take it off the shelf"),
  };
  return words[word]?.() ?? word;
}

/** A key that comes before the server has said what may be done is not lost: it acts as soon as that is known. */

import { computed, effect } from "@preact/signals";
import * as desk from "../case/desk";
import * as orders from "./orders";
import * as store from "./store";

const PATIENCE_MS = 3000;

/** An order is on its way, or a case was opened whose card or whose rights have not come yet. */
const asking = computed(() => {
  const coming = store.opened.value?.startsWith("incident:") === true && desk.subject.value === null;
  return orders.busy.value !== null || coming || desk.unknown.value;
});

let waiting: (() => void) | null = null;

/** Something else is pressed: what waited is no longer wanted. */
export function letGo(): void {
  waiting?.();
  waiting = null;
}

/** Act now, or when it is known what may be done with this card; not on another card, nor after three seconds. */
export function soon(act: () => void): void {
  letGo();
  if (!asking.peek()) return act();
  const card = store.opened.peek();
  const late = setTimeout(letGo, PATIENCE_MS);
  const stop = effect(() => {
    if (!asking.value) queueMicrotask(done);
  });
  const end = () => {
    clearTimeout(late);
    stop();
  };
  const done = () => {
    if (waiting !== end || asking.peek()) return;
    letGo();
    if (isStill(card)) act();
  };
  waiting = end;
}

/** The same card, or the case that the alert has become. */
function isStill(card: string | null): boolean {
  if (store.opened.peek() === card) return true;
  return (desk.subject.peek()?.alerts ?? []).some((alert) => `alert:${alert}` === card);
}

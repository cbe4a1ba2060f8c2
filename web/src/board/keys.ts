/** The whole board by keyboard. */

import { sendFirst } from "../case/Dispatch";
import { ask, can } from "../case/desk";
import { pointing } from "../case/Report";
import { rollCallNow } from "../case/RollCallRing";
import { toggleSound } from "../parts/sound";
import { nextTheme } from "../parts/theme";
import { chart } from "../plan/Plan";
import * as orders from "./orders";
import { letGo, soon } from "./soon";
import * as store from "./store";
import { here } from "./Watch";

let gridAwaited = false;

export function listenToKeys(): void {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (typing(event.target)) {
      if (event.key === "Escape") leaveField(event.target as HTMLElement);
      return;
    }
    if (document.querySelector("dialog[open]")) return;
    const done = gridAwaited ? showGrid(event.key) : pressed(event.key);
    if (done) event.preventDefault();
  });
}

function typing(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches("input:not([type=checkbox]), textarea, select");
}

function leaveField(field: HTMLElement): void {
  store.wanted.value = { ...store.wanted.value, text: "" };
  field.blur();
  focusCursor();
}

const KEYS: Record<string, () => void> = {
  j: () => move(1),
  k: () => move(-1),
  a: accept,
  s: () => void orders.see(),
  x: () => orders.ask("dismiss"),
  z: orders.shelveOrTakeOff,
  l: () => orders.ask("silence"),
  n: nextCritical,
  d: () => soon(sendFirst),
  r: rollCallNow,
  i: () => (store.dialog.value = "report"),
  m: toggleSound,
  t: nextTheme,
  g: () => (gridAwaited = true),
  w: () => void here(),
  "/": () => document.getElementById("search")?.focus(),
  "?": () => (store.dialog.value = "help"),
  Escape: close,
};

function pressed(key: string): boolean {
  const action = KEYS[key.length === 1 ? key.toLowerCase() : key];
  letGo();
  action?.();
  return action !== undefined;
}

function showGrid(key: string): boolean {
  gridAwaited = false;
  if (!/^\d$/.test(key)) return false;
  store.pane.value = "plan";
  if (key === "0") chart.value?.whole();
  else chart.value?.zoomToGrid(Number(key) - 1);
  return true;
}

function move(by: number): void {
  const entities = store.inOrder.value.map((ticket) => ticket.entity);
  if (entities.length === 0) return;
  const here = entities.indexOf(store.cursor.value ?? "");
  const next = here < 0 ? 0 : Math.min(entities.length - 1, Math.max(0, here + by));
  store.cursor.value = entities[next] ?? null;
  focusCursor();
}

/** The open alert, or the incident that a person reported. */
function accept(): void {
  if (store.openIncident.peek() === null) void orders.accept();
  else soon(() => can.peek().has("accept") && ask("accept"));
}

function nextCritical(): void {
  const critical = store.inOrder.value.filter((ticket) => ticket.alert?.severity === "critical").map((ticket) => ticket.entity);
  const here = critical.indexOf(store.opened.value ?? "");
  const next = critical[(here + 1) % Math.max(1, critical.length)];
  if (next === undefined) return;
  store.open(next);
  focusCursor();
}

export function focusCursor(): void {
  const face = document.querySelector<HTMLElement>(`[data-entity="${store.cursor.value ?? ""}"]`);
  face?.focus();
  face?.scrollIntoView({ block: "nearest" });
}

function close(): void {
  pointing.value = false;
  if (store.opened.value === null) return;
  store.open(null);
  focusCursor();
}

/** One's own notices on every page: the count at the bell, a sound, a word for those who listen. */

import type { Socket } from "socket.io-client";
import { signal } from "@preact/signals";
import { csrf } from "../parts/boot";
import { ring } from "../parts/sound";
import { minuteOfDay } from "../parts/time";
import { LiveClient } from "./client";
import type { Notice, StreamEvent } from "./state";

const RINGS = new Set(["notice.told", "notice.gathered"]);
/** What a page that is about it rings for itself. */
const RUNG_BY_THE_PAGE = new Set([
  "alert_critical", "ladder", "consider_110", "step_overdue", "task_overdue", "task_sent", "task_urged", "roll_call", "roll_call_again",
]);

export const unread = signal<Notice[]>([]);

/** Follow one's own room; on a page that has a wire already, by that wire. `rings`: it rings for its own things. */
export function follow(me: number, options: { socket?: Socket; rings?: boolean } = {}): void {
  const told = new Set<number>();
  new LiveClient(`user:${me}`, {
    state: (state) => {
      take(Object.values(state.notices ?? {}));
      say("shown", unread.value.filter((one) => !told.has(one.id)).map((one) => one.id));
      for (const one of unread.value) told.add(one.id);
    },
    event: (event) => hear(event, options.rings ?? false),
    positions: () => undefined,
    beat: () => undefined,
    link: () => undefined,
    away: () => undefined,
    refused: () => undefined,
  }, options.socket);
}

/** What is urgent first, then the newest; the count stands at every bell. */
export function take(notices: Notice[]): void {
  unread.value = [...notices].sort((a, b) => Number(b.urgent) - Number(a.urgent) || b.id - a.id);
  for (const bell of document.querySelectorAll<HTMLElement>("[data-bell]")) {
    bell.classList.toggle("waiting", notices.length > 0);
    const count = bell.querySelector("[data-count]");
    if (count) count.textContent = notices.length > 0 ? String(notices.length) : "";
  }
}

export function hear(event: StreamEvent, rings: boolean): void {
  if (!RINGS.has(event.type) || event.body === null) return;
  const notice = event.body as Notice;
  speak(notice);
  if (!isLoud(notice, habits()) || (rings && RUNG_BY_THE_PAGE.has(notice.kind))) return;
  ring(notice.severity === "notice" ? "normal" : notice.severity);
}

export interface Habits {
  sound: boolean;
  quiet: [from: number, to: number] | null;
}

/** What is urgent always sounds; the rest neither in quiet hours nor for somebody who wants no sound. */
export function isLoud(notice: Notice, habits: Habits, minute = minuteOfDay(Date.now())): boolean {
  if (notice.urgent) return true;
  if (!habits.sound) return false;
  if (habits.quiet === null) return true;
  const [from, to] = habits.quiet;
  return from <= to ? minute < from || minute >= to : minute < from && minute >= to;
}

export function inWords(words: Record<string, string>): string {
  return words[document.documentElement.lang] ?? words["en"] ?? "";
}

/** Tell the server what was seen or read; what fails is told again by the next page. */
export function say(command: "read" | "shown" | "read_all", ids: number[]): void {
  if (ids.length === 0 && command !== "read_all") return;
  const body = JSON.stringify({ command, ids: ids.slice(0, 200) });
  const headers = { "Content-Type": "application/json", "X-CSRFToken": csrf() };
  void fetch("/api/v1/me/notices/commands", { method: "POST", headers, body }).catch(() => undefined);
}

function habits(): Habits {
  const bell = document.querySelector<HTMLElement>("[data-bell]");
  const [from, to] = (bell?.dataset["quiet"] ?? "").split("-").map(Number);
  const quiet = from === undefined || to === undefined || Number.isNaN(to) ? null : ([from, to] as [number, number]);
  return { sound: bell?.dataset["sound"] !== "off", quiet };
}

function speak(notice: Notice): void {
  const place = document.querySelector(notice.urgent ? "[data-said-now]" : "[data-said]");
  if (place) place.textContent = `${inWords(notice.title)} ${inWords(notice.body)}`;
}

/** The editor's state: the roster as the server has it, changes not saved yet, and what they would break. */

import { computed, signal } from "@preact/signals";
import { ask, get, newId } from "../live/commands";
import { t } from "../parts/words";
import { change, exchange, kept, type Pending } from "./moves";
import type { Breach, Move, Roster, Run } from "./shapes";

export const roster = signal<Roster | null>(null);
export const pending = signal<Pending>(new Map());
export const checked = signal<{ fresh: Breach[]; all: Breach[] } | null>(null);
export const said = signal("");
export const busy = signal(false);
export const place = { market: "", code: "", first: "", days: 14, language: "en" };
const back: Pending[] = [];

/** Marks that hold for what is on the screen. */
export const marks = computed<Breach[]>(() => {
  const standing = roster.value?.breaches ?? [];
  const seen = checked.value;
  if (seen === null) return standing;
  const days = new Set([...pending.value.values()].map((one) => one.day));
  const rest = standing.filter((one) => !days.has(one.day) && !seen.all.some((other) => same(one, other)));
  return [...rest.filter((one) => !seen.all.length || !near(one, days)), ...seen.all];
});

function same(one: Breach, other: Breach): boolean {
  return one.rule === other.rule && one.day === other.day && one.kind === other.kind && one.person === other.person;
}

function near(one: Breach, days: Set<string>): boolean {
  const at = Date.parse(one.day);
  return [...days].some((day) => Math.abs(Date.parse(day) - at) <= 9 * 86_400_000);
}

export function address(tail = ""): string {
  return `/api/v1/markets/${place.market}/rosters/${place.code}${tail}`;
}

export async function load(): Promise<void> {
  const answer = await get<Roster>(`${address()}?first=${place.first}&days=${place.days}`);
  if (!answer.ok) return;
  const before = roster.value;
  roster.value = answer.body;
  if (before !== null && pending.value.size > 0) {
    pending.value = kept(before, answer.body, pending.value);
    void check();
  }
}

export function set(moves: Move[]): void {
  const standing = roster.value;
  if (standing !== null) put(change(standing, pending.value, moves));
}

export function swap(one: number, other: number, day: string): void {
  const standing = roster.value;
  if (standing !== null && one !== other) put(exchange(standing, pending.value, one, other, day));
}

export function undo(): void {
  const before = back.pop();
  if (before !== undefined) {
    pending.value = before;
    void check();
  }
}

export function discard(): void {
  back.length = 0;
  pending.value = new Map();
  checked.value = null;
}

function put(next: Pending): void {
  back.push(pending.value);
  pending.value = next;
  said.value = "";
  void check();
}

let asked = 0;

/** Ask the rules what the changes would break; only the newest answer counts. */
export async function check(): Promise<void> {
  const moves = [...pending.value.values()];
  const mine = ++asked;
  if (moves.length === 0) {
    checked.value = null;
    return;
  }
  const answer = await ask<{ new: Breach[]; breaches: Breach[] }>("POST", address("/check"), { moves });
  if (mine !== asked) return;
  if (answer.ok) checked.value = { fresh: answer.body.new, all: answer.body.breaches };
  else said.value = answer.problem.detail ?? answer.problem.title ?? t("The server did not answer. Nothing was changed.");
}

export async function save(reason: string): Promise<void> {
  const moves = [...pending.value.values()];
  if (await order("move", { moves, ...(reason ? { reason } : {}) })) discard();
  await load();
}

/** Send one command; what went wrong is said, and the roster is fetched anew. */
export async function order(command: string, payload: object): Promise<boolean> {
  const standing = roster.value;
  if (standing === null || busy.value) return false;
  busy.value = true;
  const told = { command, command_id: newId(), expected_version: standing.version, payload };
  const answer = await ask<{ version: number; run?: Run }>("POST", address("/commands"), told);
  busy.value = false;
  said.value = answer.ok ? "" : refusal(answer.problem);
  return answer.ok;
}

function refusal(problem: { code: string; by?: string | null; detail?: string; title?: string }): string {
  if (problem.code === "version-conflict") {
    return t("{by} changed this roster before you. Your changes are kept where nobody else changed the same cell: look again and save.", { by: problem.by ?? t("Somebody") });
  }
  if (problem.code === "no-answer") return t("The server did not answer. Nothing was changed.");
  return problem.detail ?? problem.title ?? problem.code;
}

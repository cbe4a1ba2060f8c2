/** What a line of the timeline says beside who and when. */

import type { Entry } from "../live/state";
import { reason } from "../parts/reasons";
import { dayAndTime, stopwatch } from "../parts/time";
import { t } from "../parts/words";
import * as words from "./words";

type Facts = Entry["facts"];

const text = (value: unknown): string | null => (typeof value === "string" && value !== "" ? value : null);
const list = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);
/** How a unit is called; it is written down by its code. */
export type NameOf = (ref: string) => string;
export const bare: NameOf = (ref) => ref.replace(/^(device|place|person):/, "");

const SAY: Record<string, (facts: Facts, unit: NameOf) => string | null> = {
  units: (f, unit) => joined(list(f["units"]).map(unit)),
  unit: (f, unit) => joined([text(f["unit"])].filter((u) => u !== null).map(unit)),
  timer: (f) => named(f["timer"], words.timer, f["level"]),
  late_by_s: (f) => (typeof f["late_by_s"] === "number" ? t("rung {time} late", { time: stopwatch(f["late_by_s"]) }) : null),
  next: (f, unit) => (text(f["next"]) ? t("next to ask: {unit}", { unit: unit(String(f["next"])) }) : null),
  scores: (f) => joined(Object.entries((f["scores"] ?? {}) as Record<string, number>).map(([key, score]) => `${words.field(key)} ${score}`)),
  score: (f) => (typeof f["score"] === "number" ? `${words.field("score")} ${f["score"]}` : null),
  result: (f) => named(f["result"], words.option),
  cause: (f) => named(f["cause"], words.option),
  refusal: (f) => named(f["refusal"], words.option),
  body: (f) => named(f["body"], words.option),
  key: (f) => named(f["key"], words.sop),
  to: (f) => (f["from"] !== undefined ? named(f["to"], words.option) : null),
  place: (f) => [text(f["place_before"]), text(f["place"])].filter(Boolean).join(" → ") || null,
  warned: (f, unit) => joined(Object.entries((f["warned"] ?? {}) as Record<string, string[]>).map(([ref, keys]) => `${unit(ref)}${t(": ")}${keys.map((key) => reason({ key })).join(t(", "))}`)),
  passed_over: (f, unit) => (list(f["passed_over"]).length ? t("passed over: {units}", { units: list(f["passed_over"]).map(unit).join(t(", ")) }) : null),
  until: (f) => (text(f["until"]) ? t("until {time}", { time: dayAndTime(String(f["until"])) }) : null),
  due: (f) => (text(f["due"]) ? t("until {time}", { time: dayAndTime(String(f["due"])) }) : null),
  receipt: (f) => (text(f["receipt"]) ? t("their number {number}", { number: String(f["receipt"]) }) : null),
  spoke_with: (f) => text(f["spoke_with"]),
  target: (f) => text(f["target"]),
  incident: (f) => text(f["incident"]),
  plan: (f) => text(f["plan"]),
  reason: (f) => text(f["reason"]),
  override: (f) => text(f["override"]),
  alone: (f) => text(f["alone"]),
  without_picture: (f) => (text(f["without_picture"]) ? t("no picture: {why}", { why: String(f["without_picture"]) }) : null),
  off_duty: (f) => (f["off_duty"] === true ? t("off duty by the rota") : null),
  note: (f) => text(f["note"]),
  lesson: (f) => text(f["lesson"]),
  media: (f) => (list(f["media"]).length ? t("{n} pictures", { n: list(f["media"]).length }) : null),
};

function named(value: unknown, word: (key: string) => string, level?: unknown): string | null {
  if (typeof value !== "string" && typeof value !== "number") return null;
  return `${word(String(value))}${typeof level === "number" && level > 1 ? ` ×${level}` : ""}`;
}

function joined(parts: string[]): string | null {
  return parts.length === 0 ? null : parts.join(t(", "));
}

export function told(entry: Entry, unit: NameOf = bare): string[] {
  const keys = Object.keys(SAY).filter((key) => entry.facts[key] !== undefined && entry.facts[key] !== null);
  return keys.map((key) => SAY[key]?.(entry.facts, unit) ?? null).filter((line) => line !== null);
}

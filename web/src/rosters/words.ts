/** Words of rosters; the same as in web/roster_words.py. */

import { t } from "../parts/words";
import type { Breach, Person, Run } from "./shapes";

export function kindWord(kind: string): string {
  const names: Record<string, string> = { early: t("Early shift"), late: t("Late shift"), day: t("Day shift"), night: t("Night shift") };
  return names[kind] ?? kind;
}

export function letter(kind: string | null): string {
  if (kind === null) return "";
  const names: Record<string, string> = { early: t("E"), late: t("L"), day: t("D"), night: t("N") };
  return names[kind] ?? kind.slice(0, 1).toUpperCase();
}

export function wantWord(want: string): string {
  const names: Record<string, string> = { free: t("Free day"), work: t("A shift"), leave: t("Leave"), ill: t("Ill") };
  return names[want] ?? want;
}

export function dayWord(day: string, language: string): string {
  const at = new Date(`${day}T12:00:00Z`);
  const shape: Intl.DateTimeFormatOptions = { month: "2-digit", day: "2-digit", weekday: "short", timeZone: "UTC" };
  return new Intl.DateTimeFormat(language, shape).format(at);
}

export function dayHead(day: string, language: string): [weekday: string, number: string] {
  const at = new Date(`${day}T12:00:00Z`);
  const weekday = new Intl.DateTimeFormat(language, { weekday: "narrow", timeZone: "UTC" }).format(at);
  return [weekday, String(at.getUTCDate())];
}

export function breachWord(one: Breach, people: Person[], language: string): string {
  const who = people.find((person) => person.id === one.person)?.name ?? "?";
  const about = { shift: kindWord(one.kind), day: dayWord(one.day, language), who, n: one.amount, hours: Math.round(one.amount / 6) / 10 };
  switch (one.rule) {
    case "too-few": return t("{shift} on {day} lacks {n}", about);
    case "too-many": return t("{shift} on {day} has {n} too many", about);
    case "no-driver": return t("{shift} on {day} has nobody who drives", about);
    case "stranger": return t("{who} does not belong here on {day}", about);
    case "away": return t("{who} is away on {day}", about);
    case "twice": return t("{who} has two shifts on {day}", about);
    case "rest": return t("{who} rests only {hours} h before the {shift} on {day}", about);
    case "after-night": return t("{who} has a {shift} on {day} right after a night", about);
    case "running": return t("{who} works {n} days in a row on {day}", about);
    default: return one.rule;
  }
}

/** How the last making went, in one sentence. */
export function runWord(run: Run): string {
  if (run.state === "waiting") return t("A roster waits to be made.");
  if (run.state === "running") return t("A roster is being made, for {n} s at most.", { n: run.seconds_given });
  if (run.state === "failed") {
    return run.why === "changed-meanwhile" ? t("Not made: somebody kept changing the roster. Ask once more.") : t("Not made: the solver failed. The log of the jobs says why.");
  }
  if (run.method === "greedy") return t("Made without the solver: it keeps every rule, but nobody knows how far from the best it is.");
  const told = { cost: run.cost ?? 0, bound: run.bound ?? 0, seconds: run.seconds ?? 0, moved: run.moved ?? 0 };
  if (run.proven) return t("Made in {seconds} s: cost {cost}, and it is proven that none is better. {moved} seats moved.", told);
  return t("Made in {seconds} s: cost {cost}; none can cost less than {bound}. {moved} seats moved.", told);
}

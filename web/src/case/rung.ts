/** The rungs of the ladder in words, and when the phone list is shown. */

import type { Incident } from "../live/state";
import { t } from "../parts/words";

export const LAST_RUNG = 3;
const OVER = new Set(["closed", "evaluated", "refused", "merged", "void"]);

export function rungWords(level: number): string {
  if (level >= LAST_RUNG) return t("the whole office is told: call by the phone list");
  return level === 2 ? t("the office head and the grid next door are told") : t("the shift leader is told");
}

/** The last rung of something that still waits: a person has to think of calling. */
export function callsForPhones(incident: Incident): boolean {
  return !OVER.has(incident.step) && (incident.timers ?? []).some((timer) => timer.task === null && timer.level >= LAST_RUNG);
}

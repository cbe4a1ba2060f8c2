/** The words of rounds, from their keys. */

import { t } from "../../parts/words";

const KINDS: Record<string, () => string> = {
  patrol: () => t("Patrol round"),
  disputes: () => t("Check for disputes"),
  hazards: () => t("Check for hazards"),
};

const SPOTS: Record<string, () => string> = {
  open: () => t("still to come"),
  done: () => t("in time"),
  late: () => t("late"),
  missed: () => t("missed"),
  skipped: () => t("skipped"),
};

export const roundKind = (key: string): string => KINDS[key]?.() ?? key;
export const spotState = (key: string): string => SPOTS[key]?.() ?? key;

const BECAUSE: Record<string, () => string> = {
  "position-stale": () => t("The position was too old to prove anything. Scan the code."),
  "position-coarse": () => t("The position was not exact enough. Scan the code."),
  "position-far": () => t("The position was not at the checkpoint."),
  "wrong-code": () => t("This is not the code of this checkpoint."),
  "old-print": () => t("This print is an old one: tell the office to hang up the new one."),
  "round-not-open": () => t("This round is not open yet."),
  "round-over": () => t("The time of this round is over."),
  "clock-ahead": () => t("The clock of this phone runs ahead. Set it, then try again."),
  "list-closed": () => t("The office closed this list."),
  "clock-too-old": () => t("This was kept for more than a day, too long to count."),
};

export const roundBecause = (key: string): string | null => BECAUSE[key]?.() ?? null;

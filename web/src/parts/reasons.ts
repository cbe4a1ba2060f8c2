/** Why a unit is near or not, in words. */

import { age } from "./time";
import { t, tn } from "./words";

export interface Reason {
  key: string;
  args?: Record<string, unknown>;
  about?: Record<string, unknown>;
}

type About = Record<string, unknown>;

const REASONS: Record<string, (about: About) => string> = {
  drive: (about) => t("{n} m to drive, {time}", { n: number(about, "metres"), time: age(number(about, "seconds")) }),
  walk: (about) => t("{n} m on foot, {time}", { n: number(about, "metres"), time: age(number(about, "seconds")) }),
  fresh_fix: () => t("fresh fix"),
  old_fix: (about) => t("fix {age} old", { age: age(number(about, "seconds")) }),
  fix_too_old: (about) => t("fix too old: {age}", { age: age(number(about, "seconds")) }),
  no_fix: () => t("no fix"),
  no_way: () => t("no way along the lanes"),
  not_heard: () => t("not heard from"),
  busy: (about) => tn("has {count} task", "has {count} tasks", number(about, "tasks")),
  open_now: () => t("open now"),
  same_group: () => t("same group"),
  stands_in: () => t("its group stands in"),
  on_duty: () => t("on duty now"),
  off_duty: () => t("off duty"),
  next_door: () => t("next door"),
  closed: () => t("closed now"),
  called_back: () => t("called back from here"),
  could_not_come: () => t("said they cannot come"),
  cannot_help: () => t("said it cannot help"),
  in_sight: () => t("in sight of what was told quietly"),
  place_unknown: () => t("the place of the alert is unknown"),
};

function number(about: About, name: string): number {
  const value = about[name];
  return typeof value === "number" ? Math.round(value) : 0;
}

export function reason(told: Reason): string {
  return REASONS[told.key]?.(told.args ?? told.about ?? {}) ?? told.key.replaceAll("_", " ");
}

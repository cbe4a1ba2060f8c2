/** Who is near, with the reasons for and against. */

import { age } from "../parts/time";
import { Icon } from "../parts/icons";
import { t } from "../parts/words";
import type { Reason, Unit } from "./detail";

export function Nearest({ units }: { units: Unit[] }) {
  return (
    <section class="nearest" aria-labelledby="nearest-title">
      <h3 id="nearest-title">{t("Nearest units")}</h3>
      {units.length === 0
        ? <p class="quiet small">{t("No unit has told its position in the last minutes. Call by radio.")}</p>
        : <ol>{units.map((unit) => <Line key={unit.device} unit={unit} />)}</ol>}
    </section>
  );
}

function Line({ unit }: { unit: Unit }) {
  const not = unit.why_not ?? [];
  return (
    <li class={not.length > 0 ? "unit not" : "unit"}>
      <Icon name={unit.class === "car" ? "car" : "person"} />
      <span class="unit-name">{unit.name}</span>
      <span class="unit-distance">{unit.distance_m === null ? "—" : t("{n} m", { n: Math.round(unit.distance_m) })}</span>
      <span class="unit-reasons">
        {(unit.reasons ?? []).map(reason).filter(Boolean).join(" · ")}
        {not.length > 0 ? <span class="why-not">{not.map(reason).join(" · ")}</span> : null}
      </span>
      <span class="quiet unit-age">{unit.fix_age_s === null ? t("no fix") : t("fix {age} old", { age: age(unit.fix_age_s) })}</span>
    </li>
  );
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
  place_unknown: () => t("the place of the alert is unknown"),
};

function number(about: About, name: string): number {
  const value = about[name];
  return typeof value === "number" ? Math.round(value) : 0;
}

export function reason(told: Reason): string {
  return REASONS[told.key]?.(told.args ?? told.about ?? {}) ?? told.key.replaceAll("_", " ");
}

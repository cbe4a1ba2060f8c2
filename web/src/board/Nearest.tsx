/** Who is near, with the reasons for and against. */

import { age } from "../parts/time";
import { Icon } from "../parts/icons";
import * as words from "../parts/vocabulary";
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

const REASONS: Record<string, (a: Record<string, unknown>) => string> = {
  nearest: () => t("nearest"),
  distance: (a) => t("{n} m away", { n: number(a, "m", "metres", "distance_m") }),
  same_grid: () => t("in the same grid"),
  same_group: () => t("in the same group"),
  moving: (a) => t("moving, {n} km/h", { n: number(a, "speed_kmh", "kmh", "speed") }),
  standing: () => t("standing"),
  online: () => t("online"),
  fresh_fix: () => t("fresh fix"),
  fix: (a) => t("fix {age} old", { age: age(number(a, "age_s", "s")) }),
  stale_fix: (a) => t("fix too old: {age}", { age: age(number(a, "age_s", "s")) }),
  fix_old: (a) => t("fix too old: {age}", { age: age(number(a, "age_s", "s")) }),
  no_fix: () => t("no fix"),
  offline: () => t("offline"),
  silent: () => t("silent"),
  busy: () => t("busy with another incident"),
  far: () => t("too far"),
  car: () => t("patrol car"),
  phone: () => t("guard on foot"),
  on_foot: () => t("guard on foot"),
};

function number(args: Record<string, unknown>, ...names: string[]): number {
  for (const name of names) if (typeof args[name] === "number") return Math.round(args[name]);
  return 0;
}

export function reason(told: Reason): string {
  const key = told.key.replaceAll("-", "_").replace(/^(reason|nearest|why_not)\./, "");
  return REASONS[key]?.(told.args ?? {}) ?? words.kind(key);
}

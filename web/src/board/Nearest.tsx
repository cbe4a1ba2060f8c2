/** Who is near, with the reasons for and against. */

import { age } from "../parts/time";
import { Icon } from "../parts/icons";
import { reason } from "../parts/reasons";
import { t } from "../parts/words";
import type { Unit } from "./detail";

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
      <span class="quiet unit-age">{[unit.fix_age_s === null ? t("no fix") : t("fix {age} old", { age: age(unit.fix_age_s) }), unit.phone].filter(Boolean).join(" · ")}</span>
    </li>
  );
}

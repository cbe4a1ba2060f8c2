/** A group that is too thin to help itself: how many are ready, and who stands in. */

import type { Readiness } from "../live/state";
import { Icon } from "./icons";
import { t } from "./words";

export function Standby({ row }: { row: Readiness }) {
  return (
    <p class="standby">
      <Icon name="shop" />
      <span>
        {t("{group}: {ready} of {of} shops ready", { group: row.group.name, ready: row.ready, of: row.of })}
        {row.lead ? null : ` · ${t("its lead is not there")}`}
        <br />
        {row.attached
          ? t("{group} stands in, {n} m on foot", { group: row.attached.name, n: row.metres ?? 0 })
          : t("No group near can stand in: think of the workroom")}
      </span>
    </p>
  );
}

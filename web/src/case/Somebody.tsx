/** Somebody else than those who are shown: a guard whose phone tells no position is still there to be sent. */

import { useEffect, useState } from "preact/hooks";
import { get } from "../live/commands";
import { boot } from "../parts/boot";
import { Icon } from "../parts/icons";
import { t } from "../parts/words";
import type { Unit } from "../units/order";
import { state } from "../units/words";
import * as desk from "./desk";
import { matching } from "./matching";

/** `version`: of the case; how everybody stands is asked anew when it moved. */
export function Somebody({ shown, version }: { shown: ReadonlySet<string>; version: number }) {
  const [units, setUnits] = useState<Unit[]>([]);
  const [text, setText] = useState("");
  const [open, setOpen] = useState(false);
  useEffect(() => {
    if (open) void ask();
  }, [open, version]);
  const ask = async () => {
    const answer = await get<{ units: Unit[] }>(`/api/v1/markets/${boot().market.code}/units`);
    if (answer.ok) setUnits(answer.body.units);
  };
  const rows = matching(units, text, shown, desk.chosen.value);
  return (
    <details class="more-commands" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t("Somebody else")}</summary>
      <label for="somebody">{t("Name or number")}</label>
      <input id="somebody" type="search" autocomplete="off" value={text} onInput={(event) => setText(event.currentTarget.value)} />
      <ol>{rows.map((row) => <li class="unit pick" key={row.unit}><Pick unit={row} /></li>)}</ol>
    </details>
  );
}

function Pick({ unit }: { unit: Unit }) {
  const chosen = desk.chosen.value;
  const flip = () => {
    const next = new Set(chosen);
    if (!next.delete(unit.unit)) next.add(unit.unit);
    desk.chosen.value = next;
  };
  return (
    <label>
      <input type="checkbox" checked={chosen.has(unit.unit)} onChange={flip} />
      <Icon name={unit.part === "car" ? "car" : unit.part === "shop" ? "shop" : "person"} />
      <span class="unit-name">{unit.name ?? unit.code}</span>
      <span class="unit-distance quiet">{state(unit.state)}</span>
    </label>
  );
}

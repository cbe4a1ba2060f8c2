/** What is under the pointer, in words. */

import * as store from "../board/store";
import { age, ofMinutes } from "../parts/time";
import * as words from "../parts/vocabulary";
import { t } from "../parts/words";
import type { Chart, Found } from "./chart";
import type { PlanPlace } from "./model";
import { allMovers, fixAge } from "./movers";

export function Tip({ chart, found, x, y }: { chart: Chart; found: Found; x: number; y: number }) {
  const size = chart.map.getSize();
  const style = {
    left: x < size.x - 300 ? `${x + 16}px` : "auto",
    right: x < size.x - 300 ? "auto" : `${size.x - x + 16}px`,
    top: y < size.y - 160 ? `${y + 16}px` : "auto",
    bottom: y < size.y - 160 ? "auto" : `${size.y - y + 16}px`,
  };
  return (
    <div class="tip" style={style}>
      <Lines chart={chart} found={found} />
    </div>
  );
}

function Lines({ chart, found }: { chart: Chart; found: Found }) {
  if (found.alert) {
    return (
      <>
        <strong class={found.alert.severity}>{words.MARKS[found.alert.severity]} {words.kind(found.alert.kind)}</strong>
        <span>{found.alert.place?.name ?? found.alert.device?.name ?? ""}</span>
      </>
    );
  }
  if (found.mover) return <Moving chart={chart} code={found.mover} />;
  if (found.device) {
    const row = store.state.value.devices?.[found.device.code];
    return (
      <>
        <strong>{found.device.name}</strong>
        <span class="quiet">{words.deviceClass(found.device.class)} · <span class="mono">{found.device.code}</span></span>
        <span>{words.status(row?.status ?? "unknown")}{battery(row?.battery)}</span>
      </>
    );
  }
  return found.place ? <Place chart={chart} place={found.place} /> : null;
}

function battery(level: number | null | undefined): string {
  if (level === null || level === undefined) return "";
  const said = t("battery {n} %", { n: Math.round(level) });
  return ` · ${said}`;
}

function Moving({ chart, code }: { chart: Chart; code: string }) {
  const mover = [...allMovers()].find((each) => each.code === code);
  const name = chart.plan.devices.find((device) => device.code === code)?.name ?? code;
  const speed = mover?.speed === null || mover?.speed === undefined ? "" : t("{n} km/h", { n: Math.round(mover.speed) });
  return (
    <>
      <strong>{name}</strong>
      <span class="quiet mono">{code}</span>
      <span>{speed} · {t("fix {age} old", { age: age(mover ? fixAge(mover, performance.now()) : 0) })}</span>
    </>
  );
}

function Place({ chart, place }: { chart: Chart; place: PlanPlace }) {
  const hours = hoursOf(place);
  const trade = place.facts?.["trade"];
  return (
    <>
      <strong>{place.name}</strong>
      <span class="quiet mono">{place.code}</span>
      {typeof trade === "string" ? <span>{trade}</span> : null}
      {place.kind === "shop" ? <span>{chart.name(place.parent)}</span> : null}
      {hours ? <span>{hours}</span> : null}
    </>
  );
}

function hoursOf(place: PlanPlace): string {
  const { opens, closes } = place.facts ?? {};
  if (typeof opens !== "number" || typeof closes !== "number") return "";
  return t("open {from}–{to}", { from: ofMinutes(opens), to: ofMinutes(closes) });
}

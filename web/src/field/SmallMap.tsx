/** The few lanes and shops around a task, drawn from what the phone keeps. */

import { useEffect, useState } from "preact/hooks";
import { get } from "../live/commands";
import type { PlanPlace, Point } from "../plan/model";
import { t } from "../parts/words";
import * as shelf from "./shelf";

export interface Around {
  shops: Pick<PlanPlace, "code" | "name" | "boundary">[];
  lanes: { name: string; line: Point[]; width_m: number }[];
}

const REACH_M = 34;

export function SmallMap({ market, at, code, name }: { market: string; at: Point; code: string | null; name: string }) {
  const [around, setAround] = useState<Around | null>(null);
  const key = `around:${market}:${Math.round(at[0])}:${Math.round(at[1])}`;
  useEffect(() => {
    let gone = false;
    void (async () => {
      const kept = await shelf.get<Around>("kept", key);
      if (kept && !gone) setAround(kept);
      if (kept) return;
      const answer = await get<Around>(`/api/v1/markets/${market}/surroundings?x=${at[0].toFixed(1)}&y=${at[1].toFixed(1)}`);
      if (!answer.ok) return;
      await shelf.put("kept", key, answer.body).catch(() => undefined);
      if (!gone) setAround(answer.body);
    })();
    return () => void (gone = true);
  }, [key]);
  return <Drawn around={around} at={at} code={code} name={name} />;
}

function Drawn({ around, at, code, name }: { around: Around | null; at: Point; code: string | null; name: string }) {
  const [x, y] = at;
  const box = `${x - REACH_M} ${-y - REACH_M * 0.6} ${REACH_M * 2} ${REACH_M * 1.2}`;
  return (
    <svg class="small-map" viewBox={box} role="img" aria-label={t("Small map around {place}", { place: name })}>
      {around?.lanes.map((lane) => <polyline key={lane.name + String(lane.line[0])} class="map-lane" points={path(lane.line)} stroke-width={lane.width_m} />)}
      {around?.shops.map((shop) => <polygon key={shop.code} class={shop.code === code ? "map-shop here" : "map-shop"} points={path(shop.boundary)} />)}
      {around?.shops.map((shop) => <Label key={shop.code} shop={shop} />)}
      <circle class="map-ring" cx={x} cy={-y} r={6} />
      <circle class="map-dot" cx={x} cy={-y} r={2.4} />
    </svg>
  );
}

function Label({ shop }: { shop: Around["shops"][number] }) {
  const xs = shop.boundary.map((point) => point[0]);
  const ys = shop.boundary.map((point) => point[1]);
  if (xs.length === 0) return null;
  const [x, y] = [(Math.min(...xs) + Math.max(...xs)) / 2, (Math.min(...ys) + Math.max(...ys)) / 2];
  return <text class="map-word" x={x} y={-y} text-anchor="middle" dominant-baseline="central">{shop.code.replace(/^.*-/, "")}</text>;
}

function path(points: Point[]): string {
  return points.map(([x, y]) => `${x.toFixed(1)},${(-y).toFixed(1)}`).join(" ");
}

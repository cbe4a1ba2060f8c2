/** Places of the plan, to say where something is. */

import { signal } from "@preact/signals";
import { t } from "../parts/words";
import { raster, type Raster } from "../plan/find";
import { boxOf, type Plan, type PlanPlace } from "../plan/model";

export interface Spot {
  code: string | null;
  name: string;
  x: number | null;
  y: number | null;
}

const MOST = 8;
const plan = signal<Plan | null>(null);
let cells: Raster | null = null;

export function knowPlan(drawn: Plan): void {
  plan.value = drawn;
  cells = raster(drawn);
}

/** What begins with the words first, then what holds them. */
export function findPlaces(text: string): Spot[] {
  const known = plan.value;
  if (known === null) return [];
  const places = [...known.shops, ...known.gates, ...known.workrooms, ...known.zones, ...known.groups, ...known.grids];
  return search(places, text).map((place) => ({ code: place.code, name: place.name, x: null, y: null }));
}

export function search(places: PlanPlace[], text: string): PlanPlace[] {
  const wanted = text.trim().toLowerCase();
  const ranked = places.flatMap((place) => {
    const said = `${place.code} ${place.name}`.toLowerCase();
    const at = said.indexOf(wanted);
    return at < 0 ? [] : [{ place, rank: at === 0 || place.name.toLowerCase().startsWith(wanted) ? 0 : 1 }];
  });
  return ranked.sort((a, b) => a.rank - b.rank || a.place.code.localeCompare(b.place.code)).slice(0, MOST).map(({ place }) => place);
}

/** The shop under a point, or the bare point with the grid it lies in. */
export function pointAt(x: number, y: number): Spot {
  const place = cells?.at([x, y]) ?? null;
  if (place !== null) return { code: place.code, name: place.name, x, y };
  const grid = plan.value?.grids.find((each) => inside(each, x, y));
  const metres = t("{x} m east, {y} m north", { x: Math.round(x), y: Math.round(y) });
  return { code: grid?.code ?? null, name: grid ? `${grid.name} · ${metres}` : metres, x, y };
}

function inside(place: PlanPlace, x: number, y: number): boolean {
  const box = boxOf(place.boundary);
  return x >= box.west && x <= box.east && y >= box.south && y <= box.north;
}

/** What lies under the pointer: shops by a coarse raster, so that a look costs nothing. */

import { boxOf, contains, type Plan, type PlanDevice, type PlanPlace, type Point } from "./model";

const CELL_M = 8;

export class Raster {
  private readonly cells = new Map<string, PlanPlace[]>();

  constructor(places: PlanPlace[]) {
    for (const place of places) {
      const box = boxOf(place.boundary);
      for (let i = cell(box.west); i <= cell(box.east); i++) {
        for (let j = cell(box.south); j <= cell(box.north); j++) this.put(`${i}:${j}`, place);
      }
    }
  }

  at([x, y]: Point): PlanPlace | null {
    const near = this.cells.get(`${cell(x)}:${cell(y)}`) ?? [];
    return near.find((place) => contains(place.boundary, x, y)) ?? null;
  }

  private put(key: string, place: PlanPlace): void {
    const found = this.cells.get(key);
    if (found) found.push(place);
    else this.cells.set(key, [place]);
  }
}

const cell = (metres: number) => Math.floor(metres / CELL_M);

export function raster(plan: Plan): Raster {
  return new Raster([...plan.workrooms, ...plan.shops, ...plan.zones]);
}

/** The nearest of the shown devices within reach of a point, metres. */
export function deviceAt(devices: PlanDevice[], [x, y]: Point, reach: number): PlanDevice | null {
  let best: PlanDevice | null = null;
  let nearest = reach;
  for (const device of devices) {
    if (device.x === null || device.y === null) continue;
    const distance = Math.hypot(device.x - x, device.y - y);
    if (distance < nearest) [best, nearest] = [device, distance];
  }
  return best;
}

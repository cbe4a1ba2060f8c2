/** The plan of a market as the server tells it: metres, x east, y north. */

export type Point = [x: number, y: number];

export interface PlanPlace {
  kind: string;
  code: string;
  name: string;
  parent: string | null;
  boundary: Point[];
  grid?: string | null;
  group?: string | null;
  facts?: Record<string, unknown>;
}

export interface PlanLane {
  code: string;
  name: string;
  line: Point[];
  width_m: number;
}

export interface PlanDevice {
  code: string;
  name: string;
  class: string;
  x: number | null;
  y: number | null;
  facing: number | null;
  place: string | null;
  grid?: string | null;
}

export interface Plan {
  market: PlanPlace | null;
  grids: PlanPlace[];
  groups: PlanPlace[];
  shops: PlanPlace[];
  zones: PlanPlace[];
  gates: PlanPlace[];
  workrooms: PlanPlace[];
  lanes: PlanLane[];
  devices: PlanDevice[];
}

export interface Box {
  west: number;
  south: number;
  east: number;
  north: number;
}

export function boxOf(points: Iterable<Point>): Box {
  const box = { west: Infinity, south: Infinity, east: -Infinity, north: -Infinity };
  for (const [x, y] of points) {
    box.west = Math.min(box.west, x);
    box.east = Math.max(box.east, x);
    box.south = Math.min(box.south, y);
    box.north = Math.max(box.north, y);
  }
  return box;
}

export function middle(points: Point[]): Point {
  const box = boxOf(points);
  return [(box.west + box.east) / 2, (box.south + box.north) / 2];
}

/** Whether a point lies inside a polygon (even-odd rule). */
export function contains(boundary: Point[], x: number, y: number): boolean {
  let inside = false;
  for (let i = 0, j = boundary.length - 1; i < boundary.length; j = i++) {
    const [x1, y1] = boundary[j] as Point;
    const [x2, y2] = boundary[i] as Point;
    if (y1 > y !== y2 > y && x < ((x2 - x1) * (y - y1)) / (y2 - y1) + x1) inside = !inside;
  }
  return inside;
}

/** The code of the grid a place lies in, by its own word or by its parents. */
export function gridOf(place: PlanPlace, byCode: Map<string, PlanPlace>): string | null {
  let here: PlanPlace | undefined = place;
  for (let floor = 0; here && floor < 6; floor++) {
    if (here.grid) return here.grid;
    if (here.kind === "grid") return here.code;
    here = here.parent === null ? undefined : byCode.get(here.parent);
  }
  return null;
}

const METRES_PER_DEGREE = 111_319.490_793;

/** Metres on the plan of a WGS-84 position; the same as patrol/rules/frame.py. */
export function toPlan(frame: { lat: number; lon: number; rotation_deg: number }, lat: number, lon: number): Point {
  const east = (lon - frame.lon) * METRES_PER_DEGREE * Math.cos((frame.lat * Math.PI) / 180);
  const north = (lat - frame.lat) * METRES_PER_DEGREE;
  const turn = (frame.rotation_deg * Math.PI) / 180;
  return [east * Math.cos(turn) + north * Math.sin(turn), north * Math.cos(turn) - east * Math.sin(turn)];
}

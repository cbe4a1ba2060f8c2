/** Draws what stands still: floor, lanes, shops in one tint a grid, borders and names. */

import type { View } from "./canvas";
import { font, type Colours } from "./colours";
import { laneNames } from "./lanes";
import { boxOf, gridOf, middle, type Plan, type PlanPlace, type Point } from "./model";

export interface Ground {
  plan: Plan;
  byCode: Map<string, PlanPlace>;
  tint: Map<string, number>;
  floor: Path2D;
  shops: Path2D[];
  groups: Path2D;
  grids: Path2D;
  zones: Path2D;
  fireLanes: Path2D;
  rooms: Path2D;
}

const NAMES_FROM = 3.4;
const GROUPS_FROM = 4.5;
const SHOP_NAMES_FROM = 16;

/** Cut every shape once; the drawing is then a handful of fills. */
export function prepare(plan: Plan): Ground {
  const places = [...plan.grids, ...plan.groups, ...plan.shops, ...plan.workrooms, ...plan.zones, ...plan.gates];
  const byCode = new Map(places.map((place) => [place.code, place]));
  const tint = new Map(plan.grids.map((grid, index) => [grid.code, index % 5]));
  const shops = Array.from({ length: 5 }, () => new Path2D());
  for (const shop of plan.shops) {
    trace(shops[tint.get(gridOf(shop, byCode) ?? "") ?? 0] as Path2D, shop.boundary);
  }
  const isFire = (zone: PlanPlace) => zone.facts?.["use"] === "fire_lane";
  return {
    plan, byCode, tint, shops,
    floor: paths(plan.market ? [plan.market] : plan.grids),
    groups: paths(plan.groups),
    grids: paths(plan.grids),
    zones: paths(plan.zones.filter((zone) => !isFire(zone))),
    fireLanes: paths(plan.zones.filter(isFire)),
    rooms: paths(plan.workrooms),
  };
}

function paths(places: PlanPlace[]): Path2D {
  const path = new Path2D();
  for (const place of places) trace(path, place.boundary);
  return path;
}

export function trace(path: Path2D, boundary: Point[]): void {
  boundary.forEach(([x, y], index) => (index === 0 ? path.moveTo(x, y) : path.lineTo(x, y)));
  path.closePath();
}

export interface Layers {
  groups: boolean;
  lanes: boolean;
  zones: boolean;
  cameras: boolean;
  devices: boolean;
  units: boolean;
}

export function drawGround(view: View, ground: Ground, colour: Colours, layers: Layers): void {
  const { context, scale } = view;
  const px = 1 / scale;
  view.metres();
  fill(context, ground.floor, colour.floor);
  for (const lane of ground.plan.lanes) drawLane(context, lane.line, lane.width_m, colour.lane);
  if (layers.zones) {
    fill(context, ground.fireLanes, colour.fireLane);
    stroke(context, ground.zones, colour.zone, px * 1.2, [px * 5, px * 4]);
  }
  ground.shops.forEach((shops, index) => {
    fill(context, shops, colour.shop[index] as string);
    stroke(context, shops, colour.shopLine, Math.min(px, 0.3));
  });
  fill(context, ground.rooms, colour.room);
  if (layers.groups && scale > GROUPS_FROM) stroke(context, ground.groups, colour.group, px);
  stroke(context, ground.grids, colour.grid, px * 1.6);
  view.plain();
  names(view, ground, colour, layers);
}

function fill(context: CanvasRenderingContext2D, path: Path2D, colour: string): void {
  context.fillStyle = colour;
  context.fill(path);
}

function stroke(context: CanvasRenderingContext2D, path: Path2D, colour: string, width: number, dash: number[] = []): void {
  context.setLineDash(dash);
  context.strokeStyle = colour;
  context.lineWidth = width;
  context.lineJoin = "round";
  context.stroke(path);
  context.setLineDash([]);
}

function drawLane(context: CanvasRenderingContext2D, line: Point[], width: number, colour: string): void {
  context.strokeStyle = colour;
  context.lineWidth = width * 0.9;
  context.lineCap = "round";
  context.beginPath();
  line.forEach(([x, y], index) => (index === 0 ? context.moveTo(x, y) : context.lineTo(x, y)));
  context.stroke();
}

function names(view: View, ground: Ground, colour: Colours, layers: Layers): void {
  const { context, scale } = view;
  context.textAlign = "center";
  context.textBaseline = "middle";
  if (layers.lanes) laneNames(view, ground.plan.lanes, colour);
  if (scale > SHOP_NAMES_FROM) shopNames(view, ground, colour);
  if (scale < SHOP_NAMES_FROM) gridNames(view, ground, colour);
  if (scale < NAMES_FROM) return;
  context.font = font(12, 600);
  for (const place of [...ground.plan.workrooms, ...ground.plan.gates]) {
    label(view, place.name, anchor(place), colour.roomText, colour.halo);
  }
}

function anchor(place: PlanPlace): Point {
  return middle(place.boundary);
}

export function label(view: View, text: string, at: Point, colour: string, halo: string): void {
  const [x, y] = view.at(at);
  view.context.lineWidth = 3;
  view.context.lineJoin = "round";
  view.context.strokeStyle = halo;
  view.context.strokeText(text, x, y);
  view.context.fillStyle = colour;
  view.context.fillText(text, x, y);
}

function gridNames(view: View, ground: Ground, colour: Colours): void {
  const { context } = view;
  context.font = font(Math.min(28, Math.max(16, 6 * view.scale)), 600);
  for (const grid of ground.plan.grids) {
    if (grid.boundary.length < 3) continue;
    label(view, grid.name, middle(grid.boundary), colour.gridText, "transparent");
  }
}

function shopNames(view: View, ground: Ground, colour: Colours): void {
  const { context, scale, seen } = view;
  context.font = font(12);
  context.fillStyle = colour.text;
  for (const shop of ground.plan.shops) {
    const box = boxOf(shop.boundary);
    if (box.east < seen.west || box.west > seen.east || box.north < seen.south || box.south > seen.north) continue;
    const [x, y] = view.at(middle(shop.boundary));
    const room = (box.east - box.west) * scale - 6;
    context.fillText(fitting(context, shop.name, room), x, y, room);
  }
}

function fitting(context: CanvasRenderingContext2D, text: string, room: number): string {
  let fit = text;
  while (fit.length > 1 && context.measureText(fit).width > room * 1.15) fit = fit.slice(0, -1);
  return fit.length < text.length ? fit.slice(0, -1) + "…" : fit;
}

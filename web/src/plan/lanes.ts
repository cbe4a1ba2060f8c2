/** Names along the lanes: each once, on its longest stretch, and only where it fits; broad streets first. */

import type { View } from "./canvas";
import { font, px, type Colours } from "./colours";
import type { PlanLane, Point } from "./model";

const STREETS_FROM = 2.6;
const ALL_FROM = 4;
const STREET_M = 6;
const STEEP = Math.PI / 3.6;
const CHINESE = /^[\u4e00-\u9fff]+$/;

interface Stretch {
  a: Point;
  b: Point;
  length: number;
}

export function laneNames(view: View, lanes: PlanLane[], colour: Colours): void {
  const { context, scale } = view;
  if (scale < STREETS_FROM) return;
  const size = scale > 6 ? 13 : 11;
  context.font = font(size);
  context.fillStyle = colour.laneText;
  for (const [name, { a, b, length }] of longest(lanes, scale > px(ALL_FROM) ? 0 : STREET_M)) {
    if (context.measureText(name).width > length * scale * 0.9) continue;
    const slope = Math.atan2(Math.abs(b[1] - a[1]), Math.abs(b[0] - a[0]));
    if (slope > STEEP && CHINESE.test(name)) upright(view, name, a, b, px(size));
    else along(view, name, a, b);
  }
}

function longest(lanes: PlanLane[], widest: number): Map<string, Stretch> {
  const found = new Map<string, Stretch>();
  for (const lane of lanes) {
    const [a, b] = [lane.line[0], lane.line.at(-1)];
    if (!a || !b || lane.name === "" || lane.width_m < widest) continue;
    const length = Math.hypot(b[0] - a[0], b[1] - a[1]);
    if (length > (found.get(lane.name)?.length ?? 0)) found.set(lane.name, { a, b, length });
  }
  return found;
}

/** Chinese stands upright, one character under the other, as on a street sign. */
function upright(view: View, name: string, a: Point, b: Point, size: number): void {
  const [x1, y1] = view.at(a[1] > b[1] ? a : b);
  const [x2, y2] = view.at(a[1] > b[1] ? b : a);
  const step = (size * 1.15) / Math.hypot(x2 - x1, y2 - y1);
  [...name].forEach((sign, index) => {
    const share = 0.5 + (index - (name.length - 1) / 2) * step;
    view.context.fillText(sign, x1 + (x2 - x1) * share, y1 + (y2 - y1) * share);
  });
}

function along(view: View, name: string, a: Point, b: Point): void {
  const { context } = view;
  const [x, y] = view.at([(a[0] + b[0]) / 2, (a[1] + b[1]) / 2]);
  let turn = -Math.atan2(b[1] - a[1], b[0] - a[0]);
  if (Math.abs(turn) > Math.PI / 2 + 0.01) turn += turn > 0 ? -Math.PI : Math.PI;
  context.save();
  context.translate(x, y);
  context.rotate(turn);
  context.fillText(name, 0, 0);
  context.restore();
}

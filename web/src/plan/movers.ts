/** Cars and phones on their way: smooth between fixes, a short trail, and paling when a fix grows old. */

import type { Fix } from "../live/client";
import { calm } from "../parts/motion";
import type { View } from "./canvas";
import { font, px, type Colours } from "./colours";
import { toPlan, type Point } from "./model";

export interface Mover {
  code: string;
  from: Point;
  to: Point;
  began: number;
  lasts: number;
  course: number | null;
  speed: number | null;
  /** Age of the fix when it came, seconds, and when it came. */
  age: number;
  heard: number;
  trail: { at: Point; when: number }[];
}

export const STALE_AFTER_S = 15;
const GONE_AFTER_S = 15 * 60;
const TRAIL_MS = 12_000;
const TRAIL_STEP_M = 1.2;
const JUMP_M = 60;
const STANDS_M = 0.1;
const LONGEST_GLIDE_MS = 1200;

const movers = new Map<string, Mover>();
let frame = { lat: 0, lon: 0, rotation_deg: 0 };
let wake: () => void = () => undefined;

export function watchMovers(market: typeof frame, onMove: () => void): void {
  frame = market;
  wake = onMove;
}

export function allMovers(): IterableIterator<Mover> {
  return movers.values();
}

/** Take the newest positions; each glides from where it is drawn to where it is. */
export function moved(_at: string, items: Fix[]): void {
  const now = performance.now();
  for (const [code, lat, lon, course, speed, age] of items) {
    const to = toPlan(frame, lat, lon);
    const known = movers.get(code);
    movers.set(code, { ...glide(known, to, now), code, course: course ?? known?.course ?? null, speed, age, heard: now });
  }
  wake();
}

function glide(known: Mover | undefined, to: Point, now: number): Pick<Mover, "from" | "to" | "began" | "lasts" | "trail"> {
  if (!known) return { from: to, to, began: now, lasts: 0, trail: [] };
  const from = where(known, now);
  const way = Math.hypot(to[0] - from[0], to[1] - from[1]);
  if (way > JUMP_M) return { from: to, to, began: now, lasts: 0, trail: [] };
  if (way < STANDS_M || calm()) return { from, to, began: now, lasts: 0, trail: known.trail };
  const since = now - known.heard;
  return { from, to, began: now, lasts: Math.min(LONGEST_GLIDE_MS, since * 1.1), trail: known.trail };
}

/** Where a mover is drawn at this moment. */
export function where(mover: Mover, now: number): Point {
  const share = mover.lasts <= 0 ? 1 : Math.min(1, (now - mover.began) / mover.lasts);
  return [mover.from[0] + (mover.to[0] - mover.from[0]) * share, mover.from[1] + (mover.to[1] - mover.from[1]) * share];
}

export function fixAge(mover: Mover, now: number): number {
  return mover.age + (now - mover.heard) / 1000;
}

/** Whether anything still glides: else the frame of each second is enough, for ages and for trails that fade. */
export function restless(now: number): boolean {
  for (const mover of movers.values()) {
    if (now < mover.began + mover.lasts) return true;
  }
  return false;
}

export function drawMovers(view: View, now: number, colour: Colours, isCar: (code: string) => boolean, ageWord: (s: number) => string): void {
  for (const [code, mover] of movers) {
    if (fixAge(mover, now) > GONE_AFTER_S) movers.delete(code);
    else remember(mover, where(mover, now), now);
  }
  const all = [...movers.values()];
  drawTrails(view, all.filter((mover) => isCar(mover.code)), now, colour.car);
  drawTrails(view, all.filter((mover) => !isCar(mover.code)), now, colour.person);
  for (const mover of all) {
    const age = fixAge(mover, now);
    const pixel = view.at(where(mover, now));
    view.context.globalAlpha = age > STALE_AFTER_S ? 0.45 : 1;
    if (isCar(mover.code)) drawCar(view.context, pixel, mover.course, colour);
    else drawPerson(view.context, pixel, colour);
    view.context.globalAlpha = 1;
    caption(view, mover, pixel, age, colour, ageWord);
  }
}

/** Whoever stands leaves no trail. */
function remember(mover: Mover, at: Point, now: number): void {
  const last = mover.trail.at(-1)?.at ?? mover.from;
  if (Math.hypot(at[0] - last[0], at[1] - last[1]) >= TRAIL_STEP_M) mover.trail.push({ at, when: now });
  while (mover.trail[0] && now - mover.trail[0].when > TRAIL_MS) mover.trail.shift();
}

/** Three strokes for all trails together, each paler than the one before: a stroke for each piece costs frames. */
function drawTrails(view: View, of: Mover[], now: number, colour: string): void {
  const { context } = view;
  context.strokeStyle = colour;
  context.lineWidth = 2;
  context.lineCap = "butt";
  for (const band of [0, 1, 2]) {
    context.globalAlpha = 0.6 - band * 0.2;
    context.beginPath();
    for (const mover of of) traceBand(view, mover, now, band);
    context.stroke();
  }
  context.globalAlpha = 1;
}

function traceBand(view: View, mover: Mover, now: number, band: number): void {
  let before: Point | null = band === 0 ? where(mover, now) : null;
  for (let i = mover.trail.length - 1; i >= 0; i--) {
    const step = mover.trail[i];
    if (!step) return;
    const of = Math.floor((3 * (now - step.when)) / TRAIL_MS);
    if (of > band) return;
    if (of === band && before) {
      view.context.moveTo(...view.at(before));
      view.context.lineTo(...view.at(step.at));
    }
    before = step.at;
  }
}

function drawCar(context: CanvasRenderingContext2D, [x, y]: Point, course: number | null, colour: Colours): void {
  context.save();
  context.translate(x, y);
  context.rotate(((course ?? 0) * Math.PI) / 180);
  context.scale(px(1), px(1));
  context.beginPath();
  if (course === null) context.arc(0, 0, 6, 0, Math.PI * 2);
  else {
    context.moveTo(0, -10);
    context.lineTo(6.5, 7);
    context.lineTo(0, 3.5);
    context.lineTo(-6.5, 7);
    context.closePath();
  }
  context.fillStyle = colour.car;
  context.strokeStyle = colour.carLine;
  context.lineWidth = 1.5;
  context.fill();
  context.stroke();
  context.restore();
}

function drawPerson(context: CanvasRenderingContext2D, [x, y]: Point, colour: Colours): void {
  context.beginPath();
  context.arc(x, y, px(3.4), 0, Math.PI * 2);
  context.fillStyle = colour.person;
  context.strokeStyle = colour.carLine;
  context.lineWidth = 1.5;
  context.fill();
  context.stroke();
}

function caption(view: View, mover: Mover, [x, y]: Point, age: number, colour: Colours, ageWord: (s: number) => string): void {
  const stale = age > STALE_AFTER_S;
  if (!stale && view.scale < 7) return;
  const { context } = view;
  context.font = font(12);
  context.textAlign = "left";
  context.textBaseline = "middle";
  context.lineWidth = 3;
  context.strokeStyle = colour.halo;
  context.fillStyle = colour.text;
  const text = [view.scale >= 7 ? mover.code : "", stale ? ageWord(age) : ""].filter(Boolean).join(" · ");
  context.strokeText(text, x + px(11), y);
  context.fillText(text, x + px(11), y);
}

/** The mover under a point of the screen, if one is within reach. */
export function moverAt(point: Point, reach: number): Mover | null {
  const now = performance.now();
  let best: Mover | null = null;
  let nearest = reach;
  for (const mover of movers.values()) {
    const [x, y] = where(mover, now);
    const distance = Math.hypot(x - point[0], y - point[1]);
    if (distance < nearest) [best, nearest] = [mover, distance];
  }
  return best;
}

import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Fix } from "../live/client";
import type { View } from "./canvas";
import { colours } from "./colours";
import { allMovers, drawMovers, moved, restless, watchMovers, where } from "./movers";

const FRAME = { lat: 29.33, lon: 120.1, rotation_deg: 0 };
const STEP_DEG = 0.0001; // 11 m to the north
let now = 1000; // a clock never goes back, and movers stay from test to test
let still = false;

beforeEach(() => {
  still = false;
  vi.spyOn(performance, "now").mockImplementation(() => now);
  vi.stubGlobal("matchMedia", () => ({ matches: still }));
  watchMovers(FRAME, () => undefined);
});
afterEach(() => vi.unstubAllGlobals());

const paper = new Proxy({}, { get: () => () => ({ width: 0 }), set: () => true });
const view = { context: paper, at: (point: [number, number]) => point } as unknown as View;

function tell(code: string, steps: number): void {
  moved("", [[code, FRAME.lat + steps * STEP_DEG, FRAME.lon, null, null, 0] as unknown as Fix]);
}

function draw(): void {
  drawMovers(view, now, colours("night"), () => true, () => "");
}

function mover(code: string) {
  const found = [...allMovers()].find((each) => each.code === code);
  if (!found) throw new Error(`${code} is not on the plan`);
  return found;
}

/** Let time pass a frame at a time, as a board draws that has to. */
function pass(ms: number): number {
  let frames = 0;
  for (const end = now + ms; now < end; now += 100) {
    if (!restless(now)) continue;
    draw();
    frames += 1;
  }
  return frames;
}

test("whoever stands asks for no frames, however often they say so, and leaves no trail", () => {
  tell("stands", 1);
  draw();
  expect(restless(now)).toBe(false);
  for (let second = 0; second < 20; second++) {
    now += 1000;
    tell("stands", 1);
    draw();
    expect(restless(now)).toBe(false);
  }
  expect(mover("stands").trail).toEqual([]);
});

test("whoever goes glides, leaves a trail, and asks for no frame once they stand", () => {
  tell("goes", 1);
  draw();
  now += 1000;
  tell("goes", 2);
  expect(pass(1100)).toBeGreaterThan(9);
  expect(pass(20_000)).toBe(0);
  expect(mover("goes").trail.length).toBeGreaterThan(3);
  draw();
  expect(mover("goes").trail).toEqual([]);
});

test("for who wants less motion nothing glides: it is where it is, with its trail", () => {
  still = true;
  tell("jumps", 1);
  draw();
  now += 1000;
  tell("jumps", 2);
  expect(restless(now)).toBe(false);
  draw();
  const found = mover("jumps");
  expect(where(found, now)).toEqual(found.to);
  expect(found.trail).toHaveLength(1);
});

import { expect, test } from "vitest";
import { hold } from "./hold";

function pressed(...steps: [at: number, what: "down" | "up" | "look"][]): number {
  let fired = 0;
  const held = hold(() => (fired += 1));
  for (const [at, what] of steps) {
    if (what === "down") held.begin(at);
    if (what === "up") held.end();
    if (what === "look") held.share(at);
  }
  return fired;
}

test("a press of a second and a half calls, once, however long it goes on", () => {
  expect(pressed([0, "down"], [800, "look"], [1500, "look"], [1600, "look"], [9000, "look"])).toBe(1);
});

test("a pocket that lets go in between calls nobody", () => {
  expect(pressed([0, "down"], [1200, "look"], [1300, "up"], [1400, "down"], [2600, "look"])).toBe(0);
});

test("a second long press calls a second time", () => {
  expect(pressed([0, "down"], [1500, "look"], [1600, "up"], [2000, "down"], [3500, "look"])).toBe(2);
});

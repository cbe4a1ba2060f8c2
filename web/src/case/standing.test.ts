import { expect, test } from "vitest";
import type { Incident } from "../live/state";
import { out, waitsFor } from "./standing";

const NOTHING = new Set<string>();
const DESK = new Set(["verify", "close"]);

function dispatched(states: string[], more: object = {}): Incident {
  const tasks = states.map((state, n) => ({ id: n, unit: `device:phone-${n}`, state, round: 1 }));
  return { id: 1, version: 3, step: "dispatched", round: 1, tasks, ...more } as unknown as Incident;
}

test("who was sent and is not done is out", () => {
  expect(out(dispatched(["sent", "done", "arrived", "withdrawn"]))).toEqual(["device:phone-0", "device:phone-2"]);
});

test("whoever handled it reads that somebody else goes on, once nobody is out", () => {
  expect(waitsFor(dispatched(["done", "arrived"]), NOTHING)).toBeNull();
  expect(waitsFor(dispatched(["withdrawn"]), NOTHING)).toBeNull();
  expect(waitsFor(dispatched(["done"], { round: 2 }), NOTHING)).toBeNull();
  expect(waitsFor(dispatched(["done"]), DESK)).toBeNull();
  expect(waitsFor(dispatched(["done", "withdrawn"]), NOTHING)).toContain("another officer or the shift leader");
});

test("who verified it is named, to them and to whoever closes it", () => {
  const verified = dispatched(["done"], { verified_by: "Li" });
  expect(waitsFor(verified, NOTHING)).toBe("Verified by Li. Somebody else closes it now.");
  expect(waitsFor(verified, DESK)).toBe("Verified by Li.");
});

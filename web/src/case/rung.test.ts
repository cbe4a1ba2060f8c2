import { expect, test } from "vitest";
import type { Incident, Waiting } from "../live/state";
import { callsForPhones, rungWords } from "./rung";

function waiting(level: number, task: number | null = null): Waiting {
  return { kind: "accept", task, started_at: "", due_at: "", level, late_by_s: null, left_s: null };
}

function incident(step: string, ...timers: Waiting[]): Incident {
  return { step, timers } as Incident;
}

test("the phone list stands on the card from the last rung on, and leaves with the case", () => {
  expect(callsForPhones(incident("discovered", waiting(2)))).toBe(false);
  expect(callsForPhones(incident("discovered", waiting(3)))).toBe(true);
  expect(callsForPhones(incident("closed", waiting(3)))).toBe(false);
  expect(callsForPhones(incident("dispatched", waiting(3, 7)))).toBe(false);
});

test("each rung says who was told", () => {
  expect(new Set([1, 2, 3].map(rungWords)).size).toBe(3);
});

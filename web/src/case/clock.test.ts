import { expect, test } from "vitest";
import type { Waiting } from "../live/state";
import { apart, ofTheCase, run } from "./clock";

const START = Date.parse("2026-09-01T04:00:00Z");
const timer = (more: Partial<Waiting> = {}): Waiting => ({
  kind: "dispatch", task: null, started_at: "2026-09-01T04:00:00Z", due_at: "2026-09-01T04:01:40Z", level: 1, late_by_s: null, left_s: null, ...more,
});

test.each([[0, "good"], [69, "good"], [70, "soon"], [99, "soon"], [100, "late"], [400, "late"]])("after %s of 100 seconds the bar is %s", (seconds, tone) => {
  expect(run(timer(), START + seconds * 1000).tone).toBe(tone);
});

test("a late bar is full and counts on", () => {
  expect(run(timer(), START + 130_000)).toEqual({ share: 1, left: -30, tone: "late" });
});

test("a paused timer keeps what it had left, however long it pauses", () => {
  expect(run(timer({ left_s: 25 }), START + 900_000)).toEqual({ share: 0.75, left: 25, tone: "paused" });
});

test("the most pressing comes first, and timers of one task stand with that task", () => {
  const later = timer({ kind: "handled", due_at: "2026-09-01T05:00:00Z" });
  expect(ofTheCase([later, timer({ kind: "answer", task: 7 }), timer()]).map((each) => each.kind)).toEqual(["dispatch", "handled"]);
});

test("two clocks run apart: ours 2:10 and theirs 6:40, not 8:50", () => {
  const outside = { called_at: "2026-09-01T04:02:10Z", arrived_at: "2026-09-01T04:08:50Z", returned_at: "2026-09-01T05:00:00Z" };
  expect(apart("2026-09-01T04:00:00Z", outside, START)).toEqual({ ours: 130, theirs: 400 });
  expect(apart("2026-09-01T04:00:00Z", { ...outside, arrived_at: null, returned_at: null }, START + 190_000).theirs).toBe(60);
});

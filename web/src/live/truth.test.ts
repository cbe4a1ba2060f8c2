import { expect, test } from "vitest";
import { ageNow, deadParts, linkAfter, type Beat } from "./truth";

const beat = (...dead: string[]): Beat => ({
  at: "2026-11-23T14:00:00Z",
  parts: Object.fromEntries(["jobs", "database", "broker", "storage"].map((name) => [name, { ok: !dead.includes(name), age_s: 1 }])),
  data_age_s: 3,
});

test.each([
  [0, "alive"], [2.9, "alive"], [3, "unsure"], [9.9, "unsure"], [10, "broken"], [600, "broken"],
])("%s s after the last beat the link is %s", (seconds, link) => {
  expect(linkAfter(seconds, true)).toBe(link);
});

test("a page that never heard a beat is starting, and after ten seconds broken", () => {
  expect(linkAfter(4, false)).toBe("starting");
  expect(linkAfter(10, false)).toBe("broken");
});

test("dead parts are named in the order of the banner, unknown ones last", () => {
  expect(deadParts(beat("storage", "jobs", "database"))).toEqual(["database", "jobs", "storage"]);
  expect(deadParts(null)).toEqual([]);
});

test("an age grows with the silence after the beat that told it", () => {
  expect(ageNow(3, 4)).toBe(7);
  expect(ageNow(null, 4)).toBeNull();
});

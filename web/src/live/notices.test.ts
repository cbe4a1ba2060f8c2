import { expect, test } from "vitest";
import { isLoud } from "./notices";
import type { Notice } from "./state";

const word = { urgent: false, severity: "normal" } as Notice;
const fire = { urgent: true, severity: "critical" } as Notice;
const NIGHT = { sound: true, quiet: [22 * 60, 7 * 60] as [number, number] };

test("quiet hours pass midnight, and an urgent notice sounds in them", () => {
  expect(isLoud(word, NIGHT, 23 * 60)).toBe(false);
  expect(isLoud(word, NIGHT, 6 * 60 + 59)).toBe(false);
  expect(isLoud(word, NIGHT, 7 * 60)).toBe(true);
  expect(isLoud(word, NIGHT, 21 * 60 + 59)).toBe(true);
  expect(isLoud(fire, NIGHT, 23 * 60)).toBe(true);
});

test("whoever wants no sound still hears what is urgent", () => {
  const silent = { sound: false, quiet: null };
  expect(isLoud(word, silent, 600)).toBe(false);
  expect(isLoud(fire, silent, 600)).toBe(true);
});

test("quiet hours within one day", () => {
  const noon = { sound: true, quiet: [720, 840] as [number, number] };
  expect([719, 720, 839, 840].map((minute) => isLoud(word, noon, minute))).toEqual([true, false, false, true]);
});

import { beforeEach, expect, test } from "vitest";
import { age, besides, dayAndTime, hourMinute, marketDay, ofMinutes, stopwatch, useClock } from "./time";

beforeEach(() => useClock("Asia/Shanghai", "en"));

test("instants are told in the market's time, wherever the screen stands", () => {
  expect(hourMinute("2026-11-23T16:05:00Z")).toBe("00:05");
  expect(dayAndTime("2026-11-23T16:05:09Z")).toBe("Nov 24, 00:05:09");
});

test("a time of another day is told with its day", () => {
  expect(besides("2026-11-23T16:05:00Z", "2026-11-24T02:00:00Z")).toBe("00:05");
  expect(besides("2026-11-23T15:55:00Z", "2026-11-24T02:00:00Z")).toBe("Nov 23, 23:55");
});

test("before the cut it is still yesterday's market day", () => {
  const two = Date.parse("2026-11-23T18:14:00Z"); // 02:14 on the 24th in Shanghai
  expect(new Date(marketDay(two, 14 * 60)).toISOString().slice(0, 10)).toBe("2026-11-22");
  const noon = Date.parse("2026-11-24T06:00:00Z"); // 14:00, the cut itself
  expect(marketDay(noon, 14 * 60)).toBe(noon);
});

test.each([[0, "0 s"], [59.4, "59 s"], [60, "1 min"], [7800, "2 h 10 min"], [200000, "2 d"], [-3, "0 s"]])("%s seconds are %s", (seconds, words) => {
  expect(age(seconds)).toBe(words);
});

test("a stopwatch shows hours only when there are any", () => {
  expect([stopwatch(134), stopwatch(3734), stopwatch(-1)]).toEqual(["02:14", "1:02:14", "00:00"]);
});

test("minutes of the day may pass midnight", () => {
  expect([ofMinutes(120), ofMinutes(1440), ofMinutes(1500)]).toEqual(["02:00", "24:00", "01:00"]);
});

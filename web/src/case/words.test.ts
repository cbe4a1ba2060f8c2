import { expect, test } from "vitest";
import { parts, span } from "./words";

test("one is said as one and two as two; what is not wanted is left out", () => {
  expect(parts({ guard: 1, car: 0, shop: 2 })).toBe("1 guard, 2 shops nearby");
  expect(parts({ guard: 2, car: 1, shop: 1 })).toBe("2 guards, 1 car, 1 shop nearby");
});

test("a span is said in hours below a day, and one day as one", () => {
  expect(["4", "24", "72"].map(span)).toEqual(["4 h", "1 day", "3 days"]);
});

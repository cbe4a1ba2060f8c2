import { expect, test } from "vitest";
import { ceiling, newest, path } from "./curve";

test("a curve goes from the left edge to the right one, high values high up", () => {
  expect(path([0, 5, 10], 10)).toBe("M0.0 48.0L90.0 24.0L180.0 0.0");
});

test("where nothing was counted there is no point", () => {
  expect(path([null, 5, null, 10], 10)).toBe("M60.0 24.0L180.0 0.0");
  expect(path([null, null], 10)).toBe("");
});

test("a single point stands at the left", () => {
  expect(path([1], 1)).toBe("M0.0 0.0");
});

test("curves that say nothing but zero lie on the floor", () => {
  expect(path([0, 0], ceiling([0, 0]))).toBe("M0.0 48.0L180.0 48.0");
});

test("the newest value is the last that was counted", () => {
  expect(newest([1, 2, null])).toBe(2);
  expect(newest([null])).toBeNull();
});

import { expect, test } from "vitest";
import { Raster } from "./find";
import { contains, gridOf, toPlan, type PlanPlace, type Point } from "./model";

const square = (x: number, y: number, side = 4): Point[] => [[x, y], [x + side, y], [x + side, y + side], [x, y + side]];
const shop = (code: string, boundary: Point[], parent: string | null = null): PlanPlace => ({ kind: "shop", code, name: code, parent, boundary });

test("a point is found in the shop it lies in, and in none between two", () => {
  const raster = new Raster([shop("A", square(0, 0)), shop("B", square(6, 0)), shop("C", square(100, 50, 30))]);
  expect([raster.at([1, 1])?.code, raster.at([7, 3])?.code, raster.at([5, 1])?.code, raster.at([129, 79])?.code]).toEqual(["A", "B", undefined, "C"]);
});

test("a corner cut out of a shape is outside of it", () => {
  const l: Point[] = [[0, 0], [4, 0], [4, 2], [2, 2], [2, 4], [0, 4]];
  expect([contains(l, 1, 3), contains(l, 3, 3)]).toEqual([true, false]);
});

test("a shop's grid is found through its group", () => {
  const group: PlanPlace = { kind: "group", code: "G1", name: "", parent: "east-1", boundary: [] };
  const grid: PlanPlace = { kind: "grid", code: "east-1", name: "", parent: null, boundary: [] };
  const all = new Map([group, grid].map((place) => [place.code, place]));
  expect(gridOf(shop("A", [], "G1"), all)).toBe("east-1");
});

test("a position on the globe comes to the same metres as on the server", () => {
  const frame = { lat: 29.3321, lon: 120.1032, rotation_deg: 0 };
  const [x, y] = toPlan(frame, 29.3331, 120.1042);
  expect([Math.round(x * 100) / 100, Math.round(y * 100) / 100]).toEqual([97.05, 111.32]);
  const [turnedX, turnedY] = toPlan({ ...frame, rotation_deg: 90 }, 29.3331, 120.1042);
  expect([Math.round(turnedX), Math.round(turnedY)]).toEqual([111, -97]);
});

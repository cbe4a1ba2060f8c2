import { expect, test } from "vitest";
import type { PlanPlace } from "../plan/model";
import { search } from "./spots";

const place = (code: string, name: string): PlanPlace => ({ kind: "shop", code, name, parent: null, boundary: [] });

test("what begins with the words comes before what holds them", () => {
  const places = [place("B-A1", "茶叶"), place("A1", "大门"), place("C3", "A1号")];
  expect(search(places, "a1").map((each) => each.code)).toEqual(["A1", "C3", "B-A1"]);
});

test("a name is found in Chinese, and nothing is found for nothing", () => {
  expect(search([place("A1", "东门茶庄")], "茶").map((each) => each.code)).toEqual(["A1"]);
  expect(search([place("A1", "东门茶庄")], "xyz")).toEqual([]);
});

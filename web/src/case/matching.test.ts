import { expect, test } from "vitest";
import type { Unit } from "../units/order";
import { matching } from "./matching";

const unit = (ref: string, name: string, part = "guard"): Unit => ({ unit: ref, code: ref.replace(/^\w+:/, ""), name, part }) as unknown as Unit;
const UNITS = [unit("device:phone-li", "李梅"), unit("person:12", "李明"), unit("device:car-01", "Car 1", "car"), unit("place:G1", "李家组", "neighbour")];
const NOBODY = new Set<string>();
const found = (text: string, shown = NOBODY, chosen = NOBODY) => matching(UNITS, text, shown, chosen).map((one) => one.unit);

test("a part of a name or a code finds whoever can be sent, and nothing typed finds nobody", () => {
  expect(found(" 李")).toEqual(["device:phone-li", "person:12"]);
  expect(found("CAR")).toEqual(["device:car-01"]);
  expect(found("")).toEqual([]);
});

test("whoever is shown anyway is not shown twice, and whoever is chosen stays in sight", () => {
  expect(found("李", new Set(["device:phone-li"]))).toEqual(["person:12"]);
  expect(found("car", NOBODY, new Set(["person:12"]))).toEqual(["person:12", "device:car-01"]);
});

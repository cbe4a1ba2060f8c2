import { expect, test } from "vitest";
import type { Entry, Incident } from "../live/state";
import * as desk from "./desk";
import { told } from "./entry";

const line = (facts: Entry["facts"]): Entry => ({ verb: "dispatch", by: "王强", at: "2026-09-01T02:15:00Z", happened_at: null, facts });

test("whoever was sent is called by name, and by the code who is not known any more", () => {
  desk.subject.value = { id: 1, tasks: [{ unit: "device:phone-guard032", name: "白泉" }] } as unknown as Incident;
  const facts = { units: ["device:phone-guard032", "person:12"], passed_over: ["device:car-01"] };
  expect(told(line(facts), desk.nameOfUnit.value)).toEqual(["白泉, 12", "passed over: car-01"]);
  expect(told(line({ unit: "device:phone-guard032", next: "device:phone-guard032" }), desk.nameOfUnit.value)).toEqual(["白泉", "next to ask: 白泉"]);
  desk.subject.value = null;
  expect(told(line(facts), desk.nameOfUnit.value)).toEqual(["phone-guard032, 12", "passed over: car-01"]);
});

test("what was given as scores is read in the timeline", () => {
  expect(told(line({ scores: { speed: 4, care: 5, result: 3 } }))).toEqual(["Speed 4, Care 5, How it ended 3"]);
  expect(told(line({ score: 2, note: "late" }))).toEqual(["Score 2", "late"]);
});

test("who was passed over is called by name as the server knows them", () => {
  desk.subject.value = { id: 1 } as unknown as Incident;
  desk.names.value = { "device:car-01": "Car 1" };
  expect(told(line({ passed_over: ["device:car-01"] }), desk.nameOfUnit.value)).toEqual(["passed over: Car 1"]);
});

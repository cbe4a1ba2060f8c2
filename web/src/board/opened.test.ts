import { expect, test } from "vitest";
import type { Alert, Incident, State } from "../live/state";
import { hasLeft } from "./opened";

const alert = { id: 7 } as unknown as Alert;
const incident = { id: 3 } as unknown as Incident;
const without: State = { alerts: { "7": alert }, incidents: {} };
const with_: State = { alerts: { "7": alert }, incidents: { "3": incident } };

test("a case that was accepted a moment ago stays open until it has come over the wire", () => {
  expect(hasLeft("incident:3", without, without)).toBe(false);
  expect(hasLeft("incident:3", without, with_)).toBe(false);
});

test("what leaves the board is closed", () => {
  expect(hasLeft("incident:3", with_, without)).toBe(true);
  expect(hasLeft("alert:7", with_, { incidents: {} })).toBe(true);
  expect(hasLeft("alert:7", with_, without)).toBe(false);
  expect(hasLeft(null, with_, {})).toBe(false);
});

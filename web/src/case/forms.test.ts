import { expect, test } from "vitest";
import { FORMS, missing, payload, shown } from "./forms";

const NOW = Date.parse("2026-09-01T04:00:00Z");
const none = new Set<string>();

test("closing asks for the cause only when it was a false alarm", () => {
  const names = (result: string) => shown("close", { result }, none).map((field) => field.name);
  expect(names("false_alarm")).toContain("cause");
  expect(names("solved")).not.toContain("cause");
});

test("a rule that says no adds the field that would satisfy it", () => {
  const before = shown("close", { result: "solved" }, none).map((field) => field.name);
  const after = shown("close", { result: "solved" }, new Set(["not-handler-or-alone"])).map((field) => field.name);
  expect(after.filter((name) => !before.includes(name))).toEqual(["alone"]);
});

test("what must be given is missing until it is given", () => {
  const fields = shown("hold", {}, none);
  expect(missing(fields, {})).toEqual(["until", "reason"]);
  expect(missing(fields, { until: "24", reason: "  " })).toEqual(["reason"]);
  expect(missing(fields, { until: "24", reason: "roof" })).toEqual([]);
});

test("spans become instants, minutes ago too, and empty fields are not sent", () => {
  expect(payload(FORMS["hold"] ?? [], { until: "24", reason: "roof" }, NOW)).toEqual({ until: "2026-09-02T04:00:00.000Z", reason: "roof" });
  expect(payload(FORMS["transfer"] ?? [], { body: "110", called_at: "5", receipt: "" }, NOW)).toEqual({ body: "110", called_at: "2026-09-01T03:55:00.000Z" });
});

test("more time counts from when it was due", () => {
  const due = Date.parse("2026-09-01T06:00:00Z");
  expect(payload(FORMS["extend"] ?? [], { due: "4", reason: "parts" }, NOW, due)["due"]).toBe("2026-09-01T10:00:00.000Z");
});

test("scores are sent as numbers, each of them wanted", () => {
  const fields = FORMS["evaluate"] ?? [];
  expect(missing(fields, { "scores.speed": "5", "scores.care": "4" })).toEqual(["scores"]);
  expect(payload(fields, { "scores.speed": "5", "scores.care": "4", "scores.result": "3" }, NOW)).toEqual({ scores: { speed: 5, care: 4, result: 3 } });
});

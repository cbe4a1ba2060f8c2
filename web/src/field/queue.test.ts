import { expect, test } from "vitest";
import { after, arrived, land, next, numberOf, refused, stateOf, waiting, wire, type Item } from "./queue";

const ME = 4;

function item(seq: number, more: Partial<Item> = {}): Item {
  return { id: `id-${seq}`, seq, person: ME, what: "task", path: "/x", shape: "command", body: { command: "respond", expected_version: 1, task: 7 }, happened_at: "2026-09-01T04:00:00.000Z", label: "", pictures: [], ...more };
}

test("what was done first is sent first, in whatever order it is kept", () => {
  expect(next([item(3), item(1), item(2)], ME)?.seq).toBe(1);
});

test("a call for help goes before everything else", () => {
  expect(next([item(1), item(2), item(3, { what: "sos" })], ME)?.seq).toBe(3);
});

test("what somebody else pressed on this phone is never sent in my name", () => {
  expect(next([item(1, { person: 9 })], ME)).toBeNull();
});

test("what was sent is gone, what was refused stays in sight with its reason, what did not arrive waits", () => {
  const items = [item(1), item(2)];
  expect(after(items, "id-1", { kind: "done" }).map((each) => each.id)).toEqual(["id-2"]);
  const turned = after(items, "id-1", { kind: "refused", why: "over" });
  expect(refused(turned, ME).map((each) => each.refused)).toEqual(["over"]);
  expect(next(turned, ME)?.id).toBe("id-2");
  expect(waiting(after(items, "id-1", { kind: "unreached" }), ME)).toHaveLength(2);
});

test("a task stands as its doer left it, marked as not yet told", () => {
  const task = { id: 7, state: "sent" as const };
  expect(stateOf(task, [], ME)).toEqual({ state: "sent", told: true });
  const pressed = [item(1, { task: 7, state: "coming" }), item(2, { task: 7, state: "arrived" })];
  expect(stateOf(task, pressed, ME)).toEqual({ state: "arrived", told: false });
  const turned = after(pressed, "id-2", { kind: "refused", why: "over" });
  expect(stateOf(task, turned, ME)).toEqual({ state: "coming", told: false });
});

test("a step that was taken does not fall back while an older list is on its way", () => {
  const task = { id: 7, state: "sent" as const };
  const pressed = [item(1, { task: 7, state: "coming" })];
  const taken = land(pressed, "id-1", 500);
  expect(next(taken, ME)).toBeNull();
  expect(waiting(taken, ME)).toEqual([]);
  expect(stateOf(task, taken, ME)).toEqual({ state: "coming", told: true });
  expect(stateOf(task, arrived(taken, "task", 400), ME).state).toBe("coming");
  expect(arrived(taken, "task", 600)).toEqual([]);
  expect(arrived(taken, "round", 600)).toEqual(taken);
});

test("the wire is told when it happened and under which id, and the pictures by their names", () => {
  expect(wire(item(1), [{ sha256: "ab" }])).toEqual({
    command: "respond", expected_version: 1, command_id: "id-1",
    payload: { task: 7, media: [{ sha256: "ab" }], happened_at: "2026-09-01T04:00:00.000Z" },
  });
  expect(wire(item(2, { shape: "report", body: { category: "PO" } }), [])).toEqual({ category: "PO", command_id: "id-2", happened_at: "2026-09-01T04:00:00.000Z" });
  expect(wire(item(3, { shape: "roll", body: { command: "answer", answer: "safe", shop: "A1" } }), [])).toEqual({ command: "answer", answer: "safe", shop: "A1", command_id: "id-3" });
});

test("the office's answer to a report names its number, and an answer without one names none", () => {
  expect(numberOf({ id: 4, card: { number: "yunda-20261126-0004" } })).toBe("yunda-20261126-0004");
  for (const answer of [null, undefined, {}, { card: {} }]) expect(numberOf(answer)).toBeNull();
});

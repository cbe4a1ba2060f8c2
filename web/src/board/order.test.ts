import { expect, test } from "vitest";
import type { Alert, Incident, State } from "../live/state";
import { EVERYTHING, queue, remaining, type Wanted } from "./order";

const NOW = Date.parse("2026-11-23T14:00:00Z");
const at = (seconds: number) => new Date(NOW + seconds * 1000).toISOString();

function alert(id: number, changes: Partial<Alert> = {}): Alert {
  return {
    id, version: 1, kind: "intrusion", kinds: ["intrusion"], category: "PO", severity: "high", condition: "active", attention: "new",
    count: 1, place: { code: "E1-041", name: "老苏紧固件" }, grid: "east-1", group: null, device: null, x: 1, y: 2, happened_at: at(-60), raised_at: at(-60),
    last_at: at(-60), due_at: null, late: false, at_startup: false, cleared_at: null, cleared_why: null, seen_by: null, seen_at: null, shelved_until: null,
    incident: null, related: null, rule: "r", subject: {}, media: [], ...changes,
  };
}

const state = (...alerts: Alert[]): State => ({ alerts: Object.fromEntries(alerts.map((each) => [each.id, each])) });
const ids = (of: State, wanted: Wanted = EVERYTHING) => queue(of, NOW, wanted, (key) => key).alerts.map((ticket) => ticket.alert.id);

test("the gravest comes first, then the one with the least time left, then the oldest", () => {
  const all = state(
    alert(1, { severity: "notice" }), alert(2, { severity: "high", due_at: at(90) }), alert(3, { severity: "high", due_at: at(30) }),
    alert(4, { severity: "critical" }), alert(5, { severity: "high", raised_at: at(-600) }), alert(6, { severity: "high" }),
  );
  expect(ids(all)).toEqual([4, 3, 2, 5, 6, 1]);
});

test("what is over but unseen stays, behind what still holds", () => {
  expect(ids(state(alert(1, { condition: "cleared", due_at: at(5) }), alert(2)))).toEqual([2, 1]);
});

test("what somebody works on has left the queue", () => {
  expect(ids(state(alert(1, { attention: "linked" }), alert(2)))).toEqual([2]);
});

test("a shelved alert stands apart until its time is over", () => {
  const all = state(alert(1, { shelved_until: at(60) }), alert(2, { shelved_until: at(-1) }));
  const { alerts, shelved } = queue(all, NOW, EVERYTHING, (key) => key);
  expect([alerts.map((each) => each.alert.id), shelved.map((each) => each.alert.id)]).toEqual([[2], [1]]);
});

test.each([
  ["a kind in the reader's language", "入侵", [1]], ["a place", "老苏 e1-041", [1]], ["a number", "#2", [2]], ["a plate", "浙G", [2]], ["nothing of the sort", "zebra", []],
])("the search finds %s", (_, text, found) => {
  const all = state(alert(1), alert(2, { kind: "plate", place: null, subject: { plate: "浙G88888" } }));
  const word = (key: string) => (key === "intrusion" ? "入侵" : key);
  expect(queue(all, NOW, { ...EVERYTHING, text }, word).alerts.map((each) => each.alert.id)).toEqual(found);
});

test("a severity that is switched off is not shown", () => {
  const wanted: Wanted = { text: "", severities: new Set(["critical"]) };
  expect(ids(state(alert(1), alert(2, { severity: "critical" })), wanted)).toEqual([2]);
});

test("incidents stand behind the alerts until they are evaluated", () => {
  const incident = (id: number, step: string) => ({ ...alert(id), id, step, number: `N-${id}`, discovered_at: at(-9), accepted_at: at(-5), alerts: [] }) as unknown as Incident;
  const all: State = { incidents: { 1: incident(1, "accepted"), 2: incident(2, "evaluated"), 3: incident(3, "void") } };
  expect(queue(all, NOW, EVERYTHING, (key) => key).incidents.map((each) => each.incident.id)).toEqual([1]);
});

test("the timer runs from the raising to the due time, and then counts what is over", () => {
  const ticket = (due: number) => ({ entity: "alert:1", alert: alert(1, { raised_at: at(-30), due_at: at(due) }) });
  expect(remaining(ticket(30), NOW)).toEqual({ share: 0.5, left: 30 });
  expect(remaining(ticket(-10), NOW)).toEqual({ share: 1, left: -10 });
  expect(remaining({ entity: "alert:1", alert: alert(1) }, NOW)).toBeNull();
});

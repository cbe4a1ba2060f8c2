import { expect, test } from "vitest";
import { rows, type Asked, type Row } from "./order";

const row = (code: string, changes: Partial<Row> = {}): Row => ({
  code, class: "button", name: `按钮 ${code}`, status: "online", since: null, last_seen_at: null, battery: null, parent: null, place: null, skew_s: null, version: 1, ...changes,
});
const asked = (changes: Partial<Asked> = {}): Asked => ({ text: "", class: "", status: "", column: "status", down: false, ...changes });
const codes = (all: Row[], how: Asked) => rows(all, how).map((each) => each.code);

test("what needs somebody stands first", () => {
  const all = [row("a"), row("b", { status: "offline" }), row("c", { status: "silent" }), row("d", { status: "unknown" })];
  expect(codes(all, asked())).toEqual(["c", "b", "d", "a"]);
});

test("the emptiest battery first, and what has none last", () => {
  const all = [row("a"), row("b", { battery: 80 }), row("c", { battery: 4 })];
  expect(codes(all, asked({ column: "battery" }))).toEqual(["c", "b", "a"]);
});

test("the clock that is most wrong first, ahead or behind", () => {
  const all = [row("a", { skew_s: 2 }), row("b", { skew_s: -75 }), row("c", { skew_s: 30 })];
  expect(codes(all, asked({ column: "skew_s" }))).toEqual(["b", "c", "a"]);
});

test("class, status and words narrow the list together", () => {
  const all = [row("a", { place: { code: "E1-1", name: "老苏" } }), row("b", { class: "camera" }), row("c", { status: "offline", place: "E1-1" })];
  expect(codes(all, asked({ text: "老苏 a", class: "button", status: "online" }))).toEqual(["a"]);
});

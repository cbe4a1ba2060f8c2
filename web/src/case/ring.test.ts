import { expect, test } from "vitest";
import type { RollCall, RollShop } from "../live/state";
import { placeNames } from "../parts/places";
import { rollCallKey, seatNumber, seats } from "./ring";

const shop = (code: string, more: Partial<RollShop> = {}): RollShop => ({
  code, name: code, counted: true, why_not: null, answer: null, answered_at: null, by: null, rung_at: null, watcher: null, ...more,
});

function call(shops: RollShop[], silent: string[] = []): RollCall {
  return { id: 1, version: 1, group: null, incident: null, drill: false, stage: "ringing", opened_at: "", opened_by: null, caller: null, ended_at: null, answered: 0, asked: 0, median_s: null, silent, shops };
}

test("the first shop stands at the top and the others follow the clock", () => {
  const placed = seats(call(["a", "b", "c", "d"].map((code) => shop(code))));
  expect(placed.map(({ x, y }) => [Math.round(x), Math.round(y)])).toEqual([[50, 9], [91, 50], [50, 91], [9, 50]]);
});

test("silent shops stand out only once they are listed", () => {
  expect(seats(call([shop("a")]))[0]?.tone).toBe("waits");
  expect(seats(call([shop("a")], ["a"]))[0]?.tone).toBe("late");
});

test("who answered is well, who cannot come is not, and the closed are not counted", () => {
  const tones = seats(call([shop("a", { answer: "safe" }), shop("b", { answer: "cannot" }), shop("c", { counted: false, why_not: "closed" })])).map((seat) => seat.tone);
  expect(tones).toEqual(["good", "late", "away"]);
});

test("a seat shows the last part of a code", () => {
  expect([seatNumber("E1-003"), seatNumber("A001")]).toEqual(["003", "A001"]);
});

test("the key names the group, and falls back to its code", () => {
  placeNames.value = new Map([["g07", "East row"]]);
  expect([rollCallKey("g07"), rollCallKey("g08")]).toEqual(["Roll call of group East row", "Roll call of group g08"]);
});

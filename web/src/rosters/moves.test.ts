import { describe, expect, it } from "vitest";
import { change, exchange, following, headsAt, kept, kindAt } from "./moves";
import type { Roster } from "./shapes";

function roster(cells: Record<number, Record<string, string>>): Roster {
  const people = Object.entries(cells).map(([id, mine]) => ({ id: Number(id), name: id, cells: mine }));
  return { people } as unknown as Roster;
}

const NONE = new Map();

describe("changes of a roster", () => {
  it("forgets a cell that is again what it was", () => {
    const standing = roster({ 1: { d1: "early" } });
    const one = change(standing, NONE, [{ person: 1, day: "d1", kind: "late" }]);
    expect(one.size).toBe(1);
    expect(change(standing, one, [{ person: 1, day: "d1", kind: "early" }]).size).toBe(0);
  });

  it("exchanges what two people have, free days too", () => {
    const standing = roster({ 1: { d1: "early" }, 2: {} });
    const pending = exchange(standing, NONE, 1, 2, "d1");
    expect([kindAt(standing, pending, 1, "d1"), kindAt(standing, pending, 2, "d1")]).toEqual([null, "early"]);
    expect(headsAt(standing, pending, "d1", "early")).toBe(1);
  });

  it("goes round the kinds and back to free", () => {
    expect([following(["a", "b"], null), following(["a", "b"], "a"), following(["a", "b"], "b")]).toEqual(["a", "b", null]);
  });

  it("keeps only changes of cells nobody else changed", () => {
    const before = roster({ 1: { d1: "early", d2: "late" } });
    const after = roster({ 1: { d1: "night", d2: "late" } });
    const pending = change(before, NONE, [
      { person: 1, day: "d1", kind: "late" },
      { person: 1, day: "d2", kind: null },
    ]);
    expect([...kept(before, after, pending).values()]).toEqual([{ person: 1, day: "d2", kind: null }]);
  });
});

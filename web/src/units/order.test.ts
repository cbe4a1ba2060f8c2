import { describe, expect, it } from "vitest";
import { count, fitting, onWall, sections, withFix, type Asked, type Unit } from "./order";

const ALL: Asked = { text: "", part: "", state: "", grid: "" };

function unit(code: string, change: Partial<Unit> = {}): Unit {
  return {
    unit: `device:${code}`, part: "guard", code, name: code, grid: { code: "g1", name: "East" }, group: null, state: "free", on_duty: true, load: 0, tasks: [],
    round: null, roll_call: null, stands_in_for: [], fix_at: null, heard_at: null, battery: null, ...change,
  };
}

describe("the status board", () => {
  const car = unit("car-01", { part: "car", grid: null });
  const guard = unit("phone-a", { name: "王强" });
  const off = unit("phone-b", { state: "off", name: "李伟" });
  const shop = unit("A-101", { unit: "place:A-101", part: "shop" });
  const busy = unit("A-102", { unit: "place:A-102", part: "shop", state: "coming" });

  it("shows those who are off only to who asks for them", () => {
    expect(fitting([guard, off], ALL)).toEqual([guard]);
    expect(fitting([guard, off], { ...ALL, state: "off" })).toEqual([off]);
    expect(fitting([guard, off], { ...ALL, text: "李" })).toEqual([off]);
  });

  it("narrows by part, grid and name together", () => {
    expect(fitting([car, guard], { ...ALL, part: "car" })).toEqual([car]);
    expect(fitting([car, guard], { ...ALL, grid: "g1" })).toEqual([guard]);
    expect(fitting([car, guard], { ...ALL, grid: "g1", text: "car" })).toEqual([]);
  });

  it("keeps whoever works in sight on a wall", () => {
    expect(onWall([guard, off, shop, busy])).toEqual([guard, busy]);
  });

  it("sets the parts below each other and counts states", () => {
    expect(sections([shop, car]).map(([part]) => part)).toEqual(["car", "shop"]);
    expect(count([shop, busy, guard], (one) => one.state)).toEqual(new Map([["free", 2], ["coming", 1]]));
  });

  it("takes a fix of the wire that is newer, and no older one", () => {
    const known = unit("car-01", { fix_at: "2026-01-01T10:00:00.000Z" });
    const at = (time: string) => withFix([known], new Map([["car-01", Date.parse(time)]]))[0]?.fix_at;
    expect(at("2026-01-01T10:00:05.000Z")).toBe("2026-01-01T10:00:05.000Z");
    expect(at("2026-01-01T09:00:00.000Z")).toBe(known.fix_at);
    const silent = unit("car-01", { state: "silent" });
    expect(withFix([silent], new Map([["car-01", Date.now()]]))[0]).toBe(silent);
    expect(withFix([shop], new Map([["A-101", 5]]))[0]).toBe(shop);
  });
});

/** Whom an officer may mean by a few letters. */

import type { Unit } from "../units/order";

const MOST = 8;
const SENDABLE = new Set(["car", "guard", "shop"]);

/** Whoever is chosen stays in sight; the others by a part of their name or code, without those who are shown anyway. */
export function matching(units: readonly Unit[], text: string, shown: ReadonlySet<string>, chosen: ReadonlySet<string>): Unit[] {
  const wanted = text.trim().toLowerCase();
  const other = units.filter((one) => SENDABLE.has(one.part) && !shown.has(one.unit));
  const meant = (one: Unit) => wanted !== "" && `${one.name ?? ""} ${one.code}`.toLowerCase().includes(wanted);
  const [picked, rest] = [other.filter((one) => chosen.has(one.unit)), other.filter((one) => !chosen.has(one.unit))];
  return [...picked, ...rest.filter(meant).slice(0, MOST)];
}

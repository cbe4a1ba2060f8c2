/** Where the ten shops of a group stand on the ring, and how each is shown. */

import type { RollCall, RollShop } from "../live/state";
import { nameOf } from "../parts/places";
import { t } from "../parts/words";

export interface Seat {
  shop: RollShop;
  x: number;
  y: number;
  tone: "good" | "late" | "waits" | "away";
}

/** What is written on the key that rings a group: its name where it is known. */
export function rollCallKey(group: string): string {
  return t("Roll call of group {name}", { name: nameOf(group) ?? group });
}

/** Percent of the ring's square, clockwise from the top. Where a second group rings too, closed shops have no seat. */
export function seats(call: RollCall): Seat[] {
  const silent = new Set(call.silent);
  const shown = call.attached ? call.shops.filter((shop) => shop.why_not !== "closed") : call.shops;
  return shown.map((shop, index) => {
    const angle = (index / Math.max(1, shown.length)) * 2 * Math.PI;
    return { shop, x: 50 + 41 * Math.sin(angle), y: 50 - 41 * Math.cos(angle), tone: tone(shop, silent) };
  });
}

function tone(shop: RollShop, silent: ReadonlySet<string>): Seat["tone"] {
  if (!shop.counted) return "away";
  if (shop.answer !== null) return shop.answer === "cannot" ? "late" : "good";
  return silent.has(shop.code) ? "late" : "waits";
}

/** The last part of a shop's code is what fits into a seat. */
export function seatNumber(code: string): string {
  return code.slice(-4).replace(/^[^0-9A-Za-z]+/, "");
}

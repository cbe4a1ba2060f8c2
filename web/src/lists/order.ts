/** The list of devices: which rows fit, and in which order. */

export interface Row {
  code: string;
  class: string;
  name: string;
  status: string;
  since: string | null;
  last_seen_at: string | null;
  battery: number | null;
  parent: string | null;
  place: { code: string; name: string } | string | null;
  skew_s: number | null;
  version: number;
}

export type Column = "name" | "class" | "status" | "last_seen_at" | "battery" | "skew_s";

export interface Asked {
  text: string;
  class: string;
  status: string;
  column: Column;
  down: boolean;
}

const URGENCY = ["silent", "offline", "unknown", "online"];

export function rows(all: Row[], asked: Asked): Row[] {
  const pieces = asked.text.trim().toLowerCase().split(/\s+/).filter(Boolean);
  const fitting = all.filter((row) => {
    if (asked.class !== "" && row.class !== asked.class) return false;
    if (asked.status !== "" && row.status !== asked.status) return false;
    const said = `${row.name} ${row.code} ${placeName(row)} ${row.parent ?? ""}`.toLowerCase();
    return pieces.every((piece) => said.includes(piece));
  });
  const turn = asked.down ? -1 : 1;
  return fitting.sort((a, b) => turn * compare(a, b, asked.column) || a.code.localeCompare(b.code));
}

/** What is not known stands last in either direction of interest: it compares as the greatest. */
function compare(a: Row, b: Row, column: Column): number {
  if (column === "status") return URGENCY.indexOf(a.status) - URGENCY.indexOf(b.status);
  if (column === "skew_s") return Math.abs(b.skew_s ?? 0) - Math.abs(a.skew_s ?? 0);
  const [x, y] = [a[column], b[column]];
  if (x === y) return 0;
  if (x === null) return 1;
  if (y === null) return -1;
  return typeof x === "number" ? x - Number(y) : x.localeCompare(String(y));
}

export function placeName(row: Row): string {
  return typeof row.place === "string" ? row.place : (row.place?.name ?? "");
}

export function tally(all: Row[], field: "class" | "status"): Map<string, number> {
  const found = new Map<string, number>();
  for (const row of all) found.set(row[field], (found.get(row[field]) ?? 0) + 1);
  return found;
}

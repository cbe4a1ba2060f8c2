/** The status board: what a unit's row holds, which rows fit, and in which sections they stand. */

export type UnitState = "silent" | "sent" | "coming" | "arrived" | "expected" | "free" | "off";
export type Part = "car" | "guard" | "shop" | "neighbour";

export interface UnitTask {
  incident: number;
  number: string;
  kind: string;
  severity: string;
  drill: boolean;
  place: { code: string; name: string } | null;
  state: "sent" | "coming" | "arrived";
  since: string;
}

export interface Unit {
  unit: string;
  part: Part;
  code: string;
  name: string | null;
  grid: { code: string; name: string } | null;
  group: string | null;
  state: UnitState;
  on_duty: boolean | null;
  load: number;
  tasks: UnitTask[];
  round: string | null;
  roll_call: { code: string; name: string } | null;
  stands_in_for: string[];
  fix_at: string | null;
  heard_at: string | null;
  battery: number | null;
}

export const PARTS: Part[] = ["car", "guard", "shop", "neighbour"];
export const STATES: UnitState[] = ["silent", "sent", "coming", "arrived", "expected", "free", "off"];

export interface Asked {
  text: string;
  part: Part | "";
  state: UnitState | "";
  grid: string;
}

/** Those that fit. Who is off is shown only to who asks for it, by state or by name. */
export function fitting(all: Unit[], asked: Asked): Unit[] {
  const pieces = asked.text.trim().toLowerCase().split(/\s+/).filter(Boolean);
  return all.filter((unit) => {
    if (asked.part !== "" && unit.part !== asked.part) return false;
    if (asked.grid !== "" && unit.grid?.code !== asked.grid) return false;
    if (asked.state !== "" ? unit.state !== asked.state : unit.state === "off" && pieces.length === 0) return false;
    const said = `${unit.name ?? ""} ${unit.code} ${unit.group ?? ""} ${unit.tasks.map((task) => task.number).join(" ")}`.toLowerCase();
    return pieces.every((piece) => said.includes(piece));
  });
}

/** On a wall nobody filters: free shops are a number there, so that whoever works stays in sight. */
export function onWall(all: Unit[]): Unit[] {
  return all.filter((unit) => unit.state !== "off" && (unit.part !== "shop" || unit.state !== "free"));
}

export function sections(units: Unit[]): [Part, Unit[]][] {
  return PARTS.map((part): [Part, Unit[]] => [part, units.filter((unit) => unit.part === part)]).filter(([, found]) => found.length > 0);
}

export function count<K extends string>(all: Unit[], of: (unit: Unit) => K): Map<K, number> {
  const found = new Map<K, number>();
  for (const unit of all) found.set(of(unit), (found.get(of(unit)) ?? 0) + 1);
  return found;
}

/** Those the last answer has not heard: how they stand when they are heard, the server says. */
export const UNHEARD: ReadonlySet<UnitState> = new Set(["silent", "expected"]);

/**
 * A fix that came over the wire is newer than what the last answer said. Beside "silent" it would contradict:
 * there it waits for the next answer.
 */
export function withFix(all: Unit[], seen: Map<string, number>): Unit[] {
  return all.map((unit) => {
    const at = unit.unit.startsWith("device:") ? seen.get(unit.code) : undefined;
    if (at === undefined || UNHEARD.has(unit.state) || (unit.fix_at !== null && Date.parse(unit.fix_at) >= at)) return unit;
    return { ...unit, fix_at: new Date(at).toISOString() };
  });
}

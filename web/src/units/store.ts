/** What the status board knows: the server's last answer, the newest fixes, and what is asked for. */

import { computed, signal } from "@preact/signals";
import { get } from "../live/commands";
import { linkAfter } from "../live/truth";
import { fitting, onWall, UNHEARD, withFix, type Asked, type Unit } from "./order";

export const units = signal<Unit[]>([]);
export const now = signal(Date.now());
export const wall = signal(false);
export const heardAt = signal(Date.now());
export const everHeard = signal(false);
export const asked = signal<Asked>({ text: "", part: "", state: "", grid: "" });

const fixes = signal(new Map<string, number>());

export const all = computed(() => withFix(units.value, fixes.value));
export const shown = computed(() => (wall.value ? onWall(all.value) : fitting(all.value, asked.value)));
export const silentFor = computed(() => Math.max(0, (now.value - heardAt.value) / 1000));
export const link = computed(() => linkAfter(silentFor.value, everHeard.value));

const AT_MOST_EVERY_MS = 1000;
/** Turns of duty begin and end by the clock alone: nobody sends an event for that. */
const AGAIN_AFTER_MS = 60_000;

let market = "";
let waiting: ReturnType<typeof setTimeout> | undefined;
let asking = false;
let again = false;

export function begin(code: string): void {
  market = code;
  setInterval(refresh, AGAIN_AFTER_MS);
}

/** Ask the server once for however many things happened at the same time. */
export function refresh(): void {
  if (waiting !== undefined) return;
  waiting = setTimeout(() => {
    waiting = undefined;
    void fetchUnits();
  }, AT_MOST_EVERY_MS);
}

export async function fetchUnits(): Promise<void> {
  if (asking) {
    again = true;
    return;
  }
  asking = true;
  const answer = await get<{ units: Unit[] }>(`/api/v1/markets/${market}/units`);
  asking = false;
  if (answer.ok) units.value = answer.body.units;
  if (again) {
    again = false;
    refresh();
  }
}

export function positions(items: Iterable<readonly [code: string, ageS: number]>): void {
  const seen = new Map(fixes.value);
  for (const [code, age] of items) seen.set(code, Date.now() - age * 1000);
  fixes.value = seen;
  if (units.value.some((unit) => UNHEARD.has(unit.state) && isNews(unit, seen))) refresh();
}

function isNews(unit: Unit, seen: Map<string, number>): boolean {
  const at = seen.get(unit.code);
  return at !== undefined && (unit.heard_at === null || at > Date.parse(unit.heard_at));
}

/** Say whether an event changes a row here: of 500 devices only those that move stand on this board. */
export function concerns(entity: string): boolean {
  const [kind, code = ""] = entity.split(":");
  if (kind === "device") return units.value.some((unit) => unit.unit === `device:${code}`);
  return ["incident", "duty", "round", "roll_call", "readiness"].includes(kind ?? "");
}

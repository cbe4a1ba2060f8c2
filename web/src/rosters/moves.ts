/** Changes of the grid before they are saved: what the cells would be, and one step back. */

import type { Move, Roster } from "./shapes";

export type Pending = ReadonlyMap<string, Move>;

export function keyOf(person: number, day: string): string {
  return `${person}@${day}`;
}

/** What somebody has on a day, changes counted. */
export function kindAt(roster: Roster, pending: Pending, person: number, day: string): string | null {
  const move = pending.get(keyOf(person, day));
  if (move) return move.kind;
  return roster.people.find((one) => one.id === person)?.cells[day] ?? null;
}

/** Change a cell; a cell that is again what it was is no change. */
export function change(roster: Roster, pending: Pending, moves: Move[]): Pending {
  const next = new Map(pending);
  for (const move of moves) {
    const was = roster.people.find((one) => one.id === move.person)?.cells[move.day] ?? null;
    if (was === move.kind) next.delete(keyOf(move.person, move.day));
    else next.set(keyOf(move.person, move.day), move);
  }
  return next;
}

/** Let two people exchange what they have on one day. */
export function exchange(roster: Roster, pending: Pending, one: number, other: number, day: string): Pending {
  return change(roster, pending, [
    { person: one, day, kind: kindAt(roster, pending, other, day) },
    { person: other, day, kind: kindAt(roster, pending, one, day) },
  ]);
}

/** The next kind a cell takes when it is pressed: free, then each shift of that day, then free again. */
export function following(kinds: string[], now: string | null): string | null {
  const at = now === null ? -1 : kinds.indexOf(now);
  return kinds[at + 1] ?? null;
}

/** How many keep a shift, changes counted. */
export function headsAt(roster: Roster, pending: Pending, day: string, kind: string): number {
  return roster.people.filter((one) => kindAt(roster, pending, one.id, day) === kind).length;
}

/** Changes that a newer roster still lets make sense: those of cells that nobody else changed. */
export function kept(before: Roster, after: Roster, pending: Pending): Pending {
  const cell = (roster: Roster, move: Move) => roster.people.find((one) => one.id === move.person)?.cells[move.day] ?? null;
  const still = [...pending.values()].filter((move) => cell(before, move) === cell(after, move));
  return change(after, new Map(), still);
}

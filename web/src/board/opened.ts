/** Whether the card that is open has left the board. */

import { split, type State } from "../live/state";

/**
 * What was here and is no longer has left. What was opened because the server said that it exists, and has not come over
 * the wire yet, is on its way: to close it would take the case out of the hands of whoever has just accepted it.
 */
export function hasLeft(opened: string | null, before: State, now: State): boolean {
  if (opened === null) return false;
  const [kind, key] = split(opened);
  const name = kind === "alert" ? "alerts" : "incidents";
  return before[name]?.[key] !== undefined && now[name]?.[key] === undefined;
}

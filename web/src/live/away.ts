/** What happened while the link was down, in numbers. */

import type { Alert, State } from "./state";

export interface Away {
  seconds: number;
  alerts: number;
  open: number;
}

/** Count the alerts raised after `lastId` that the new state still has; `told` are the server's own numbers. */
export function missed(before: State, after: State, seconds: number, told: Partial<Away> = {}): Away {
  const newest = Math.max(0, ...ids(before));
  const fresh = Object.values(after.alerts ?? {}).filter((alert) => alert.id > newest);
  const alerts = told.alerts ?? fresh.length;
  return { seconds: told.seconds ?? seconds, alerts, open: told.open ?? fresh.filter(isOpen).length };
}

/** One absence after another, as long as nobody has said that the first was understood. */
export function together(before: Away | null, then: Away): Away {
  if (before === null) return then;
  return { seconds: before.seconds + then.seconds, alerts: before.alerts + then.alerts, open: before.open + then.open };
}

function isOpen(alert: Alert): boolean {
  return alert.attention !== "linked";
}

function ids(state: State): number[] {
  return Object.values(state.alerts ?? {}).map((alert) => alert.id);
}

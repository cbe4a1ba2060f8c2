/** How much of a timer has gone: green, amber from 70 %, red once it is late. */

import type { Waiting } from "../live/state";

export type Tone = "good" | "soon" | "late" | "paused";

export interface Run {
  share: number;
  left: number;
  tone: Tone;
}

const AMBER_FROM = 0.7;

export function run(timer: Waiting, now: number): Run {
  const began = Date.parse(timer.started_at);
  const whole = Math.max(1000, Date.parse(timer.due_at) - began);
  if (timer.left_s !== null) return { share: clamp(1 - (timer.left_s * 1000) / whole), left: timer.left_s, tone: "paused" };
  const share = (now - began) / whole;
  const left = (Date.parse(timer.due_at) - now) / 1000;
  return { share: clamp(share), left, tone: share >= 1 ? "late" : share >= AMBER_FROM ? "soon" : "good" };
}

/** The most pressing first; what belongs to one task stands with that task and not here. */
export function ofTheCase(timers: Waiting[]): Waiting[] {
  return timers.filter((timer) => timer.task === null).sort((a, b) => Date.parse(a.due_at) - Date.parse(b.due_at));
}

function clamp(share: number): number {
  return Math.min(1, Math.max(0, share));
}

/** Two clocks, in seconds: ours until somebody outside was called, theirs until they came or gave it back. */
export function apart(discovered: string, outside: { called_at: string; arrived_at: string | null; returned_at: string | null }, now: number): { ours: number; theirs: number } {
  const called = Date.parse(outside.called_at);
  const until = outside.arrived_at ?? outside.returned_at;
  return { ours: Math.max(0, (called - Date.parse(discovered)) / 1000), theirs: Math.max(0, ((until ? Date.parse(until) : now) - called) / 1000) };
}

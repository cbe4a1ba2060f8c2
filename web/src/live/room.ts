/** Which numbered event of a room may be applied: no gap is ever passed over in silence. */

export type Verdict = "apply" | "ignore" | "resume" | "wait";

export interface Held {
  epoch: string;
  seq: number;
}

/** `held` is null before the first snapshot; `resuming` means that a gap was already reported. */
export function judge(held: Held | null, seq: number, resuming: boolean): Verdict {
  if (held === null) return "wait";
  if (seq <= held.seq) return "ignore";
  if (seq === held.seq + 1) return "apply";
  return resuming ? "wait" : "resume";
}

/** What to say on (re)connecting: from where and heard last when, or nothing held and so a snapshot. */
export function hello(room: string, held: Held | null, heardAt: string | null = null): object {
  if (held === null) return { rooms: [{ room }] };
  const heard = heardAt === null ? {} : { heard_at: heardAt };
  return { rooms: [{ room, since: held.seq, ...heard }], epoch: held.epoch };
}

/** Whether the replay ended short of what the server says it has. */
export function behind(held: Held | null, head: number | undefined): boolean {
  return held !== null && head !== undefined && head > held.seq;
}

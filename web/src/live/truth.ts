/** Whether what the screen shows is true now: the link by its beats, the parts by what the beats say. */

export type Link = "alive" | "unsure" | "broken" | "starting";

export interface Part {
  ok: boolean;
  age_s: number | null;
}

export interface Beat {
  at: string;
  parts: Record<string, Part>;
  data_age_s: number | null;
}

export const UNSURE_AFTER_S = 3;
export const BROKEN_AFTER_S = 10;
export const PARTS = ["database", "broker", "ingest", "jobs", "relay"] as const;

/** `silentFor` seconds have passed since the last beat, or since the page began when there was none. */
export function linkAfter(silentFor: number, everHeard: boolean): Link {
  if (silentFor >= BROKEN_AFTER_S) return "broken";
  if (!everHeard) return "starting";
  return silentFor >= UNSURE_AFTER_S ? "unsure" : "alive";
}

/** The parts that the newest beat calls dead, in the order of the banner. */
export function deadParts(beat: Beat | null): string[] {
  if (beat === null) return [];
  const known = new Set<string>(PARTS);
  const others = Object.keys(beat.parts).filter((name) => !known.has(name)).sort();
  return [...PARTS, ...others].filter((name) => beat.parts[name]?.ok === false);
}

/** The age of a part now: what the beat said, and the time since. */
export function ageNow(age: number | null | undefined, silentFor: number): number | null {
  return age === null || age === undefined ? null : age + Math.max(0, silentFor);
}

/** What the server tells of its own work. Times are seconds; null: nothing was counted. */

export type Points = (number | null)[];
export type Percentiles = { p50: Points; p99: Points };
export type SpreadName = "size" | "waited" | "commit" | "device" | "broker" | "relay" | "requests" | "late";
export type LevelName = "messages" | "answers" | "waiting" | "clients" | "behind";

export interface Process {
  part: string;
  age_s: number;
  started_at: string;
  rss: number | null;
  files: number | null;
}

export interface Job {
  job: string;
  late_s: number;
  took_s: number;
  looks: number;
  acts: number;
  failures: number;
}

export interface Flow {
  at: string;
  parts: Record<string, { ok: boolean; age_s: number | null }>;
  processes: Process[];
  jobs: Job[];
  times: string[];
  series: Record<SpreadName, Percentiles> & Record<LevelName, Points>;
}

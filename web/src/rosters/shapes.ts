/** What the server tells of a roster. */

export interface Breach {
  rule: string;
  day: string;
  kind: string;
  person: number | null;
  amount: number;
  other: { day: string; kind: string } | null;
}

export interface Person {
  id: number;
  name: string;
  drives: boolean;
  cells: Record<string, string>;
  away: string[];
  wishes: { want: string; kind: string | null; first: string; last: string }[];
  has: { shifts: number; nights: number; rest_days: number };
  fair: { shifts: [number, number]; nights: [number, number]; rest_days: [number, number] };
}

export interface Shift {
  day: string;
  kind: string;
  night: boolean;
  need: number;
  have: number;
  fixed: number[];
  begun: boolean;
}

export interface Wish {
  id: number;
  person: { id: number; name: string | null };
  want: string;
  kind: string | null;
  first: string;
  last: string;
  state: string;
  reason: string | null;
}

export interface Run {
  id: number;
  state: "waiting" | "running" | "done" | "failed";
  method: string | null;
  why: string | null;
  cost: number | null;
  bound: number | null;
  proven: boolean;
  seconds: number | null;
  seconds_given: number;
  moved: number | null;
  lacks: { rule: string; day: string; kind: string; amount: number }[];
}

export interface Roster {
  place: { code: string; name: string };
  version: number;
  changed_by: string | null;
  changed_at: string | null;
  published_until: string | null;
  laid_until: string | null;
  bounds: { rest_hours: number; days_running: number; drivers: number };
  today: string;
  first: string;
  days: { day: string; class: string | null; published: boolean }[];
  kinds: string[];
  shifts: Shift[];
  people: Person[];
  breaches: Breach[];
  wishes: Wish[];
  run: Run | null;
  cost: number;
}

export interface Move {
  person: number;
  day: string;
  kind: string | null;
}

/** What each command asks for. A guard that said no may ask for one thing more. */

export type Kind = "line" | "area" | "choice" | "minutes" | "span" | "scores" | "score" | "yes" | "incident" | "picture" | "place";

export interface Field {
  name: string;
  kind: Kind;
  options?: readonly string[];
  optional?: boolean;
  /** Shown only when another field has this value, or when a guard of this name said no. */
  when?: { field: string; is: string };
  because?: string;
}

export type Values = Record<string, string>;

const line = (name: string, more: Partial<Field> = {}): Field => ({ name, kind: "line", ...more });
const note: Field = { name: "note", kind: "area", optional: true };
const reason = line("reason");
const choice = (name: string, options: readonly string[], more: Partial<Field> = {}): Field => ({ name, kind: "choice", options, ...more });

export const RESULTS = ["solved", "settled", "handed_over", "false_alarm", "unconfirmed", "duplicate", "malicious", "drill"] as const;
const CAUSES = ["device", "person", "rule"] as const;
const REFUSALS = ["nothing_there", "not_ours", "false_alarm", "duplicate", "malicious", "too_little"] as const;
export const BODIES = ["110", "119", "120", "12345"] as const;
const SEVERITIES = ["critical", "high", "normal", "notice"] as const;
export const SPANS = ["1", "4", "24", "72", "168", "720"] as const;
const ITEMS = [
  "accept_in_time", "dispatch_in_time", "right_first_time", "answer_in_time", "on_scene_in_time", "handled_in_time",
  "closed_in_time", "rework", "evaluated_in_time", "satisfied", "false_alarm", "valid",
] as const;
const SCORES = ["speed", "care", "result"] as const;

const cause = choice("cause", CAUSES, { when: { field: "result", is: "false_alarm" } });
const picture: Field = { name: "media", kind: "picture", optional: true };
const receipt = line("receipt", { optional: true });
const spoke = line("spoke_with", { optional: true });

export const FORMS: Readonly<Record<string, readonly Field[]>> = {
  refuse: [choice("refusal", REFUSALS), note],
  merge: [{ name: "target", kind: "incident" }, note],
  void: [reason],
  drill: [line("plan")],
  solve_on_spot: [choice("result", RESULTS), cause, note, picture],
  return: [reason],
  hold: [{ name: "until", kind: "span" }, reason],
  extend: [{ name: "due", kind: "span" }, reason],
  ask_extension: [reason],
  deny_extension: [reason],
  verify: [note],
  rework: [reason],
  close: [
    choice("result", RESULTS), cause, note, picture,
    line("without_picture", { because: "evidence", optional: true }),
    line("alone", { because: "not-handler-or-alone" }),
  ],
  check: [note],
  transfer: [choice("body", BODIES), { name: "called_at", kind: "minutes" }, receipt, spoke, note],
  outside: [choice("body", BODIES), receipt, spoke, { name: "arrived_at", kind: "yes", optional: true }, { name: "returned_at", kind: "yes", optional: true }, note],
  reopen: [reason],
  evaluate: [{ name: "scores", kind: "scores", options: SCORES }, { name: "lesson", kind: "area", optional: true }],
  rate: [{ name: "score", kind: "score" }, note],
  dispute: [choice("item", ITEMS), reason],
  answer_dispute: [choice("item", ITEMS), choice("granted", ["yes", "no"]), reason],
  take_over: [line("reason", { optional: true })],
  grade: [choice("severity", SEVERITIES), reason],
  locate: [{ name: "place", kind: "place" }, note],
  urge: [note],
  note: [{ name: "note", kind: "area" }, picture],
  withdraw: [reason],
  cannot: [reason],
  feedback: [{ name: "note", kind: "area" }, picture, line("without_picture", { because: "picture" })],
  skip: [reason],
};

/** Commands that are given at once, with nothing to fill in. */
export const AT_ONCE = new Set(["accept", "join", "resume", "check_in", "respond", "arrive", "tick"]);

/** Commands that have a place of their own on the card. */
export const ELSEWHERE = new Set(["dispatch", "tick", "skip", "respond", "arrive", "feedback", "cannot", "check_in", "withdraw"]);

export function shown(command: string, values: Values, because: ReadonlySet<string>): Field[] {
  return (FORMS[command] ?? []).filter((field) => {
    if (field.because !== undefined) return because.has(field.because);
    return field.when === undefined || values[field.when.field] === field.when.is;
  });
}

export function missing(fields: readonly Field[], values: Values): string[] {
  const empty = (field: Field) =>
    field.kind === "scores" ? (field.options ?? []).some((name) => !values[`${field.name}.${name}`]) : (values[field.name] ?? "").trim() === "";
  return fields.filter((field) => !field.optional && field.kind !== "picture" && empty(field)).map((field) => field.name);
}

/** What is sent. `now` is the server's clock; `from` is what a span counts from. */
export function payload(fields: readonly Field[], values: Values, now: number, from = now): Record<string, unknown> {
  const told: Record<string, unknown> = {};
  for (const field of fields) {
    const value = worth(field, values, now, from);
    if (value !== undefined) told[field.name] = value;
  }
  return told;
}

function worth(field: Field, values: Values, now: number, from: number): unknown {
  if (field.kind === "scores") {
    return Object.fromEntries((field.options ?? []).map((name) => [name, Number(values[`${field.name}.${name}`])]));
  }
  const value = (values[field.name] ?? "").trim();
  if (value === "") return undefined;
  switch (field.kind) {
    case "minutes":
      return new Date(now - Number(value) * 60_000).toISOString();
    case "span":
      return new Date(from + Number(value) * 3600_000).toISOString();
    case "yes":
      return new Date(now).toISOString();
    case "score":
    case "incident":
      return Number(value);
    case "picture":
      return JSON.parse(value) as unknown;
    default:
      return value;
  }
}

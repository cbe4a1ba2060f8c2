/** What a board holds, and how one stream event changes it. The same function stands in patrol/rules/live.py. */

import type { Readiness, RollCall, WatchQuestion } from "./groups";

export type { Readiness, RollCall, RollShop, WatchQuestion } from "./groups";

export type Severity = "critical" | "high" | "normal" | "notice";

export interface Named {
  code: string;
  name: string;
  kind?: string;
  class?: string;
}

export interface Medium {
  kind: string;
  url: string | null;
  sha256?: string | null;
  mime?: string | null;
}

export interface Alert {
  id: number;
  version: number;
  kind: string;
  kinds: string[];
  category: string;
  severity: Severity;
  condition: "active" | "cleared";
  attention: "new" | "seen" | "linked";
  count: number;
  place: Named | null;
  grid: string | null;
  group: string | null;
  device: Named | null;
  x: number | null;
  y: number | null;
  happened_at: string;
  raised_at: string;
  last_at: string;
  due_at: string | null;
  late: boolean;
  at_startup: boolean;
  cleared_at: string | null;
  cleared_why: string | null;
  seen_by: string | null;
  seen_at: string | null;
  shelved_until: string | null;
  incident: number | null;
  related: number | null;
  rule: string;
  subject: Record<string, unknown>;
  media: Medium[];
}

export interface Entry {
  verb: string;
  by: string | null;
  at: string;
  happened_at?: string | null;
  facts: Record<string, unknown>;
}

/** One unit that was sent. */
export interface Task {
  id: number;
  version: number;
  unit: string;
  name: string | null;
  part: string;
  state: "sent" | "coming" | "arrived" | "done" | "cannot" | "withdrawn";
  round: number;
  person: string | null;
  by: string | null;
  sent_at: string;
  answered_at: string | null;
  arrived_at: string | null;
  settled_at: string | null;
}

/** What is waited for, and since when. */
export interface Waiting {
  kind: string;
  task: number | null;
  started_at: string;
  due_at: string;
  level: number;
  late_by_s: number | null;
  left_s: number | null;
}

/** A hand-over to another body, with its own clock. */
export interface Outside {
  body: string;
  called_at: string;
  called_by?: string | null;
  spoke_with?: string | null;
  receipt: string | null;
  arrived_at: string | null;
  returned_at: string | null;
}

export interface SopStep {
  key: string;
  done: string | null;
}

export interface Incident {
  id: number;
  version: number;
  number: string;
  step: string;
  kind: string;
  category: string;
  severity: Severity;
  place: Named | null;
  grid: string | null;
  group: string | null;
  x: number | null;
  y: number | null;
  discovered_at: string;
  accepted_at: string | null;
  accepted_by: string | null;
  due_at: string | null;
  drill: boolean;
  alerts: number[];
  timeline: Entry[];
  source?: string;
  summary?: string | null;
  /** Told quietly: the group, the grid or the market somebody hides in. */
  hidden_at?: Named | null;
  round?: number;
  helpers?: (string | null)[];
  held_until?: string | null;
  extension_asked?: boolean;
  verified_by?: string | null;
  result?: string | null;
  merged_into?: number | null;
  related?: number | null;
  self_closed?: boolean;
  closed_at?: string | null;
  sop?: SopStep[];
  tasks?: Task[];
  timers?: Waiting[];
  outside?: Outside[];
}

/** One thing a person is told of, with its words in every language. */
export interface Notice {
  id: number;
  version: number;
  kind: string;
  severity: Severity;
  urgent: boolean;
  count: number;
  link: string;
  title: Record<string, string>;
  body: Record<string, string>;
  happened_at: string;
  told_at: string;
  last_at: string;
  read_at: string | null;
}

export interface DeviceRow {
  code: string;
  class: string;
  status: "unknown" | "online" | "offline" | "silent";
  since: string | null;
  battery: number | null;
  version: number;
}

export interface Silence {
  id: number;
  version: number;
  maintenance: boolean;
  device: Named | string | null;
  place: Named | string | null;
  kind: string | null;
  reason: string;
  begins_at: string;
  ends_at: string;
  by: string | null;
  hidden: number;
}

export interface Present {
  name: string;
  person: number | null;
  entity: string | null;
  version: number;
}

export interface Quarantine {
  version: number;
  open: number;
  last_at: string | null;
  last_reason: string | null;
}

export interface Market {
  code: string;
  name: string;
  timezone: string;
  cut: number;
  opens: number;
  closes: number;
  lat: number;
  lon: number;
  rotation_deg: number;
  register_version?: number;
}

/** A change of shift that waits for a signature. */
export interface Handover {
  id: number;
  version: number;
  place: Named | null;
  at: string;
  out_by: string | null;
  in_by: string | null;
}

export interface State {
  market?: Record<string, Market>;
  alerts?: Record<string, Alert>;
  incidents?: Record<string, Incident>;
  devices?: Record<string, DeviceRow>;
  silences?: Record<string, Silence>;
  presence?: Record<string, Present>;
  quarantine?: Record<string, Quarantine>;
  notices?: Record<string, Notice>;
  roll_calls?: Record<string, RollCall>;
  readiness?: Record<string, Readiness>;
  watch?: Record<string, WatchQuestion>;
  handovers?: Record<string, Handover>;
  tasks?: Record<string, unknown>;
  rounds?: Record<string, unknown>;
  duty?: Record<string, unknown>;
  visit_lists?: Record<string, unknown>;
}

export interface StreamEvent {
  room: string;
  seq: number;
  type: string;
  entity: string;
  version: number;
  body: object | null;
  at?: string;
}

const COLLECTIONS: Record<string, keyof State> = {
  alert: "alerts",
  incident: "incidents",
  device: "devices",
  silence: "silences",
  presence: "presence",
  quarantine: "quarantine",
  notice: "notices",
  roll_call: "roll_calls",
  readiness: "readiness",
  watch: "watch",
  handover: "handovers",
  task: "tasks",
  round: "rounds",
  duty: "duty",
  visit_list: "visit_lists",
};

/** Give the state after the event; an event about a version already passed changes nothing. */
export function apply(state: State, event: StreamEvent): State {
  const [kind, key] = split(event.entity);
  const name = COLLECTIONS[kind];
  if (name === undefined) return state; // a newer server tells of something this page does not show
  const collection: Record<string, unknown> = { ...state[name] };
  if (event.body === null) delete collection[key];
  else if (versionOf(collection[key]) <= event.version) collection[key] = event.body;
  return { ...state, [name]: collection };
}

export function split(entity: string): [string, string] {
  const at = entity.indexOf(":");
  return at < 0 ? [entity, ""] : [entity.slice(0, at), entity.slice(at + 1)];
}

function versionOf(card: unknown): number {
  const version = (card as { version?: unknown } | undefined)?.version;
  return typeof version === "number" ? version : -1;
}

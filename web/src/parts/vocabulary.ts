/** The words of the trade, from their keys. A word that is not known is shown as it came. */

import { t } from "./words";

type Words = Record<string, () => string>;

const say = (words: Words, key: string): string => words[key]?.() ?? key.replaceAll("_", " ");

const KINDS: Words = {
  sos: () => t("SOS"),
  fire: () => t("Fire"),
  intrusion: () => t("Intrusion"),
  person: () => t("Person seen"),
  vehicle: () => t("Vehicle seen"),
  plate: () => t("Number plate"),
  door: () => t("Door"),
  tamper: () => t("Tampering"),
  accident: () => t("Accident"),
  geofence_enter: () => t("Zone entered"),
  geofence_exit: () => t("Zone left"),
  driving: () => t("Driving"),
  audio_alarm: () => t("Sound alarm"),
  input: () => t("Input"),
  motion: () => t("Motion"),
  position: () => t("Position"),
  checkin: () => t("Check-in"),
  device_online: () => t("Device online"),
  device_offline: () => t("Device offline"),
  device_status: () => t("Device status"),
  device_silent: () => t("Device silent"),
  battery_low: () => t("Battery low"),
  camera_fault: () => t("Camera fault"),
  device_fault: () => t("Device fault"),
  telemetry: () => t("Telemetry"),
  test: () => t("Test"),
  overspeed: () => t("Too fast"),
  standing: () => t("Standing too long"),
  gps_lost: () => t("GPS lost"),
  round_missed: () => t("Round not walked"),
  check_missed: () => t("Check not reported"),
  checkpoint_missed: () => t("Checkpoints missed"),
  checkpoint_late: () => t("Checkpoint late"),
  found_patrol: () => t("Found on a round"),
  found_disputes: () => t("Found: dispute"),
  button_failed: () => t("Button failed its test"),
  button_overdue: () => t("Button tests overdue"),
  drill: () => t("Drill"),
  found_visit: () => t("Found on a visit"),
  found_hazards: () => t("Found: hazard"),
  report: () => t("Report"),
};

const SEVERITIES: Words = {
  critical: () => t("Critical"),
  high: () => t("High"),
  normal: () => t("Normal"),
  notice: () => t("Notice"),
};

const CATEGORIES: Words = {
  PO: () => t("Public order"),
  FI: () => t("Fire"),
  DI: () => t("Dispute"),
  HE: () => t("Help"),
  TV: () => t("Traffic and vehicles"),
  FS: () => t("Facility and production safety"),
  PS: () => t("Personal safety"),
  PA: () => t("Patrol exception"),
  DV: () => t("Device alarm"),
  OT: () => t("Other"),
};

const STEPS: Words = {
  discovered: () => t("Discover"),
  accepted: () => t("Accept"),
  dispatched: () => t("Dispatch"),
  closed: () => t("Close"),
  evaluated: () => t("Evaluate"),
  hold: () => t("On hold"),
  refused: () => t("Not accepted"),
  merged: () => t("Merged"),
  void: () => t("Void"),
};

const CLASSES: Words = {
  car: () => t("Patrol car"),
  camera: () => t("Camera"),
  button: () => t("One-key alarm"),
  sensor: () => t("Sensor"),
  phone: () => t("Phone"),
  gate: () => t("Gate"),
  bridge: () => t("Bridge"),
};

const STATUSES: Words = {
  online: () => t("Online"),
  offline: () => t("Offline"),
  silent: () => t("Silent"),
  unknown: () => t("Not known"),
};

const PARTS: Words = {
  link: () => t("Link"),
  database: () => t("Database"),
  broker: () => t("Broker"),
  ingest: () => t("Ingest"),
  jobs: () => t("Jobs"),
  relay: () => t("Relay"),
  positions: () => t("Positions"),
};

const VERBS: Words = {
  discover: () => t("discovered"),
  discovered: () => t("discovered"),
  accept: () => t("accepted"),
  accepted: () => t("accepted"),
  see: () => t("seen"),
  seen: () => t("seen"),
  dismiss: () => t("dismissed"),
  shelve: () => t("shelved"),
  link: () => t("linked"),
  linked: () => t("linked"),
  dispatch: () => t("dispatched"),
  close: () => t("closed"),
  evaluate: () => t("evaluated"),
  report: () => t("reported"),
  report_again: () => t("reported again"),
  refuse: () => t("not accepted"),
  merge: () => t("merged"),
  merged_in: () => t("another one was merged in"),
  void: () => t("voided"),
  drill: () => t("marked as a drill"),
  solve_on_spot: () => t("solved on the spot"),
  respond: () => t("on the way"),
  arrive: () => t("on scene"),
  feedback: () => t("done"),
  cannot: () => t("cannot come"),
  check_in: () => t("all well"),
  withdraw: () => t("called back"),
  return: () => t("returned"),
  hold: () => t("put on hold"),
  resume: () => t("went on"),
  ask_extension: () => t("asked for more time"),
  extend: () => t("more time given"),
  deny_extension: () => t("no more time given"),
  verify: () => t("verified"),
  rework: () => t("sent back to be redone"),
  check: () => t("checked afterwards"),
  transfer: () => t("handed over"),
  outside: () => t("news from outside"),
  reopen: () => t("opened again"),
  rate: () => t("said how it went"),
  take_over: () => t("taken over"),
  join: () => t("joined in"),
  grade: () => t("severity changed"),
  locate: () => t("place changed"),
  urge: () => t("urged"),
  note: () => t("noted"),
  tick: () => t("ticked off"),
  skip: () => t("skipped"),
  overdue: () => t("late"),
  auto_resume: () => t("went on by itself"),
  unmask_ask: () => t("asked who told it"),
  unmask_approve: () => t("consented to reading the name"),
  unmask_refuse: () => t("refused to have the name read"),
  unmask_open: () => t("read who told it"),
};

const CLOCKS: Words = {
  device: () => t("device's clock"),
  gateway: () => t("gateway's clock"),
  server: () => t("server's clock"),
  received: () => t("time of receipt"),
  suspect: () => t("clock not believed"),
};

const VERDICTS: Words = {
  ring: () => t("rang"),
  join: () => t("joined"),
  state: () => t("state"),
  store: () => t("stored"),
};

const PHASES: Words = {
  new: () => t("began"),
  update: () => t("goes on"),
  end: () => t("ended"),
  state: () => t("state"),
};

export const kind = (key: string) => say(KINDS, key);
/** A rule by what it is about; one that a market wrote itself stays as it is called there. */
export function rule(code: string): string {
  const word = code.replaceAll("-", "_");
  return word in KINDS ? kind(word) : code;
}
export const severity = (key: string) => say(SEVERITIES, key);
export const category = (key: string) => say(CATEGORIES, key);
export const step = (key: string) => say(STEPS, key);
export const deviceClass = (key: string) => say(CLASSES, key);
export const status = (key: string) => say(STATUSES, key);
export const part = (key: string) => say(PARTS, key);
export const verb = (key: string) => say(VERBS, key);
export const clockOf = (key: string) => say(CLOCKS, key);
export const verdict = (key: string) => say(VERDICTS, key);
export const phase = (key: string) => say(PHASES, key);

/** Somebody whom nobody is to know, by whom they hide among. */
export function hidden(place: { name: string; kind?: string }): string {
  return place.kind === "market" ? t("Anonymous") : t("Anonymous, {place}", { place: place.name });
}

export const allCategories = () => Object.keys(CATEGORIES);
export const allKinds = () => Object.keys(KINDS);

export const MARKS: Record<string, string> = { critical: "▲", high: "◆", normal: "●", notice: "■" };

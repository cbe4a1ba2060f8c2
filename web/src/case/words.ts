/** The words of incidents, from their keys. */

import { t, tn } from "../parts/words";

type Words = Record<string, () => string>;

const say = (words: Words, key: string): string => words[key]?.() ?? key.replaceAll(/[_-]/g, " ");

const COMMANDS: Words = {
  accept: () => t("Accept"),
  refuse: () => t("Do not accept"),
  merge: () => t("Merge into another"),
  void: () => t("Void it"),
  drill: () => t("This is a drill"),
  solve_on_spot: () => t("Solved on the spot"),
  dispatch: () => t("Dispatch"),
  respond: () => t("On my way"),
  arrive: () => t("On scene"),
  feedback: () => t("Done"),
  cannot: () => t("Cannot come"),
  check_in: () => t("All well"),
  withdraw: () => t("Call back"),
  return: () => t("Return"),
  hold: () => t("Put on hold"),
  resume: () => t("Go on"),
  ask_extension: () => t("Ask for more time"),
  extend: () => t("Give more time"),
  deny_extension: () => t("Give no more time"),
  verify: () => t("Verify"),
  rework: () => t("Send back to be redone"),
  close: () => t("Close"),
  check: () => t("Check afterwards"),
  transfer: () => t("Hand over to 110 / 119"),
  outside: () => t("News from outside"),
  reopen: () => t("Open again"),
  evaluate: () => t("Evaluate"),
  rate: () => t("Say how it went"),
  dispute: () => t("Object to how it counts"),
  answer_dispute: () => t("Answer the objection"),
  take_over: () => t("Take over"),
  join: () => t("Join in"),
  grade: () => t("Change the severity"),
  locate: () => t("Say where it is"),
  urge: () => t("Urge"),
  note: () => t("Add a note"),
  tick: () => t("Tick off"),
  skip: () => t("Skip"),
  watch: () => t("watch"),
};

const FIELDS: Words = {
  reason: () => t("Reason"),
  note: () => t("Note"),
  refusal: () => t("Why it is not accepted"),
  target: () => t("Merge into"),
  plan: () => t("Number of the drill plan"),
  result: () => t("How it ended"),
  cause: () => t("What gave the false alarm"),
  media: () => t("Picture"),
  until: () => t("For how long"),
  due: () => t("How much more time"),
  without_picture: () => t("Why there is no picture"),
  alone: () => t("Why you close your own work"),
  body: () => t("Handed over to"),
  called_at: () => t("Called"),
  receipt: () => t("Their number of the case"),
  spoke_with: () => t("Spoke with"),
  arrived_at: () => t("They are here now"),
  returned_at: () => t("They gave it back now"),
  scores: () => t("Scores"),
  score: () => t("Score"),
  lesson: () => t("What we learn from it"),
  severity: () => t("Severity"),
  place: () => t("Where?"),
  override: () => t("Why fewer are sent than the run card asks"),
  item: () => t("Indicator"),
  granted: () => t("Is the objection right"),
  speed: () => t("Speed"),
  care: () => t("Care"),
};

const ITEMS: Words = {
  valid: () => t("Valid reports"),
  accept_in_time: () => t("Accepted in time"),
  dispatch_in_time: () => t("Dispatched in time"),
  right_first_time: () => t("Dispatched right first time"),
  answer_in_time: () => t("Answered in time"),
  on_scene_in_time: () => t("On scene in time"),
  handled_in_time: () => t("Handled in time"),
  closed_in_time: () => t("Closed in time"),
  rework: () => t("Reworked"),
  evaluated_in_time: () => t("Evaluated in time"),
  satisfied: () => t("Satisfied"),
};

const RESULTS: Words = {
  solved: () => t("Solved"),
  settled: () => t("Settled by mediation"),
  handed_over: () => t("Handed over"),
  false_alarm: () => t("False alarm"),
  unconfirmed: () => t("Could not be confirmed"),
  duplicate: () => t("Noted twice"),
  malicious: () => t("Malicious"),
  drill: () => t("Drill"),
  nothing_there: () => t("Nothing there"),
  not_ours: () => t("Not ours to handle"),
  too_little: () => t("Too little is known"),
  device: () => t("The device"),
  person: () => t("A person"),
  rule: () => t("The rule"),
  yes: () => t("yes"),
  no: () => t("no"),
  ...ITEMS,
  "110": () => t("110 police"),
  "119": () => t("119 fire"),
  "120": () => t("120 ambulance"),
  "12345": () => t("12345 hotline"),
  critical: () => t("Critical"),
  high: () => t("High"),
  normal: () => t("Normal"),
  notice: () => t("Notice"),
};

const TIMERS: Words = {
  accept: () => t("Accept"),
  dispatch: () => t("Dispatch"),
  answer: () => t("Answer"),
  on_scene: () => t("First on scene"),
  handled: () => t("Handled"),
  close: () => t("Verified and closed"),
  evaluate: () => t("Evaluated"),
  hold: () => t("On hold until"),
  check: () => t("Checked by day"),
  check_in: () => t("Word from them"),
};

const STATES: Words = {
  sent: () => t("sent, no answer yet"),
  coming: () => t("on the way"),
  arrived: () => t("on scene"),
  done: () => t("done"),
  cannot: () => t("cannot come"),
  withdrawn: () => t("called back"),
};

const PARTS: Record<string, (count: number) => string> = {
  guard: (count) => tn("{count} guard", "{count} guards", count),
  car: (count) => tn("{count} car", "{count} cars", count),
  shop: (count) => tn("{count} shop nearby", "{count} shops nearby", count),
};

const SOP: Words = {
  look_at_camera: () => t("Look at the camera"),
  call_119: () => t("Call 119"),
  call_back: () => t("Call the place back"),
  consider_110: () => t("Think of calling 110"),
  consider_120: () => t("Think of calling 120"),
  roll_call: () => t("Roll call of the group"),
  clear_fire_lane: () => t("Clear the fire lane"),
  power_off: () => t("Cut the power"),
  watch_gates: () => t("Watch the gates"),
  keep_footage: () => t("Keep the footage"),
  meet_ambulance: () => t("Meet the ambulance at the gate"),
  clear_lane: () => t("Clear the lane"),
  cordon: () => t("Cordon it off"),
  tell_department: () => t("Tell the department"),
};

const ANSWERS: Words = {
  heard: () => t("heard"),
  coming: () => t("on the way"),
  safe: () => t("safe"),
  cannot: () => t("cannot come"),
  closed: () => t("closed"),
  caller: () => t("called for help"),
};

export const command = (key: string) => say(COMMANDS, key);
export const field = (key: string) => say(FIELDS, key);
export const option = (key: string) => say(RESULTS, key);
export const timer = (key: string) => say(TIMERS, key);
export const state = (key: string) => say(STATES, key);
/** How many of what a run card asks for. */
export function parts(needs: Record<string, number>): string {
  const some = Object.entries(needs).filter(([, count]) => count > 0);
  return some.map(([part, count]) => PARTS[part]?.(count) ?? `${count} × ${part}`).join(t(", "));
}
/** A step that a market wrote in its own words is shown as it was written. */
export const sop = (key: string) => SOP[key]?.() ?? key;
export const answer = (key: string) => say(ANSWERS, key);

export function span(hours: string): string {
  const n = Number(hours);
  return n < 24 ? t("{n} h", { n }) : tn("{count} day", "{count} days", n / 24);
}

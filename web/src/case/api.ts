/** The addresses of incidents and roll calls. */

import { ask, get, newId, type Answer } from "../live/commands";
import type { Entry, Incident, RollCall } from "../live/state";
import type { Reason } from "../parts/reasons";

export interface Row {
  unit: string;
  part: string;
  name: string;
  /** The telephone of whoever is named; null for cars and shops. */
  phone: string | null;
  class: string | null;
  distance_m: number | null;
  seconds: number | null;
  fix_age_s: number | null;
  reasons: Reason[];
  why_not: Reason[];
}

export interface Recommendation {
  needs: Record<string, number>;
  first: string[];
  units: Row[];
  gate: "none" | "warn" | "block";
}

export interface Done {
  version: number;
  step: string;
  card: Incident;
  you_can: string[];
}

export interface Whole {
  card: Incident;
  you_can: string[];
  timeline: Entry[];
  names?: Record<string, string>;
  recommendation: Recommendation | null;
}

export function fetchCase(id: number): Promise<Answer<Whole>> {
  return get<Whole>(`/api/v1/incidents/${id}`);
}

export function orderCase(id: number, command: string, version: number, payload: object, commandId = newId()): Promise<Answer<Done>> {
  return ask<Done>("POST", `/api/v1/incidents/${id}/commands`, { command, command_id: commandId, expected_version: version, payload });
}

export function report(market: string, told: object): Promise<Answer<{ id: number }>> {
  return ask("POST", `/api/v1/markets/${market}/incidents`, { command_id: newId(), ...told });
}

export function callGroup(market: string, group: string, told: object): Promise<Answer<{ card: RollCall }>> {
  return ask("POST", `/api/v1/markets/${market}/roll-calls`, { group, command_id: newId(), ...told });
}

export function orderRollCall(id: number, command: string, told: object = {}): Promise<Answer<{ card: RollCall }>> {
  return ask("POST", `/api/v1/roll-calls/${id}/commands`, { command, command_id: newId(), ...told });
}

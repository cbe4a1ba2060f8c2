/** Cards of what is about a group of shops, or about the watch over all of them. */

import type { Named } from "./state";

/** The question whether anybody watches, while it stands. */
export interface WatchQuestion {
  version: number;
  asked_at: string;
  missed_at: string | null;
  acted_at: string;
}

/** A group that is too thin to help itself, and which neighbour stands in. */
export interface Readiness {
  version: number;
  group: Named;
  grid: string | null;
  of: number;
  open: number;
  ready: number;
  least: number;
  lead: boolean;
  on_duty: boolean;
  attached: Named | null;
  metres: number | null;
  since: string;
}

export interface RollShop {
  code: string;
  name: string | null;
  counted: boolean;
  why_not: string | null;
  answer: string | null;
  answered_at: string | null;
  by: string | null;
  rung_at: string | null;
  watcher: string | null;
}

export interface RollCall {
  id: number;
  version: number;
  group: Named | null;
  attached?: Named | null;
  incident: number | null;
  drill: boolean;
  stage: string;
  opened_at: string;
  opened_by: string | null;
  caller: Named | null;
  ended_at: string | null;
  answered: number;
  asked: number;
  median_s: number | null;
  silent: string[];
  shops: RollShop[];
}

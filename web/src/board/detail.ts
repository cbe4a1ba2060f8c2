/** What the server knows of the open card beyond the card: its signals and who is near. */

import { effect, signal } from "@preact/signals";
import { get } from "../live/commands";
import type { Medium, Named } from "../live/state";
import type { Reason } from "../parts/reasons";
import * as store from "./store";

export interface SignalLine {
  kind: string;
  phase: string;
  happened_at: string | null;
  received_at: string;
  recorded_at: string;
  time_quality: string;
  late: boolean;
  device: Named | string | null;
  verdict: string;
  warnings: string[];
  subject: Record<string, unknown>;
  media: Medium[];
}

export interface Unit {
  device: string;
  name: string;
  phone: string | null;
  class: string;
  distance_m: number | null;
  fix_age_s: number | null;
  reasons: Reason[];
  why_not: Reason[];
}

export interface Reached {
  level: number;
  fired_at: string;
  late_by_s: number | null;
}

export interface Detail {
  id: number;
  rungs: Reached[];
  signals: SignalLine[];
  nearest: Unit[];
}

export const detail = signal<Detail | null>(null);
export const failed = signal(false);

const REFRESH_MS = 10_000;
let wanted = "";
let fetchedAt = 0;

/** Fetch when another card is opened, when its version moves, and the nearest again every ten seconds. */
export function followOpenCard(): void {
  effect(() => {
    const alert = store.openAlert.value;
    const id = alert?.id ?? store.openIncident.value?.alerts[0];
    if (id === undefined) {
      wanted = "";
      detail.value = null;
      return;
    }
    const stamp = `${id}:${alert?.version ?? 0}`;
    const old = store.now.value - fetchedAt > REFRESH_MS;
    if (stamp === wanted && !old) return;
    wanted = stamp;
    fetchedAt = store.now.peek();
    void fetchDetail(id, stamp);
  });
}

async function fetchDetail(id: number, stamp: string): Promise<void> {
  const answer = await get<Omit<Detail, "id">>(`/api/v1/alerts/${id}`);
  if (stamp !== wanted) return;
  failed.value = !answer.ok;
  if (answer.ok) detail.value = { id, signals: answer.body.signals ?? [], nearest: answer.body.nearest ?? [], rungs: answer.body.rungs ?? [] };
}

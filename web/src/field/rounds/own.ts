/** The rounds of whoever holds this phone: asked for often, kept for where there is no signal. */

import { batch, computed, signal } from "@preact/signals";
import { get } from "../../live/commands";
import { add, heard, items, me } from "../outbox";
import { standing } from "../queue";
import * as shelf from "../shelf";
import type { Fix } from "./here";

export interface Spot {
  seq: number;
  code: string;
  name: string;
  x: number;
  y: number;
  radius_m: number;
  orders: string | null;
  state: "open" | "done" | "late" | "missed" | "skipped";
  at: string | null;
  by: string | null;
  out_of_order: boolean;
  too_fast: boolean;
  reason: string | null;
}

export interface Round {
  id: number;
  version: number;
  name: string;
  kind: "patrol" | "disputes" | "hazards";
  grid: string | null;
  state: string;
  opens_at: string;
  closes_at: string;
  settles_at: string;
  person_id: number | null;
  reported_at: string | null;
  checkpoints: Spot[];
  findings: { incident: number; number: string }[];
}

/** A checkpoint as this phone sees it: what the office knows, and what it has not been told yet. */
export interface Seen extends Spot {
  untold: boolean;
}

const EVERY_MS = 10_000;
const KEY = `rounds:${me}`;

export const rounds = signal<Round[]>([]);
/** What was just noted, for whoever held the phone before a code. */
export const noted = signal<string | null>(null);
export const open = computed(() => rounds.value.map(seen));

export async function begin(): Promise<void> {
  rounds.value = (await shelf.get<Round[]>("kept", KEY)) ?? [];
  await refresh();
  setInterval(() => void refresh(), EVERY_MS);
}

export async function refresh(): Promise<void> {
  const asked = performance.now();
  const answer = await get<{ items: Round[] }>("/api/v1/rounds/mine");
  if (!answer.ok) return;
  batch(() => {
    rounds.value = answer.body.items;
    heard("round", asked);
  });
  await shelf.put("kept", KEY, answer.body.items).catch(() => undefined);
}

export interface Mine extends Omit<Round, "checkpoints"> {
  checkpoints: Seen[];
  begun: boolean;
  reported: boolean;
}

function seen(round: Round): Mine {
  const mine = standing(items.value, me).filter((item) => item.round === round.id);
  const told = (command: string, code?: string) => mine.some((item) => item.body["command"] === command && (code === undefined || item.body["checkpoint"] === code));
  const checkpoints = round.checkpoints.map((spot): Seen => {
    if (spot.state !== "open") return { ...spot, untold: false };
    if (told("scan", spot.code)) return { ...spot, state: "done", untold: true };
    if (told("skip", spot.code)) return { ...spot, state: "skipped", untold: true };
    return { ...spot, untold: false };
  });
  return { ...round, checkpoints, begun: round.person_id !== null || mine.length > 0, reported: round.reported_at !== null || told("finish") };
}

export function nextSpot(round: Mine): Seen | null {
  return round.checkpoints.find((spot) => spot.state === "open") ?? null;
}

/** The round that expects somebody at a checkpoint: the one they walk, else the one that is over first. */
export function expecting(all: readonly Mine[], checkpoint: string): Mine | null {
  const fit = all.filter((round) => round.checkpoints.some((spot) => spot.code === checkpoint && spot.state === "open"));
  return [...fit].sort((a, b) => Number(b.person_id === me) - Number(a.person_id === me) || Date.parse(a.closes_at) - Date.parse(b.closes_at))[0] ?? null;
}

export async function tell(round: { id: number; version: number; name: string }, command: string, label: string, payload: object, pictures: Blob[] = []): Promise<void> {
  const body = { command, expected_version: round.version, ...payload };
  await add({ what: "round", shape: "command", round: round.id, path: `/api/v1/rounds/${round.id}/commands`, label: `${round.name} · ${label}`, body, pictures });
  await refresh();
}

export function proof(code: string | null, fix: Fix | null): object {
  return { ...(code === null ? {} : { code }), ...(fix === null ? {} : { position: fix }) };
}

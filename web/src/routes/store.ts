/** What the routes editor works on, and how it is kept. */

import { signal } from "@preact/signals";
import { ask, get, newId, type Answer } from "../live/commands";
import { boot } from "../parts/boot";
import type { Plan } from "../plan/model";

export interface Spot {
  code: string;
  version: number;
  name: string;
  grid: string | null;
  x: number;
  y: number;
  radius_m: number;
  orders: string | null;
  print: number;
}

export interface Window {
  opens: number;
  minutes: number;
  grace: number;
  weekdays: number[];
}

export interface Route {
  code: string;
  version: number;
  name: string;
  kind: string;
  grid: string | null;
  by_car: boolean;
  metres: number;
  stops: string[];
  windows: Window[];
}

export const plan = signal<Plan | null>(null);
export const routes = signal<Route[]>([]);
export const spots = signal<Spot[]>([]);

const base = (): string => `/api/v1/markets/${boot().market.code}`;

export async function keepRoute(route: Route): Promise<Answer<Route>> {
  const { code, version, metres: _, ...rest } = route;
  const { name, kind, grid, by_car, stops, windows } = rest;
  const answer = await ask<Route>("PUT", `${base()}/patrol-routes/${code}`, { name, kind, grid, by_car, stops, windows, expected_version: version });
  if (answer.ok) await reread();
  return answer;
}

export async function keepSpot(spot: Omit<Spot, "grid" | "print">): Promise<Answer<Spot>> {
  const { code, version, name, x, y, radius_m, orders } = spot;
  const answer = await ask<Spot>("PUT", `${base()}/checkpoints/${code}`, { name, x, y, radius_m, orders, expected_version: version });
  if (answer.ok) await reread();
  return answer;
}

export async function renew(spot: Spot): Promise<Answer<object>> {
  const answer = await ask<object>("POST", `${base()}/checkpoints/${spot.code}/commands`, { command: "renew", command_id: newId(), expected_version: spot.version });
  if (answer.ok) await reread();
  return answer;
}

async function reread(): Promise<void> {
  const [known, placed] = await Promise.all([get<{ items: Route[] }>(`${base()}/patrol-routes`), get<{ items: Spot[] }>(`${base()}/checkpoints`)]);
  if (known.ok) routes.value = known.body.items;
  if (placed.ok) spots.value = placed.body.items;
}

/** "23:00 60 15" a line: when it opens, how many minutes, how many of grace. */
export function windowsIn(text: string): Window[] | null {
  const found = text.split("\n").map((line) => line.trim()).filter(Boolean).map((line) => /^(\d{1,2}):(\d{2})\s+(\d{1,3})(?:\s+(\d{1,3}))?$/.exec(line));
  if (found.length === 0 || found.some((each) => each === null)) return null;
  return found.map((each) => ({ opens: Number(each?.[1]) * 60 + Number(each?.[2]), minutes: Number(each?.[3]), grace: Number(each?.[4] ?? 15), weekdays: [] }));
}

export function windowsOut(windows: Window[]): string {
  const two = (n: number) => String(n).padStart(2, "0");
  return windows.map((each) => `${two(Math.floor(each.opens / 60))}:${two(each.opens % 60)} ${each.minutes} ${each.grace}`).join("\n");
}

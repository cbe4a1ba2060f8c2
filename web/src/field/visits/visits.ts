/** The shops somebody is asked to visit: kept on the phone, ticked off one by one. */

import { batch, computed, signal } from "@preact/signals";
import { get } from "../../live/commands";
import { add, heard, items, me } from "../outbox";
import { standing } from "../queue";
import * as shelf from "../shelf";

export interface Shop {
  shop: string;
  name: string;
  owner: string | null;
  trade: string | null;
  x: number | null;
  y: number | null;
  tries: number;
}

export interface VisitList {
  id: number;
  version: number;
  title: string;
  ask: string;
  due_at: string;
  done: number;
  total: number;
  shops: Shop[];
}

export type Result = "seen" | "problem" | "refused" | "absent";

const EVERY_MS = 20_000;
const KEY = `visits:${me}`;

const known = signal<VisitList[]>([]);

/** Without the shops this phone has visited already and not told yet. */
export const lists = computed(() => known.value.map((list) => ({ ...list, shops: list.shops.filter((shop) => !told(shop.shop)) })));

function told(shop: string): boolean {
  return standing(items.value, me).some((item) => item.what === "visit" && item.body["shop"] === shop && item.body["result"] !== "absent");
}

export async function begin(): Promise<void> {
  known.value = (await shelf.get<VisitList[]>("kept", KEY)) ?? [];
  await refresh();
  setInterval(() => void refresh(), EVERY_MS);
}

export async function refresh(): Promise<void> {
  const asked = performance.now();
  const answer = await get<{ items: VisitList[] }>("/api/v1/visit-lists/mine");
  if (!answer.ok) return;
  batch(() => {
    known.value = answer.body.items;
    heard("visit", asked);
  });
  await shelf.put("kept", KEY, answer.body.items).catch(() => undefined);
}

export async function visit(list: VisitList, shop: Shop, result: Result, label: string, more: object = {}, pictures: Blob[] = []): Promise<void> {
  const body = { command: "visit", expected_version: list.version, shop: shop.shop, result, ...more };
  await add({ what: "visit", shape: "command", path: `/api/v1/visit-lists/${list.id}/commands`, label: `${shop.name} · ${label}`, body, pictures });
  await refresh();
}

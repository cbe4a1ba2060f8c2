/** What the server tells a page before anything is live. */

import type { Market } from "../live/state";

export interface Boot {
  market: Market;
  language: string;
  me: { id?: number | null; name: string; roles?: string[] };
  wall?: boolean;
  shift_leaders?: { id: number; name: string }[];
  room?: string;
  may?: string[];
  screens?: [path: string, word: string][];
}

export function boot(): Boot {
  const element = document.getElementById("boot");
  if (!element?.textContent) throw new Error("the page has no boot element");
  return JSON.parse(element.textContent) as Boot;
}

export function csrf(): string {
  return document.querySelector<HTMLMetaElement>('meta[name="csrf-token"]')?.content ?? "";
}

/** How places are called. */

import { signal } from "@preact/signals";

/** Names of places by code, once the plan is here. */
export const placeNames = signal<ReadonlyMap<string, string>>(new Map());

export function nameOf(code: string | null): string | null {
  return code === null ? null : (placeNames.value.get(code) ?? code);
}

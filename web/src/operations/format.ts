/** Figures as people read them. */

import { age } from "../parts/time";
import { t } from "../parts/words";

/** 0.4 ms · 12 ms · 1.2 s · 4 min */
export function seconds(value: number): string {
  if (value < 0.01) return t("{n} ms", { n: (value * 1000).toFixed(1) });
  if (value < 1) return t("{n} ms", { n: Math.round(value * 1000) });
  if (value < 60) return t("{n} s", { n: value < 10 ? value.toFixed(1) : Math.round(value) });
  return age(value);
}

/** 0.4 · 12 · 3000 */
export function amount(value: number): string {
  return value < 10 && !Number.isInteger(value) ? value.toFixed(1) : String(Math.round(value));
}

export function megabytes(value: number): string {
  return t("{n} MB", { n: Math.round(value / 1e6) });
}

/** A curve of points as the words of an SVG path; where nothing was counted the line is not broken off but left out. */

import type { Points } from "./shapes";

export const WIDTH = 180;
export const HEIGHT = 48;

export function highest(...curves: Points[]): number {
  return Math.max(0, ...curves.flat().map((value) => value ?? 0));
}

/** What the top edge stands for: never nothing, so that a flat zero lies on the floor. */
export function ceiling(...curves: Points[]): number {
  return highest(...curves) || 1;
}

export function path(points: Points, top: number): string {
  const step = points.length > 1 ? WIDTH / (points.length - 1) : WIDTH;
  let words = "";
  points.forEach((value, at) => {
    if (value === null) return;
    const x = (at * step).toFixed(1);
    const y = (HEIGHT * (1 - Math.min(1, value / top))).toFixed(1);
    words += `${words ? "L" : "M"}${x} ${y}`;
  });
  return words;
}

/** The newest value there is. */
export function newest(points: Points): number | null {
  return points.findLast((value) => value !== null) ?? null;
}

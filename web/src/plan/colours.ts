/** The plan's colours: grey, one tint for each grid, and the four of severity. Canvas reads no CSS. */

import type { Severity } from "../live/state";

export interface Colours {
  ground: string;
  floor: string;
  lane: string;
  laneText: string;
  shop: string[];
  shopLine: string;
  shut: string;
  group: string;
  grid: string;
  gridText: string;
  zone: string;
  fireLane: string;
  room: string;
  roomText: string;
  device: string;
  deviceDead: string;
  car: string;
  carLine: string;
  person: string;
  text: string;
  halo: string;
  focus: string;
  mark: Record<Severity, string>;
  onMark: string;
}

const NIGHT: Colours = {
  ground: "#10151a",
  floor: "#161d24",
  lane: "#1f2932",
  laneText: "#8496a3",
  shop: ["#38505e", "#474863", "#35554d", "#564d40", "#503f58"],
  shopLine: "#131a20",
  shut: "rgba(12,16,20,0.55)",
  group: "rgba(190,206,218,0.34)",
  grid: "rgba(178,196,210,0.75)",
  gridText: "rgba(214,226,235,0.60)",
  zone: "rgba(170,188,200,0.40)",
  fireLane: "rgba(170,188,200,0.16)",
  room: "#4b6a78",
  roomText: "#c3d4de",
  device: "#8fa5b3",
  deviceDead: "#a9764f",
  car: "#6cc5d6",
  carLine: "#0b1a1e",
  person: "#9fd8a8",
  text: "#dfe6ec",
  halo: "#10151a",
  focus: "#ffffff",
  mark: { critical: "#ff6b5e", high: "#ffa347", normal: "#ecd05a", notice: "#7eb3ff" },
  onMark: "#10151a",
};

const DAY: Colours = {
  ground: "#e9edf0",
  floor: "#f3f5f7",
  lane: "#ffffff",
  laneText: "#5d6e7a",
  shop: ["#cbd9df", "#d3d4e4", "#cbdfd6", "#e2dacd", "#dfd1e0"],
  shopLine: "#f3f5f7",
  shut: "rgba(120,132,142,0.35)",
  group: "rgba(60,78,92,0.34)",
  grid: "rgba(52,70,84,0.75)",
  gridText: "rgba(34,50,62,0.55)",
  zone: "rgba(60,78,92,0.45)",
  fireLane: "rgba(60,78,92,0.16)",
  room: "#8fb0bd",
  roomText: "#1f3742",
  device: "#566874",
  deviceDead: "#9a5a1c",
  car: "#0b6577",
  carLine: "#ffffff",
  person: "#1c6b41",
  text: "#16212a",
  halo: "#f3f5f7",
  focus: "#16212a",
  mark: { critical: "#c81e1e", high: "#c25e00", normal: "#b08a00", notice: "#1d59b3" },
  onMark: "#ffffff",
};

export function colours(theme: "night" | "day"): Colours {
  return theme === "night" ? NIGHT : DAY;
}

const FAMILY = 'system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", sans-serif';

let enlarged = 1;

/** A wall is read from across the room. */
export function enlarge(times: number): void {
  enlarged = times;
}

export function px(size: number): number {
  return size * enlarged;
}

export function font(size: number, weight = 400): string {
  return `${weight} ${Math.round(px(size))}px ${FAMILY}`;
}

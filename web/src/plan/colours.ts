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
  floor: "#1a222a",
  lane: "#222c35",
  laneText: "#8496a3",
  shop: ["#30414b", "#3c3d50", "#2f4641", "#45403a", "#423748"],
  shopLine: "#182027",
  shut: "rgba(12,16,20,0.55)",
  group: "rgba(160,178,192,0.30)",
  grid: "rgba(178,196,210,0.75)",
  gridText: "rgba(214,226,235,0.60)",
  zone: "rgba(236,208,90,0.35)",
  fireLane: "rgba(255,107,94,0.30)",
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
  zone: "rgba(150,118,0,0.40)",
  fireLane: "rgba(189,28,28,0.28)",
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

/** Font of the plan's texts, as the page's own. */
export const FONT = 'system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", sans-serif';

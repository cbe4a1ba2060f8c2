/** Instants in the market's own time, ages and the market's day. */

import { t } from "./words";

let zone = "UTC";
let language = "en";

export function useClock(timezone: string, lang: string): void {
  zone = timezone;
  language = lang;
  formats.clear();
}

const formats = new Map<string, Intl.DateTimeFormat>();

function format(key: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const known = formats.get(key);
  if (known) return known;
  const made = new Intl.DateTimeFormat(language, { timeZone: zone, hourCycle: "h23", ...options });
  formats.set(key, made);
  return made;
}

const TWO = "2-digit" as const;

export function hourMinute(iso: string): string {
  return format("hm", { hour: TWO, minute: TWO }).format(new Date(iso));
}

/** The time alone where it was the same day as another instant, else with its day. */
export function besides(iso: string, other: string): string {
  const at = new Date(iso);
  const same = format("day", { year: "numeric", month: "numeric", day: "numeric" });
  if (same.format(at) === same.format(new Date(other))) return hourMinute(iso);
  return format("dhm", { month: "short", day: "numeric", hour: TWO, minute: TWO }).format(at);
}

export function hourMinuteSecond(iso: string | number): string {
  return format("hms", { hour: TWO, minute: TWO, second: TWO }).format(new Date(iso));
}

export function dayAndTime(iso: string): string {
  return format("dt", { month: "short", day: "numeric", hour: TWO, minute: TWO, second: TWO }).format(new Date(iso));
}

export function day(instant: number): string {
  return format("d", { month: "short", day: "numeric", weekday: "short" }).format(new Date(instant));
}

/** An instant inside the market day's own date: before the cut it is still yesterday. */
export function marketDay(now: number, cut: number): number {
  return minuteOfDay(now) < cut ? now - 24 * 3600e3 : now;
}

export function minuteOfDay(now: number): number {
  const [hour, minute] = format("hm24", { hour: TWO, minute: TWO }).format(new Date(now)).split(":");
  return Number(hour) * 60 + Number(minute);
}

export function ofMinutes(minutes: number): string {
  const whole = ((minutes % 1440) + 1440) % 1440;
  if (minutes === 1440) return "24:00";
  return `${String(Math.floor(whole / 60)).padStart(2, "0")}:${String(whole % 60).padStart(2, "0")}`;
}

/** 8 s · 4 min · 2 h 10 · 3 d */
export function age(seconds: number): string {
  const s = Math.max(0, Math.round(seconds));
  if (s < 60) return t("{n} s", { n: s });
  if (s < 3600) return t("{n} min", { n: Math.floor(s / 60) });
  if (s < 86400) return t("{h} h {m} min", { h: Math.floor(s / 3600), m: Math.floor((s % 3600) / 60) });
  return t("{n} d", { n: Math.floor(s / 86400) });
}

/** 02:14, or 1:02:14 */
export function stopwatch(seconds: number): string {
  const s = Math.max(0, Math.floor(seconds));
  const two = (n: number) => String(n).padStart(2, "0");
  const minutes = `${two(Math.floor((s % 3600) / 60))}:${two(s % 60)}`;
  return s >= 3600 ? `${Math.floor(s / 3600)}:${minutes}` : minutes;
}

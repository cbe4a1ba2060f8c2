/** The sounds of the board, made by the browser itself. Notice never rings. */

import { signal } from "@preact/signals";
import type { Severity } from "../live/state";
import { keep, kept } from "./keep";

export type Sound = "on" | "off" | "blocked";

const REPEAT_MS = 2600;

let context: AudioContext | null = null;
let repeating: number | undefined;

export const sound = signal<Sound>(kept("sound") === "off" ? "off" : "blocked");

/** Browsers let a page sound only after a press; until then the board says so. */
export function allowSound(): void {
  if (sound.value === "off") return;
  context ??= new AudioContext();
  void context.resume().then(() => {
    if (context?.state === "running" && sound.value !== "off") sound.value = "on";
  });
}

export function toggleSound(): void {
  if (sound.value === "on") {
    sound.value = "off";
    keep("sound", "off");
    return;
  }
  keep("sound", "on");
  sound.value = "blocked";
  allowSound();
}

/** Ring once for something new. */
export function ring(severity: Severity): void {
  if (severity === "critical") siren();
  if (severity === "high") tones([[660, 0], [880, 0.18]], 0.16, 0.14);
  if (severity === "normal") tones([[520, 0]], 0.12, 0.08);
}

/** Keep ringing as long as a critical alert is unseen. */
export function keepRinging(wanted: boolean): void {
  if (wanted === (repeating !== undefined)) return;
  if (!wanted) {
    clearInterval(repeating);
    repeating = undefined;
    return;
  }
  siren();
  repeating = window.setInterval(siren, REPEAT_MS);
}

function siren(): void {
  tones([[740, 0], [988, 0.16], [740, 0.32], [988, 0.48], [1245, 0.64]], 0.15, 0.2);
}

function tones(notes: [hertz: number, after: number][], length: number, loudness: number): void {
  if (sound.value !== "on" || context === null) return;
  for (const [hertz, after] of notes) {
    const start = context.currentTime + after;
    const gain = context.createGain();
    const voice = context.createOscillator();
    voice.type = "triangle";
    voice.frequency.value = hertz;
    gain.gain.setValueAtTime(0, start);
    gain.gain.linearRampToValueAtTime(loudness, start + 0.015);
    gain.gain.exponentialRampToValueAtTime(0.001, start + length);
    voice.connect(gain).connect(context.destination);
    voice.start(start);
    voice.stop(start + length + 0.02);
  }
}

/** Night, day, or as the machine says; the server is told so that the next page begins right. */

import { signal } from "@preact/signals";
import { csrf } from "./boot";

export type Theme = "night" | "day" | "auto";
export const THEMES: Theme[] = ["night", "day", "auto"];

const root = document.documentElement;
const machine = matchMedia("(prefers-color-scheme: light)");

export const theme = signal<Theme>((root.dataset["theme"] as Theme | undefined) ?? "auto");
/** What is really drawn now. */
export const drawn = signal<"night" | "day">(seen());

machine.addEventListener("change", () => (drawn.value = seen()));

function seen(): "night" | "day" {
  if (theme.value !== "auto") return theme.value;
  return machine.matches ? "day" : "night";
}

export function setTheme(next: Theme): void {
  theme.value = next;
  root.dataset["theme"] = next;
  drawn.value = seen();
  for (const button of document.querySelectorAll<HTMLButtonElement>("[data-theme-form] button")) {
    button.setAttribute("aria-pressed", String(button.value === next));
  }
  const form = new URLSearchParams({ theme: next, csrf_token: csrf(), next: "/help" });
  void fetch("/preferences", { method: "POST", body: form, redirect: "manual" }).catch(() => undefined);
}

export function nextTheme(): void {
  setTheme(THEMES[(THEMES.indexOf(theme.value) + 1) % THEMES.length] ?? "auto");
}

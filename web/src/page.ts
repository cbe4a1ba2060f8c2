/** Every page's script: times in the market's zone, and a theme that changes without a new page. */

import { boot } from "./parts/boot";
import { allowSound } from "./parts/sound";
import { setTheme, type Theme } from "./parts/theme";
import { dayAndTime, useClock } from "./parts/time";

if (document.getElementById("boot")) {
  const { market, language } = boot();
  useClock(market.timezone, language);
  for (const time of document.querySelectorAll<HTMLTimeElement>("main time[datetime]")) time.textContent = dayAndTime(time.dateTime);
}

for (const tells of ["click", "keydown"]) {
  document.addEventListener(tells, (event) => closeMenus(event));
}

/** A menu closes by Escape, and by a press anywhere else. */
function closeMenus(event: Event): void {
  if (event instanceof KeyboardEvent && event.key !== "Escape") return;
  for (const menu of document.querySelectorAll<HTMLDetailsElement>("details.menu[open]")) {
    const inside = menu.contains(event.target as Node);
    if (event instanceof KeyboardEvent || !inside) menu.open = false;
    if (event instanceof KeyboardEvent && inside) menu.querySelector("summary")?.focus();
  }
}

const bell = document.querySelector<HTMLElement>("[data-bell]");
if (bell && document.querySelector("#board, #field, #shop") === null) {
  document.addEventListener("click", allowSound);
  void import("./live/notices").then(({ follow }) => follow(Number(bell.dataset["me"])));
}

for (const form of document.querySelectorAll<HTMLFormElement>("[data-theme-form]")) {
  form.addEventListener("submit", (event) => {
    const chosen = (event.submitter as HTMLButtonElement | null)?.value;
    if (!chosen) return;
    event.preventDefault();
    setTheme(chosen as Theme);
  });
}

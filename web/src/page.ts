/** Every page's script: the theme changes without a new page. */

import { setTheme, type Theme } from "./parts/theme";

for (const form of document.querySelectorAll<HTMLFormElement>("[data-theme-form]")) {
  form.addEventListener("submit", (event) => {
    const chosen = (event.submitter as HTMLButtonElement | null)?.value;
    if (!chosen) return;
    event.preventDefault();
    setTheme(chosen as Theme);
  });
}

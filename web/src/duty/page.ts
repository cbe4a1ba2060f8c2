/** What a page of duty knows of itself. */

/** The card of a group's book: pages that show an older edition ask again. */
interface DutyBook {
  version?: number;
}

/** The newest edition of the page's group, when the room tells of it. */
export function editionIn(books: Record<string, unknown> | undefined, room: string): number | null {
  const group = room.slice(room.indexOf(":") + 1);
  return (books?.[group] as DutyBook | undefined)?.version ?? null;
}

/** Whether somebody is in the middle of a form: it must not be drawn away under their fingers. */
export function busy(page: HTMLElement): boolean {
  const at = document.activeElement;
  const typing = at instanceof HTMLElement && page.contains(at) && at.matches("input, select, textarea");
  return typing || page.querySelector("[aria-busy=true]") !== null;
}

/** Tell at a form what goes on; while it looks, nobody draws it away. */
export function say(form: HTMLFormElement, text: string, looking: boolean): void {
  form.setAttribute("aria-busy", String(looking));
  const told = form.querySelector(".looking");
  if (told) told.textContent = text;
}

const SIGNS = { done: "✓", refused: "✕", kept: "…" };

/** Say at the top of the page how something went, as the server does after a form. */
export function outcome(kind: keyof typeof SIGNS, text: string): void {
  const line = document.createElement("p");
  line.className = `outcome ${kind}`;
  const sign = document.createElement("span");
  sign.ariaHidden = "true";
  sign.textContent = SIGNS[kind];
  line.append(sign, ` ${text}`);
  document.querySelector(".duty-said")?.replaceChildren(line);
}

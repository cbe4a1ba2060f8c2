/** Keeps a page of duty fresh: when the group's book has a new edition, or a minute has passed, the server draws again. */

import { LiveClient } from "../live/client";
import { busy, editionIn } from "./page";

const EVERY_MS = 60_000;
const STALE_AFTER_MS = 180_000;
const SOON_MS = 150;
const WIDE_MS = 3000;

let drawnAt = Date.now();
let waiting: ReturnType<typeof setTimeout> | undefined;

export function begin(room: string): void {
  new LiveClient(room, {
    state: (state) => {
      const newest = editionIn(state.duty, room);
      const shown = Number(document.getElementById("duty")?.dataset["edition"] ?? 0);
      if (newest !== null && newest > shown) soon();
    },
    event: (event) => {
      if (event.entity.startsWith("duty:") && !room.startsWith("group:")) soon(WIDE_MS);
    },
    positions: () => undefined,
    beat: () => undefined,
    link: () => undefined,
    away: () => undefined,
    refused: () => location.reload(),
  });
  setInterval(() => void tick(), EVERY_MS);
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) soon();
  });
}

/** A group's page follows at once; a whole market changes all the time and is drawn again every few seconds. */
export function soon(wait = SOON_MS): void {
  if (waiting !== undefined) return;
  waiting = setTimeout(() => {
    waiting = undefined;
    void redraw();
  }, wait);
}

async function tick(): Promise<void> {
  if (!document.hidden) await redraw();
  document.querySelector(".fresh")?.classList.toggle("stale", Date.now() - drawnAt > STALE_AFTER_MS);
}

/** Ask the server for the same page and take over its middle, unless somebody is filling in a form. */
async function redraw(): Promise<void> {
  const old = document.getElementById("duty");
  if (old === null || busy(old)) return;
  try {
    const answer = await fetch(location.href, { headers: { Accept: "text/html", "X-Fragment": "1" }, redirect: "error" });
    if (!answer.ok) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("duty");
    if (fresh === null || busy(old)) return;
    const open = [...old.querySelectorAll("details")].map((each) => each.open);
    old.replaceWith(fresh);
    fresh.querySelectorAll("details").forEach((each, n) => (each.open = open[n] ?? each.open));
    drawnAt = Date.now();
  } catch {
    // No answer: what stands here gets old, and says so after three minutes.
  }
}

/** The roster editor: the table the server drew becomes one to change. */

import { effect } from "@preact/signals";
import { render } from "preact";
import { LiveClient } from "./live/client";
import { boot } from "./parts/boot";
import { useClock } from "./parts/time";
import { loadWords, t } from "./parts/words";
import { Grid } from "./rosters/Grid";
import { Changes, Making, Marks, Wishes } from "./rosters/Panel";
import { Terms } from "./rosters/Terms";
import type { Roster } from "./rosters/shapes";
import { load, pending, place, roster } from "./rosters/store";

const booted = boot();
const page = document.getElementById("roster");
const drawn = document.getElementById("roster-card")?.textContent;

function Editor() {
  return (
    <>
      <Changes />
      <Grid />
      <p class="quiet small roster-help">{t("Press a cell to go through the shifts, or choose it with the arrow keys and press 1, 2, 3 or 0. Drop a cell on another of the same day to exchange the two. ○ wishes to be free, + wishes for a shift, • decided by a person.")}</p>
      <div class="roster-panels"><Making /><Marks /><Wishes /><Terms /></div>
    </>
  );
}

/** Hear of every change and of every step of the making; after a broken line look once. */
function follow(room: string): void {
  new LiveClient(room, {
    state: () => void load(),
    event: (event) => {
      if (event.entity === `roster:${place.code}`) void load();
    },
    positions: () => undefined,
    beat: () => undefined,
    link: () => undefined,
    away: () => undefined,
    refused: () => location.reload(),
  });
}

if (page && drawn) {
  useClock(booted.market.timezone, booted.language);
  await loadWords(booted.language);
  Object.assign(place, {
    market: booted.market.code,
    code: page.dataset["place"],
    first: page.dataset["first"],
    days: Number(page.dataset["days"]),
    language: booted.language,
  });
  roster.value = JSON.parse(drawn) as Roster;
  page.replaceChildren();
  render(<Editor />, page);
  effect(() => page.setAttribute("data-version", String(roster.value?.version ?? 0)));
  effect(() => void (window.onbeforeunload = pending.value.size > 0 ? (event) => event.preventDefault() : null));
  follow(booted.room ?? `market:${booted.market.code}`);
}

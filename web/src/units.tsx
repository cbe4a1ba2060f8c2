/** The status board's script: the server says how every unit stands, the wire says when to ask again. */

import { render } from "preact";
import { LiveClient } from "./live/client";
import { boot } from "./parts/boot";
import { useClock } from "./parts/time";
import { loadWords } from "./parts/words";
import { App } from "./units/App";
import * as store from "./units/store";

const booted = boot();
useClock(booted.market.timezone, booted.language);
await loadWords(booted.language);

const root = document.getElementById("units");
if (root) {
  store.wall.value = booted.wall === true;
  store.begin(booted.market.code);
  await store.fetchUnits();
  root.replaceChildren();
  render(<App />, root);
  setInterval(() => (store.now.value = Date.now()), 1000);
  new LiveClient(booted.room ?? `market:${booted.market.code}`, {
    state: () => undefined,
    event: (event) => (store.concerns(event.entity) ? store.refresh() : undefined),
    positions: (_at, items) => store.positions(items.map(([code, , , , , age]) => [code, age] as const)),
    beat: () => {
      store.heardAt.value = Date.now();
      store.everHeard.value = true;
    },
    link: (up) => (up ? store.refresh() : undefined),
    away: () => undefined,
    refused: () => location.assign(`/sign-in?next=${location.pathname}`),
  });
}

/** The duty pages' script: the server draws, this asks it again when something changed, and finds the phone's place. */

import { begin } from "./duty/fresh";
import { listenForPositions } from "./duty/position";
import { boot } from "./parts/boot";
import { useClock } from "./parts/time";
import { loadWords } from "./parts/words";

if (document.getElementById("boot")) {
  const booted = boot();
  useClock(booted.market.timezone, booted.language);
  await loadWords(booted.language).catch(() => undefined);
  listenForPositions();
  if (booted.room) begin(booted.room);
}

/** The operations page's script: ask every five seconds, draw what came. */

import { render } from "preact";
import { get } from "./live/commands";
import { App, flow, lost } from "./operations/App";
import type { Flow } from "./operations/shapes";
import { boot } from "./parts/boot";
import { useClock } from "./parts/time";
import { loadWords } from "./parts/words";

const EVERY_MS = 5000;
const booted = boot();
useClock(booted.market.timezone, booted.language);
await loadWords(booted.language);

async function ask(): Promise<void> {
  const answer = await get<Flow>("/api/v1/operations");
  lost.value = !answer.ok;
  if (answer.ok) flow.value = answer.body;
}

const root = document.getElementById("operations");
if (root) {
  await ask();
  root.replaceChildren();
  render(<App />, root);
  setInterval(() => void ask(), EVERY_MS);
}

/** One incident's page: what can be done with it, and its timeline as it grows. */

import { effect } from "@preact/signals";
import { render } from "preact";
import { Timeline } from "./board/Timeline";
import { fetchCase } from "./case/api";
import * as desk from "./case/desk";
import { Work } from "./case/Work";
import { Steps } from "./board/Steps";
import { LiveClient } from "./live/client";
import { boot } from "./parts/boot";
import { useClock } from "./parts/time";
import { loadWords } from "./parts/words";

const EVERY_MS = 5000;

/** How far the server's clock is ahead of this machine's. */
let offset = 0;

const booted = boot();
useClock(booted.market.timezone, booted.language);
await loadWords(booted.language);

const page = document.getElementById("incident");
const work = document.getElementById("work");
const story = document.getElementById("story");
const id = Number(page?.dataset["id"]);

async function refresh(): Promise<void> {
  const answer = await fetchCase(id);
  if (!answer.ok) return;
  if ((desk.subject.peek()?.version ?? -1) <= answer.body.card.version) desk.subject.value = answer.body.card;
}

function Page() {
  const incident = desk.subject.value;
  if (incident === null) return null;
  return (
    <>
      <Steps step={incident.step} />
      <Work acts />
    </>
  );
}

function Story() {
  return <Timeline entries={desk.timeline.value ?? desk.subject.value?.timeline ?? []} hidden={desk.subject.value?.hidden_at} />;
}

if (work && story) {
  await refresh();
  work.replaceChildren();
  story.replaceChildren();
  render(<Page />, work);
  render(<Story />, story);
  desk.follow();
  setInterval(() => (desk.now.value = Date.now() + offset), 1000);
  if (booted.may?.includes("see-board")) listen();
  else setInterval(() => void refresh(), EVERY_MS);
  effect(() => void page?.setAttribute("data-version", String(desk.subject.value?.version ?? 0)));
}


function listen(): void {
  new LiveClient(`market:${booted.market.code}`, {
    state: (state) => {
      desk.others.value = Object.values(state.incidents ?? {});
      desk.calls.value = Object.values(state.roll_calls ?? {});
    },
    event: (event) => {
      if (event.entity === `incident:${id}`) void refresh();
    },
    positions: () => undefined,
    beat: (beat) => (offset = Date.parse(beat.at) - Date.now()),
    link: () => undefined,
    away: () => undefined,
    refused: () => undefined,
  });
}

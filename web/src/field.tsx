/** The field page's script: what is kept on the phone first, then the office. */

import { render } from "preact";
import { App, speak } from "./field/App";
import { begin as beginOutbox, me } from "./field/outbox";
import { takeArrival } from "./field/rounds/arrival";
import { begin as beginRounds } from "./field/rounds/own";
import { installShell } from "./field/shell";
import { begin as beginTasks, refresh, type OwnTask } from "./field/tasks";
import { begin as beginVisits } from "./field/visits/visits";
import { LiveClient } from "./live/client";
import { hear, take } from "./live/notices";
import { boot } from "./parts/boot";
import { allowSound, ring } from "./parts/sound";
import { useClock } from "./parts/time";
import * as vocabulary from "./parts/vocabulary";
import { t, loadWords } from "./parts/words";

const booted = boot();
useClock(booted.market.timezone, booted.language);
await loadWords(booted.language).catch(() => undefined);

/** Guards are rung in any case; what was told quietly shakes the phone and makes no sound. */
function sent(task: OwnTask): void {
  if (!task.incident.quiet) ring(task.incident.severity === "notice" ? "normal" : task.incident.severity);
  if (navigator.userActivation?.hasBeenActive) navigator.vibrate?.([400, 150, 400]);
  speak(`${t("You are sent")}${t(": ")}${vocabulary.kind(task.incident.kind)}${t(", ")}${task.incident.place?.name ?? ""}`);
}

const root = document.getElementById("field");
if (root) {
  root.replaceChildren();
  render(<App />, root);
  document.addEventListener("click", allowSound);
  const again = () => void refresh(me, sent);
  await beginOutbox(again);
  void beginTasks(me, sent);
  void beginVisits();
  void beginRounds().then(() => takeArrival());
  new LiveClient(booted.room ?? `user:${me}`, {
    state: (state) => {
      again();
      take(Object.values(state.notices ?? {}));
    },
    event: (event) => {
      if (event.entity.startsWith("notice:")) hear(event, true);
      else again();
    },
    positions: () => undefined,
    beat: () => undefined,
    link: () => undefined,
    away: () => undefined,
    refused: () => undefined,
  });
  void installShell();
}

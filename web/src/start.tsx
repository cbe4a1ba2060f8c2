/** The start page of a shop on the phone: answer a roll call, report something, call for help. */

import { signal } from "@preact/signals";
import { render } from "preact";
import { begin as beginOutbox } from "./field/outbox";
import { Signal, Unsent } from "./field/Pending";
import { TaskCard } from "./field/TaskCard";
import { begin as beginTasks, inOrder, refresh as refreshTasks, type OwnTask } from "./field/tasks";
import { ReportForm, type PlaceRow } from "./field/ReportForm";
import { RollCallAnswer } from "./field/RollCallAnswer";
import { Sos } from "./field/Sos";
import { LiveClient } from "./live/client";
import { follow } from "./live/notices";
import type { Readiness, RollCall } from "./live/state";
import { boot } from "./parts/boot";
import { allowSound, ring } from "./parts/sound";
import { Standby } from "./parts/Standby";
import { useClock } from "./parts/time";
import { loadWords, t } from "./parts/words";

const root = document.getElementById("shop");
const shop: PlaceRow | null = root?.dataset["code"] ? { code: root.dataset["code"], name: root.dataset["name"] ?? root.dataset["code"] } : null;
const calls = signal<RollCall[]>([]);
const thin = signal<Readiness[]>([]);
const reporting = signal(false);

function App() {
  return (
    <div class="field">
      <Signal />
      {shop ? calls.value.map((call) => <RollCallAnswer key={call.id} call={call} shop={shop.code} />) : null}
      {thin.value.map((row) => <Standby key={row.group.code} row={row} />)}
      {inOrder.value.map((task) => <TaskCard key={task.id} task={task} />)}
      {reporting.value
        ? <section aria-labelledby="report-title"><h2 id="report-title">{t("Report something")}</h2><ReportForm here={shop} onDone={() => (reporting.value = false)} /></section>
        : <button type="button" class="big" onClick={() => (reporting.value = true)}>{t("Report something")}</button>}
      <Unsent />
      <Sos />
    </div>
  );
}

function listen(room: string): void {
  const client = new LiveClient(room, {
    state: (state) => {
      thin.value = Object.values(state.readiness ?? {});
      calls.value = Object.values(state.roll_calls ?? {}).filter((call) => call.ended_at === null && call.shops.some((each) => each.code === shop?.code));
    },
    event: (event) => {
      if (event.type === "roll_call.opened" || event.type === "roll_call.rung") rings();
    },
    positions: () => undefined,
    beat: () => undefined,
    link: () => undefined,
    away: () => undefined,
    refused: () => undefined,
  });
  const me = boot().me.id;
  if (typeof me === "number") follow(me, { socket: client.wire, rings: true });
}

/** A shop that is asked to help rings, unless it was told quietly: then it stands here and says nothing. */
function sent(task: OwnTask): void {
  if (task.incident.quiet) return;
  rings();
}

function rings(): void {
  ring("critical");
  if (navigator.userActivation?.hasBeenActive) navigator.vibrate?.([400, 150, 400]);
}

if (root && document.getElementById("boot")) {
  const booted = boot();
  useClock(booted.market.timezone, booted.language);
  await loadWords(booted.language).catch(() => undefined);
  render(<App />, root);
  document.body.classList.add("on-field");
  document.addEventListener("click", allowSound);
  const me = booted.me.id ?? 0;
  await beginOutbox(() => void refreshTasks(me, sent));
  void beginTasks(me, sent);
  if (booted.room) listen(booted.room);
}

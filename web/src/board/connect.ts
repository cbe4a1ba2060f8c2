/** Lets the wire move the store: what came is held, rung and spoken. */

import { batch, effect } from "@preact/signals";
import { together } from "../live/away";
import { LiveClient } from "../live/client";
import { follow as followNotices } from "../live/notices";
import type { Alert, Incident, StreamEvent } from "../live/state";
import { keepRinging, ring } from "../parts/sound";
import { age } from "../parts/time";
import * as words from "../parts/vocabulary";
import { t, tn } from "../parts/words";
import { hasLeft } from "./opened";
import * as store from "./store";
import { moved } from "../plan/movers";

const RINGS = new Set(["alert.raised", "alert.rung", "alert.overdue"]);
const CASE_RINGS = new Set(["incident.discovered", "incident.overdue", "incident.urged", "task.silent"]);

export function connect(): void {
  const room = store.booted.room ?? `market:${store.booted.market.code}`;
  const client = new LiveClient(room, {
    state: (state) => batch(() => {
      const before = store.state.peek();
      store.state.value = state;
      store.arrived.value = true;
      if (hasLeft(store.opened.peek(), before, state)) store.opened.value = null;
    }),
    event: hear,
    positions: moved,
    beat: store.heard,
    link: (up) => {
      store.connected.value = up;
      if (up) {
        store.signedOut.value = false;
        store.tellAgain();
      }
    },
    refused: () => (store.signedOut.value = true),
    away: (away) => {
      store.away.value = together(store.away.peek(), away);
      speak("urgent", awaySentence(away.seconds, away.alerts, away.open));
    },
  });
  store.wire(client);
  const me = store.booted.me.id;
  if (!store.wall && typeof me === "number") followNotices(me, { socket: client.wire, rings: true });
  setInterval(store.tick, 1000);
  if (!store.wall) effect(() => keepRinging(store.ringing.value));
  effect(() => {
    if (store.link.value === "broken") speak("urgent", t("Data interrupted"));
  });
}

export function awaySentence(seconds: number, alerts: number, open: number): string {
  const gone = t("You were away for {time}.", { time: age(seconds) });
  const came = tn("{count} alert came", "{count} alerts came", alerts);
  return `${gone} ${came}${t(", ")}${tn("{count} is still open.", "{count} are still open.", open)}`;
}

function hear(event: StreamEvent): void {
  if (event.type === "watch.asked" || event.type === "watch.missed") ringWatch(event.type);
  if (CASE_RINGS.has(event.type) && event.body !== null) hearCase(event.type, event.body as Incident);
  if (!RINGS.has(event.type) || event.body === null) return;
  const alert = event.body as Alert;
  if (alert.severity === "notice" || alert.attention === "linked") return;
  if (!store.wall && alert.severity !== "critical") ring(alert.severity);
  const place = alert.place?.name ?? t("place unknown");
  const text = `${words.severity(alert.severity)}${t(": ")}${words.kind(alert.kind)}${t(", ")}${place}`;
  speak(alert.severity === "critical" ? "urgent" : "polite", text);
}

function ringWatch(type: string): void {
  if (!store.wall) ring(type === "watch.missed" ? "critical" : "normal");
}

const SAID: Record<string, () => string> = {
  "incident.discovered": () => t("Reported"),
  "incident.overdue": () => t("Late"),
  "incident.urged": () => t("Urged"),
  "task.silent": () => t("No word from a unit"),
};

function hearCase(type: string, incident: Incident): void {
  if (incident.severity === "notice") return;
  if (!store.wall) ring(type === "incident.discovered" ? incident.severity : "normal");
  const text = `${SAID[type]?.() ?? ""}${t(": ")}${words.kind(incident.kind)}${t(", ")}${incident.place?.name ?? t("place unknown")}`;
  speak(type === "incident.discovered" && incident.severity === "critical" ? "urgent" : "polite", text);
}

function speak(how: "polite" | "urgent", text: string): void {
  store.said.value = { ...store.said.peek(), [how]: text };
}

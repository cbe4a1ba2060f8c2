/** The device list's script: fetch all rows, then follow the wire. */

import { render } from "preact";
import { LiveClient } from "./live/client";
import { get, type Answer } from "./live/commands";
import type { DeviceRow } from "./live/state";
import { Devices, devices, live, now } from "./lists/Devices";
import type { Row } from "./lists/order";
import { boot } from "./parts/boot";
import { useClock } from "./parts/time";
import { loadWords } from "./parts/words";

const booted = boot();
useClock(booted.market.timezone, booted.language);
await loadWords(booted.language);

interface Page {
  items?: Row[];
  devices?: Row[];
  next?: string | null;
  next_cursor?: string | null;
}

async function fetchAll(): Promise<Row[]> {
  const found: Row[] = [];
  let cursor: string | null | undefined = null;
  do {
    const answer: Answer<Page> = await get<Page>(`/api/v1/markets/${booted.market.code}/devices${cursor ? `?cursor=${cursor}` : ""}`);
    if (!answer.ok) throw new Error(`devices: ${answer.status}`);
    found.push(...(answer.body.items ?? answer.body.devices ?? []));
    cursor = answer.body.next_cursor ?? answer.body.next;
  } while (cursor);
  return found;
}

function merge(states: Record<string, DeviceRow>): void {
  devices.value = devices.value.map((row) => {
    const state = states[row.code];
    if (!state || state.version <= row.version) return row;
    const seen = state.status === "online" ? new Date(now.value).toISOString() : row.last_seen_at;
    return { ...row, status: state.status, since: state.since, battery: state.battery, version: state.version, last_seen_at: seen };
  });
}

const root = document.getElementById("devices");
if (root) {
  devices.value = await fetchAll();
  root.replaceChildren();
  render(<Devices />, root);
  new LiveClient(booted.room ?? `market:${booted.market.code}`, {
    state: (state) => merge(state.devices ?? {}),
    event: () => undefined,
    positions: () => undefined,
    beat: (beat) => (now.value = Date.parse(beat.at)),
    link: (up) => (live.value = up),
    away: () => undefined,
    refused: () => undefined,
  });
}

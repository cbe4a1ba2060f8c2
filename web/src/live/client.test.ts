import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Socket } from "socket.io-client";
import { together, type Away } from "./away";
import { LiveClient, type Listener } from "./client";
import { behind, hello, judge } from "./room";
import type { State } from "./state";

type Hear = (body?: unknown) => void;

class FakeSocket {
  active = true;
  connected = 0;
  readonly ears = new Map<string, Hear>();
  readonly sent: [string, unknown][] = [];
  on(name: string, ear: Hear): this {
    this.ears.set(name, ear);
    return this;
  }
  emit(name: string, body: unknown): this {
    this.sent.push([name, body]);
    return this;
  }
  connect(): this {
    this.connected += 1;
    return this;
  }
  say(name: string, body?: unknown): void {
    this.ears.get(name)?.(body);
  }
}

const ROOM = "market:yunda";
const alert = (id: number) => ({ id, version: 1, attention: "new" });
const raised = (seq: number, id = seq) => ({ room: ROOM, seq, type: "alert.raised", entity: `alert:${id}`, version: 1, body: alert(id) });

let socket: FakeSocket;
let states: State[];
let gone: Away[];
let rung: number[];
let refused: number;

function board(): void {
  socket = new FakeSocket();
  states = [];
  gone = [];
  rung = [];
  refused = 0;
  const listener: Listener = {
    state: (state) => states.push(state),
    event: (event) => rung.push(event.seq),
    positions: () => undefined,
    beat: () => undefined,
    link: () => undefined,
    away: (away) => gone.push(away),
    refused: () => (refused += 1),
  };
  new LiveClient(ROOM, listener, socket as unknown as Socket);
}

/** The worker is shared: whoever comes next waits by the real clock. */
afterEach(() => void vi.useRealTimers());

beforeEach(() => {
  vi.useFakeTimers({ now: 1_000_000 });
  board();
});

function begin(seq: number): void {
  socket.say("connect");
  socket.say("snapshot", { room: ROOM, seq, epoch: "e1", state: { alerts: {} } });
  socket.say("ready", { heads: { [ROOM]: seq } });
}

/** Hear a beat, then nothing for so many ms, then the line again. */
function comeBackAfter(silence: number): void {
  begin(41);
  socket.say("beat", { at: "2026-11-23T14:00:00Z", parts: {}, data_age_s: 1 });
  vi.advanceTimersByTime(silence);
  socket.say("connect");
}

test("the first hello asks for a snapshot, and the next one for what came since", () => {
  begin(41);
  socket.say("stream", raised(42));
  socket.say("connect");
  expect(socket.sent).toEqual([
    ["hello", { rooms: [{ room: ROOM }] }],
    ["hello", { rooms: [{ room: ROOM, since: 42 }], epoch: "e1" }],
  ]);
});

test("what follows without a gap is applied, once", () => {
  begin(41);
  socket.say("stream", raised(42));
  socket.say("stream", raised(42));
  socket.say("stream", raised(43));
  vi.runAllTimers();
  expect(rung).toEqual([42, 43]);
  expect(Object.keys(states.at(-1)?.alerts ?? {})).toEqual(["42", "43"]);
});

test("a gap is never passed over: it is asked for, once, from the last number held", () => {
  begin(41);
  socket.say("stream", raised(44));
  socket.say("stream", raised(45));
  expect(rung).toEqual([]);
  expect(socket.sent.filter(([name]) => name === "resume")).toEqual([["resume", { room: ROOM, since: 41 }]]);
});

test("a gap is asked for again when nobody answers", () => {
  begin(41);
  socket.say("stream", raised(44));
  vi.advanceTimersByTime(3500);
  socket.say("stream", raised(45));
  expect(socket.sent.filter(([name]) => name === "resume")).toHaveLength(2);
});

test("a replay that ends short of the head asks for the rest", () => {
  socket.say("connect");
  socket.say("snapshot", { room: ROOM, seq: 41, epoch: "e1", state: {} });
  socket.say("ready", { heads: { [ROOM]: 43 } });
  expect(socket.sent.at(-1)).toEqual(["resume", { room: ROOM, since: 41 }]);
});

test("after a reset the board says how long it was away, how much came and what is open", () => {
  comeBackAfter(134_000);
  socket.say("reset", { room: ROOM, reason: "too-old" });
  const state = { alerts: { "50": alert(50), "51": { ...alert(51), attention: "linked" } } };
  socket.say("snapshot", { room: ROOM, seq: 99, epoch: "e2", state });
  socket.say("ready", { heads: { [ROOM]: 99 } });
  expect(gone).toEqual([{ seconds: 134, alerts: 2, open: 1 }]);
});

test("a board that comes back counts when it has caught up, not before", () => {
  comeBackAfter(30_000);
  socket.say("ready", { heads: { [ROOM]: 43 } });
  expect(gone).toEqual([]);
  socket.say("stream", raised(42));
  socket.say("stream", raised(43));
  socket.say("ready", { heads: { [ROOM]: 43 } });
  expect(gone).toEqual([{ seconds: 30, alerts: 2, open: 2 }]);
});

test("a line that breaks again before the absence was told does not make it shorter", () => {
  comeBackAfter(30_000);
  socket.say("stream", raised(42));
  socket.say("beat", { at: "2026-11-23T14:00:30Z", parts: {}, data_age_s: 1 });
  vi.advanceTimersByTime(1000);
  socket.say("connect");
  socket.say("ready", { heads: { [ROOM]: 42 } });
  expect(gone).toEqual([{ seconds: 30, alerts: 1, open: 1 }]);
});

test("an absence that was told is not told again, without its alerts, when the line breaks before the first beat", () => {
  comeBackAfter(18_000);
  socket.say("stream", raised(42));
  socket.say("ready", { heads: { [ROOM]: 42 } });
  vi.advanceTimersByTime(500);
  socket.say("connect");
  socket.say("ready", { heads: { [ROOM]: 42 } });
  expect(gone).toEqual([{ seconds: 18, alerts: 1, open: 1 }]);
});

test("an absence that nobody has acknowledged is added to the next one", () => {
  const first = { seconds: 18, alerts: 1, open: 1 };
  expect(together(null, first)).toEqual(first);
  expect(together(first, { seconds: 40, alerts: 2, open: 0 })).toEqual({ seconds: 58, alerts: 3, open: 1 });
});

test("the server's own numbers of what was missed are believed", () => {
  comeBackAfter(60_000);
  socket.say("reset", { room: ROOM, reason: "too-old", missed: { alerts: 7, open: 2 } });
  socket.say("snapshot", { room: ROOM, seq: 99, epoch: "e2", state: {} });
  socket.say("ready", { heads: { [ROOM]: 99 } });
  expect(gone).toEqual([{ seconds: 60, alerts: 7, open: 2 }]);
});

test("a line that the server refuses is knocked at again, and somebody is asked to sign in", () => {
  begin(41);
  socket.active = false;
  socket.say("disconnect", "io server disconnect");
  vi.advanceTimersByTime(4000);
  socket.say("connect_error", new Error("sign-in-needed"));
  vi.advanceTimersByTime(4000);
  expect([refused, socket.connected]).toEqual([1, 2]);
});

test("the second hello says when the server was last heard", () => {
  begin(41);
  socket.say("beat", { at: "2026-11-23T14:00:00Z", parts: {}, data_age_s: 1 });
  socket.say("connect");
  const asked = { room: ROOM, since: 41, heard_at: "2026-11-23T14:00:00Z" };
  expect(socket.sent.at(-1)).toEqual(["hello", { rooms: [asked], epoch: "e1" }]);
});

test("events of other rooms, and events before the first snapshot, change nothing", () => {
  expect(judge(null, 5, false)).toBe("wait");
  begin(41);
  socket.say("stream", { ...raised(42), room: "grid:east-1" });
  expect(rung).toEqual([]);
});

test("nothing held, nothing behind", () => {
  expect(behind(null, 7)).toBe(false);
  expect(hello(ROOM, null)).toEqual({ rooms: [{ room: ROOM }] });
});

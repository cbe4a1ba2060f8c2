/** The live wire: says hello, takes snapshots and numbered events, notices gaps, and judges the link by its beats. */

import { io, type Socket } from "socket.io-client";
import type { Away } from "./away";
import { missed } from "./away";
import { behind, hello, judge, type Held } from "./room";
import { apply, type State, type StreamEvent } from "./state";
import type { Beat } from "./truth";

export type Fix = [code: string, lat: number, lon: number, course: number | null, speed: number | null, age: number];

export interface Listener {
  state(state: State): void;
  event(event: StreamEvent): void;
  positions(at: string, items: Fix[]): void;
  beat(beat: Beat): void;
  link(connected: boolean): void;
  away(away: Away): void;
  /** The server knows this browser no longer: somebody has to sign in. */
  refused(): void;
}

interface Snapshot {
  room: string;
  seq: number;
  epoch: string;
  state: State;
}

const AWAY_WORTH_TELLING_S = 10;
const ASK_AGAIN_MS = 3000;
const DRAW_AFTER_MS = 12;
const KNOCK_AGAIN_MS = 4000;

export class LiveClient {
  private held: Held | null = null;
  private state: State = {};
  private beforeAway: State = {};
  private resuming = false;
  private lastHeard = 0;
  private heardAt: string | null = null;
  private awayFor = 0;
  private told: Partial<Away> = {};
  private flushing = false;
  private knocking: ReturnType<typeof setTimeout> | undefined;
  private readonly socket: Socket;

  constructor(private readonly room: string, private readonly to: Listener, socket?: Socket) {
    this.socket = socket ?? io({ transports: ["websocket", "polling"], reconnectionDelayMax: 4000 });
    this.listen();
    if (this.socket.connected) this.connected(); // it was somebody else's wire first
  }

  /** The wire itself, for whoever else on this page wants to hear a room. */
  get wire(): Socket {
    return this.socket;
  }

  /** Tell the other officers which card is open here. */
  open(market: string, entity: string | null): void {
    this.socket.emit("open", { market, entity });
  }

  private listen(): void {
    this.socket.on("connect", () => this.connected());
    this.socket.on("disconnect", () => this.lost());
    this.socket.on("connect_error", (error: Error) => {
      if (error.message === "sign-in-needed") this.to.refused();
      this.lost();
    });
    this.socket.on("snapshot", (snapshot: Snapshot) => this.take(snapshot));
    this.socket.on("stream", (event: StreamEvent) => this.hear(event));
    this.socket.on("ready", (ready: { heads: Record<string, number> }) => this.ready(ready.heads));
    this.socket.on("reset", (reset: { room: string; missed?: Partial<Away> | null }) => this.reset(reset));
    this.socket.on("positions", (p: { at: string; items: Fix[] }) => this.to.positions(p.at, p.items));
    this.socket.on("beat", (beat: Beat) => {
      this.lastHeard = Date.now();
      this.heardAt = beat.at;
      this.to.beat(beat);
    });
  }

  private connected(): void {
    if (this.awayFor === 0) this.beforeAway = this.state; // else the line broke again before the last absence was told
    const silence = this.lastHeard === 0 ? 0 : (Date.now() - this.lastHeard) / 1000;
    this.awayFor = Math.max(this.awayFor, silence);
    this.resuming = false;
    this.to.link(true);
    this.socket.emit("hello", hello(this.room, this.held, this.heardAt));
  }

  /** Socket.IO comes back by itself, unless the server itself cut the line or refused it. */
  private lost(): void {
    this.to.link(false);
    if (this.socket.active || this.knocking !== undefined) return;
    this.knocking = setTimeout(() => {
      this.knocking = undefined;
      this.socket.connect();
    }, KNOCK_AGAIN_MS);
  }

  private take(snapshot: Snapshot): void {
    if (snapshot.room !== this.room) return;
    this.held = { epoch: snapshot.epoch, seq: snapshot.seq };
    this.state = snapshot.state;
    this.resuming = false;
    this.flush();
  }

  private hear(event: StreamEvent): void {
    if (event.room !== this.room) return;
    switch (judge(this.held, event.seq, this.resuming)) {
      case "apply":
        this.held = { epoch: this.held?.epoch ?? "", seq: event.seq };
        this.state = apply(this.state, event);
        this.to.event(event);
        this.flush();
        return;
      case "resume":
        this.resume();
        return;
      case "ignore":
      case "wait":
    }
  }

  /**
   * What came while this board was away is counted when all of it is here: each `resume` has a `ready` of its own.
   * Told once: a line that breaks again before the first beat has not been away since before the last absence.
   */
  private ready(heads: Record<string, number>): void {
    this.resuming = false;
    if (behind(this.held, heads[this.room])) {
      this.resume();
      return;
    }
    if (this.awayFor >= AWAY_WORTH_TELLING_S) {
      this.to.away(missed(this.beforeAway, this.state, this.awayFor, this.told));
    }
    this.awayFor = 0;
    this.told = {};
    if (this.lastHeard !== 0) this.lastHeard = Date.now();
  }

  private reset(reset: { room: string; missed?: Partial<Away> | null }): void {
    if (reset.room !== this.room) return;
    this.told = reset.missed ?? {};
    this.held = null;
  }

  /** Ask once for what is missing; ask again when no answer comes. */
  private resume(): void {
    if (this.held === null) return;
    this.resuming = true;
    this.socket.emit("resume", { room: this.room, since: this.held.seq });
    setTimeout(() => (this.resuming = false), ASK_AGAIN_MS);
  }

  /** A replay of thousands of events draws once. */
  private flush(): void {
    if (this.flushing) return;
    this.flushing = true;
    setTimeout(() => {
      this.flushing = false;
      this.to.state(this.state);
    }, DRAW_AFTER_MS);
  }
}

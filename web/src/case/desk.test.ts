import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Incident } from "../live/state";
import * as desk from "./desk";

const CASE = { id: 7, version: 3, step: "accepted" } as unknown as Incident;
let sent: { command: string; version: number }[] = [];
let answer: (status: number) => void = () => undefined;

function asked(_address: string, told: RequestInit): Promise<Response> {
  const body = JSON.parse(String(told.body)) as { command: string; expected_version: number };
  sent.push({ command: body.command, version: body.expected_version });
  return new Promise((done) => {
    answer = (status) => {
      const version = body.expected_version + 1;
      const said = status === 200 ? { version, step: "accepted", card: { ...CASE, version }, you_can: ["tick"] } : { code: "not-now", because: "clock" };
      done(new Response(JSON.stringify(said), { status, headers: { "Content-Type": "application/json" } }));
    };
  });
}

const settled = () => new Promise((done) => setTimeout(done, 0));

beforeEach(() => {
  sent = [];
  vi.stubGlobal("fetch", asked);
  vi.stubGlobal("document", { querySelector: () => null });
  desk.subject.value = CASE;
});
afterEach(() => vi.unstubAllGlobals());

test("what is pressed while an order is on its way is sent after it, on what came of it", async () => {
  const first = desk.order("tick", { key: "a" });
  const second = desk.order("tick", { key: "b" });
  await settled();
  expect(sent).toEqual([{ command: "tick", version: 3 }]);
  answer(200);
  expect(await first).toBe(true);
  await settled();
  answer(200);
  expect(await second).toBe(true);
  expect(sent).toEqual([{ command: "tick", version: 3 }, { command: "tick", version: 4 }]);
});

test("the same press twice is one order", async () => {
  const first = desk.order("dispatch", { units: ["device:car-01"] });
  expect(await desk.order("dispatch", { units: ["device:car-01"] })).toBe(false);
  await settled();
  answer(200);
  await first;
  expect(sent.length).toBe(1);
});

test("what waits is not sent to another case", async () => {
  const first = desk.order("tick", { key: "a" });
  const second = desk.order("tick", { key: "b" });
  await settled();
  desk.subject.value = { ...CASE, id: 8 };
  answer(200);
  await first;
  expect(await second).toBe(false);
  expect(sent.length).toBe(1);
});

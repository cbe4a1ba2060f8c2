import { expect, test } from "vitest";
import shared from "../../../tests/rules/live_vectors.json";
import { apply, type State, type StreamEvent } from "./state";

interface Vector {
  says: string;
  state: State;
  event: StreamEvent;
  then: State;
}

const vectors = shared as unknown as Vector[];

test.each(vectors.map((vector) => [vector.says, vector] as const))("%s", (_, vector) => {
  const before = structuredClone(vector.state);
  expect(apply(vector.state, vector.event)).toEqual(vector.then);
  expect(vector.state).toEqual(before);
});

test("a kind this page does not know leaves the state as it is", () => {
  const state: State = { alerts: {} };
  const event = { room: "market:yunda", seq: 1, type: "comet.passed", entity: "comet:1", version: 1, body: {} };
  expect(apply(state, event)).toBe(state);
});

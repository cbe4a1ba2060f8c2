/** Hands the open incident of the board to the desk of incidents. */

import { effect } from "@preact/signals";
import * as desk from "../case/desk";
import * as store from "./store";

export function caseOnBoard(): void {
  effect(() => void (desk.now.value = store.now.value));
  effect(() => {
    const open = store.openIncident.value;
    const held = desk.subject.peek();
    if (open === null || held?.id !== open.id || held.version <= open.version) desk.subject.value = open;
  });
  effect(() => void (desk.others.value = Object.values(store.state.value.incidents ?? {})));
  effect(() => void (desk.calls.value = Object.values(store.state.value.roll_calls ?? {})));
  if (!store.wall) desk.follow();
}

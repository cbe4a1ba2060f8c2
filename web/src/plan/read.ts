/** Fetches the plan and makes sure of its shape. */

import type { Plan, PlanDevice, PlanLane, PlanPlace } from "./model";

interface Told {
  places?: PlanPlace[];
  lanes?: PlanLane[];
  devices?: PlanDevice[];
}

export async function fetchPlan(market: string): Promise<Plan> {
  const answer = await fetch(`/api/v1/markets/${market}/plan`, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(`plan: ${answer.status}`);
  return readPlan((await answer.json()) as Told);
}

export function readPlan(told: Told): Plan {
  const of = (kind: string) => (told.places ?? []).filter((place) => place.kind === kind);
  return {
    market: of("market")[0] ?? null,
    grids: of("grid"), groups: of("group"), shops: of("shop"),
    zones: of("zone"), gates: of("gate"), workrooms: of("workroom"),
    lanes: told.lanes ?? [],
    devices: told.devices ?? [],
  };
}

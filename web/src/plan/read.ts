/** Fetches the plan. */

import type { Plan } from "./model";

export async function fetchPlan(market: string): Promise<Plan> {
  const answer = await fetch(`/api/v1/markets/${market}/plan`);
  if (!answer.ok) throw new Error(`plan: ${answer.status}`);
  return (await answer.json()) as Plan;
}

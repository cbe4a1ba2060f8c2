/** How a case stands between its tasks: who is out, and for whom it waits once nobody is. */

import type { Incident } from "../live/state";
import { t } from "../parts/words";

const OPEN = new Set(["sent", "coming", "arrived"]);

/** The units that are out. */
export function out(incident: Incident): string[] {
  return (incident.tasks ?? []).filter((task) => OPEN.has(task.state)).map((task) => task.unit);
}

/** What others have to do before it goes on; null where nothing is done yet, or who looks on may do it. */
export function waitsFor(incident: Incident, can: ReadonlySet<string>): string | null {
  const done = (incident.tasks ?? []).some((task) => task.state === "done" && task.round === incident.round);
  if (incident.step !== "dispatched" || !done || out(incident).length > 0) return null;
  if (incident.verified_by != null) {
    const by = { name: incident.verified_by };
    return can.has("close") ? t("Verified by {name}.", by) : t("Verified by {name}. Somebody else closes it now.", by);
  }
  return can.has("verify") || can.has("close") ? null : t("Everybody is back. It is verified and closed by another officer or the shift leader, not by who handled it.");
}

/** The QR at a checkpoint opened this page: note that somebody is there, with the signal or without. */

import { t } from "../../parts/words";
import { fixNow } from "./here";
import { expecting, noted, open, proof, tell } from "./own";

const ADDRESS = /^\/field\/at\/[^/]+\/([^/]+)$/;
const PATIENCE_MS = 3000;

export function arrivedAt(path: string, query: string): { checkpoint: string; code: string } | null {
  const found = ADDRESS.exec(path);
  const code = new URLSearchParams(query).get("k");
  return found?.[1] && code ? { checkpoint: decodeURIComponent(found[1]), code } : null;
}

export async function takeArrival(): Promise<void> {
  const here = arrivedAt(location.pathname, location.search);
  if (here === null) return;
  history.replaceState(null, "", "/field");
  await arrive(here.checkpoint, here.code);
}

export async function arrive(checkpoint: string, code: string): Promise<void> {
  const round = expecting(open.peek(), checkpoint);
  if (round === null) return void (noted.value = t("No round of yours expects you at this checkpoint now."));
  const spot = round.checkpoints.find((each) => each.code === checkpoint);
  const fix = await fixNow(PATIENCE_MS);
  await tell(round, "scan", spot?.name ?? checkpoint, { checkpoint, ...proof(code, fix) });
  noted.value = t("Noted: you are at {place}.", { place: spot?.name ?? checkpoint });
}

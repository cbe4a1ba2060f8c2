/** The routes editor's script. */

import { render } from "preact";
import { get } from "./live/commands";
import { boot } from "./parts/boot";
import { loadWords } from "./parts/words";
import { fetchPlan } from "./plan/read";
import { Editor } from "./routes/Editor";
import { plan, routes, spots, type Route, type Spot } from "./routes/store";

const booted = boot();
await loadWords(booted.language);

const root = document.getElementById("routes");
if (root && booted.may?.includes("set-rounds")) {
  const base = `/api/v1/markets/${booted.market.code}`;
  const [ground, known, placed] = await Promise.all([fetchPlan(booted.market.code), get<{ items: Route[] }>(`${base}/patrol-routes`), get<{ items: Spot[] }>(`${base}/checkpoints`)]);
  plan.value = ground;
  if (known.ok) routes.value = known.body.items;
  if (placed.ok) spots.value = placed.body.items;
  root.replaceChildren();
  render(<Editor />, root);
}

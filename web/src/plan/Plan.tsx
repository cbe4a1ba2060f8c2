/** The plan on the board: the map, what the pointer is over, and the switches of its layers. */

import { effect, signal, useSignalEffect } from "@preact/signals";
import type { LeafletMouseEvent } from "leaflet";
import { useEffect, useRef } from "preact/hooks";
import * as store from "../board/store";
import { wide } from "../board/order";
import { pointed, pointing } from "../case/Report";
import { knowPlan } from "../case/spots";
import type { Alert } from "../live/state";
import { Icon } from "../parts/icons";
import { keep, kept } from "../parts/keep";
import { drawn } from "../parts/theme";
import { age } from "../parts/time";
import * as words from "../parts/vocabulary";
import { t } from "../parts/words";
import { Chart, type Found, type Shown } from "./chart";
import { enlarge } from "./colours";
import type { Layers } from "./ground";
import { fetchPlan } from "./read";
import { Tip } from "./Tip";

const ALL: Layers = { groups: true, lanes: true, zones: true, cameras: true, devices: true, units: true };

export const layers = signal<Layers>({ ...ALL, ...(JSON.parse(kept("layers") ?? "{}") as Partial<Layers>) });
export const chart = signal<Chart | null>(null);
const failed = signal(false);
const tip = signal<{ found: Found; x: number; y: number } | null>(null);

function openAlerts(): Alert[] {
  return Object.values(store.state.value.alerts ?? {}).filter((alert) => {
    const shelved = alert.shelved_until !== null && Date.parse(alert.shelved_until) > store.now.peek();
    return !shelved;
  });
}

function shown(): Shown {
  return {
    theme: drawn.value,
    layers: layers.value,
    states: store.state.value.devices ?? {},
    ageWord: age,
    marked: {
      alerts: openAlerts(),
      opened: store.openAlert.value?.id ?? null,
      place: chart.value?.place(store.openAlert.value?.place?.code ?? store.openIncident.value?.place?.code) ?? null,
      text: (alert) => `${words.kind(alert.kind)} · ${(wide(alert.place) ? alert.device?.name : null) ?? alert.place?.name ?? ""}`,
    },
  };
}

async function begin(element: HTMLElement): Promise<void> {
  try {
    const plan = await fetchPlan(store.booted.market.code);
    knowPlan(plan);
    enlarge(store.wall ? 1.5 : 1);
    const made = new Chart(element, plan, store.booted.market, shown());
    chart.value = made;
    store.placeNames.value = new Map([...plan.grids, ...plan.groups].map((place) => [place.code, place.name]));
    listen(made);
    follow(made);
    element.dataset["drawn"] = String(Math.round(performance.now()));
  } catch (error) {
    console.warn(error);
    failed.value = true;
  }
}

function listen(made: Chart): void {
  made.map.on("mousemove", (event: LeafletMouseEvent) => {
    const found = made.under(event.containerPoint, openAlerts());
    const any = found.alert ?? found.device ?? found.mover ?? found.place;
    made.map.getContainer().classList.toggle("over-alert", found.alert !== null);
    tip.value = any === null ? null : { found, x: event.containerPoint.x, y: event.containerPoint.y };
  });
  made.map.on("mouseout movestart", () => (tip.value = null));
  made.map.on("click", (event: LeafletMouseEvent) => {
    if (pointing.peek()) return pointed(event.latlng.lng, event.latlng.lat);
    const found = made.under(event.containerPoint, openAlerts());
    if (found.alert) store.open(found.alert.incident === null ? `alert:${found.alert.id}` : `incident:${found.alert.incident}`);
    tip.value = found.alert ? null : { found, x: event.containerPoint.x, y: event.containerPoint.y };
  });
}

function follow(made: Chart): void {
  effect(() => made.show({ theme: drawn.value, layers: layers.value }));
  effect(() => {
    const { states, marked } = shown();
    made.show({ states, marked });
  });
  let last: string | null = null;
  effect(() => {
    const card = store.openAlert.value ?? store.openIncident.value;
    const opened = store.opened.value;
    if (opened === last || (opened !== null && card === null)) return;
    last = opened;
    if (card && card.x !== null && card.y !== null) {
      made.lookAt([card.x, card.y], innerWidth > 900 && !store.wall ? 400 : 0);
    }
  });
}

export function Plan() {
  const element = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (element.current) void begin(element.current);
  }, []);
  useSignalEffect(() => {
    if (store.pane.value === "plan") requestAnimationFrame(() => chart.value?.appeared());
  });
  return (
    <section class="plan" aria-label={t("Plan of the market")}>
      <div class="chart" ref={element} role="application" tabIndex={0} aria-label={t("Plan: arrow keys move it, plus and minus zoom")} />
      {pointing.value ? <p class="pointing" role="status">{t("Click where it is.")} <button type="button" onClick={() => ((pointing.value = false), (store.dialog.value = "report"))}>{t("Cancel")}</button></p> : null}
      {failed.value ? <p class="plan-failed" role="alert">{t("The plan could not be loaded. The queue still works. Reload the page to try again.")}</p> : null}
      {tip.value && chart.value ? <Tip chart={chart.value} found={tip.value.found} x={tip.value.x} y={tip.value.y} /> : null}
      {store.wall ? null : <Controls />}
    </section>
  );
}

function Controls() {
  const map = chart.value?.map;
  return (
    <div class="plan-controls">
      <details class="layer-switch">
        <summary aria-label={t("Layers")} title={t("Layers")}><Icon name="layers" /></summary>
        <fieldset>
          <legend class="unseen">{t("Layers")}</legend>
          <Switch name="units" word={t("Cars and guards")} />
          <Switch name="cameras" word={t("Cameras")} />
          <Switch name="devices" word={t("Buttons and sensors")} />
          <Switch name="groups" word={t("Groups of ten")} />
          <Switch name="lanes" word={t("Lane names")} />
          <Switch name="zones" word={t("Zones and fire lanes")} />
        </fieldset>
      </details>
      <button type="button" aria-label={t("Zoom in")} title={t("Zoom in")} onClick={() => map?.zoomIn()}><Icon name="plus" /></button>
      <button type="button" aria-label={t("Zoom out")} title={t("Zoom out")} onClick={() => map?.zoomOut()}><Icon name="minus" /></button>
      <button type="button" aria-label={t("Whole market")} title={`${t("Whole market")} (G 0)`} onClick={() => chart.value?.whole()}><Icon name="whole" /></button>
    </div>
  );
}

function Switch({ name, word }: { name: keyof Layers; word: string }) {
  const flip = () => {
    layers.value = { ...layers.value, [name]: !layers.value[name] };
    keep("layers", JSON.stringify(layers.value));
  };
  return <label><input type="checkbox" checked={layers.value[name]} onChange={flip} /> {word}</label>;
}

/** The map itself: Leaflet without tiles, three canvases, and the ways to move about. */

import * as L from "leaflet";
import type { Alert } from "../live/state";
import { calm } from "../parts/motion";
import { CanvasLayer } from "./canvas";
import { colours, px, type Colours } from "./colours";
import { deviceAt, raster, type Raster } from "./find";
import { drawGround, prepare, type Ground, type Layers } from "./ground";
import { drawAlerts, drawDevices, type Marked } from "./marks";
import { boxOf, type Plan, type PlanDevice, type PlanPlace, type Point } from "./model";
import { drawMovers, moverAt, restless, watchMovers } from "./movers";

export interface Found {
  place: PlanPlace | null;
  device: PlanDevice | null;
  mover: string | null;
  alert: Alert | null;
}

export interface Shown {
  theme: "night" | "day";
  layers: Layers;
  marked: Marked;
  states: Parameters<typeof drawDevices>[2];
  ageWord: (seconds: number) => string;
}

const MOVING = { car: "car", phone: "phone" };
const REACH_PX = 14;
const IDLE_MS = 1000;

export class Chart {
  readonly map: L.Map;
  private readonly ground: Ground;
  private readonly raster: Raster;
  private readonly layers: CanvasLayer[];
  private readonly cars: Set<string>;
  private readonly still: PlanDevice[];
  private running = false;
  private colour: Colours;

  constructor(element: HTMLElement, readonly plan: Plan, frame: { lat: number; lon: number; rotation_deg: number }, private shown: Shown) {
    this.colour = colours(shown.theme);
    this.ground = prepare(plan);
    this.raster = raster(plan);
    this.cars = new Set(plan.devices.filter((device) => device.class === MOVING.car).map((device) => device.code));
    this.still = plan.devices.filter((device) => !(device.class in MOVING));
    this.map = L.map(element, {
      crs: L.CRS.Simple, preferCanvas: true, zoomControl: false, attributionControl: false, zoomSnap: 0, zoomDelta: 0.5,
      wheelPxPerZoomLevel: 90, minZoom: -1, maxZoom: 6, maxBoundsViscosity: 0.7, keyboardPanDelta: 120, boxZoom: false,
      zoomAnimation: !calm(), fadeAnimation: false, inertia: !calm(),
    });
    this.layers = [
      new CanvasLayer((view) => drawGround(view, this.ground, this.colour, this.shown.layers), 1, 0.2),
      new CanvasLayer((view) => {
        drawDevices(view, this.still, this.shown.states, this.colour, this.shown.layers);
        drawAlerts(view, this.shown.marked, this.colour);
      }, 3, 0.1),
      new CanvasLayer((view) => {
        if (!this.shown.layers.units) return;
        drawMovers(view, performance.now(), this.colour, (code) => this.cars.has(code), this.shown.ageWord);
      }, 2, 0),
    ];
    this.whole(false);
    this.map.setMaxBounds(this.bounds().pad(0.6));
    for (const layer of this.layers) layer.addTo(this.map);
    watchMovers(frame, () => this.run());
    setInterval(() => this.run(), IDLE_MS);
  }

  show(shown: Partial<Shown>): void {
    const ground = shown.theme !== undefined || shown.layers !== undefined;
    this.shown = { ...this.shown, ...shown };
    this.colour = colours(this.shown.theme);
    if (ground) this.layers[0]?.redraw();
    this.layers[1]?.redraw();
    this.run();
  }

  /** A map that was hidden when it began knows no size, and shows the whole market once it has one. */
  appeared(): void {
    const hidden = this.map.getSize().x === 0;
    this.map.invalidateSize({ animate: false });
    if (hidden && this.map.getSize().x > 0) this.whole(false);
  }

  /** Frames only as long as something moves. */
  private run(): void {
    if (this.running || document.hidden) return;
    this.running = true;
    const step = () => {
      this.layers[2]?.paint();
      this.running = restless(performance.now());
      if (this.running) requestAnimationFrame(step);
    };
    requestAnimationFrame(step);
  }

  whole(softly = true): void {
    this.map.fitBounds(this.bounds(), { padding: [px(28), 24], animate: softly && !calm() });
  }

  zoomToGrid(index: number): void {
    const grid = this.plan.grids[index];
    if (!grid || grid.boundary.length < 3) return;
    this.map.fitBounds(bounds(grid.boundary), { padding: [24, 24], animate: !calm() });
  }

  /** Bring a place into the part of the map that nothing covers; a look around stays where it is. */
  lookAt(point: Point, coveredRight: number): void {
    const at = L.latLng(point[1], point[0]);
    const size = this.map.getSize();
    const pixel = this.map.latLngToContainerPoint(at);
    const zoom = Math.max(this.map.getZoom(), Math.log2(5));
    const inside = pixel.x > 60 && pixel.y > 60 && pixel.x < size.x - coveredRight - 60 && pixel.y < size.y - 60;
    if (inside && zoom === this.map.getZoom()) return;
    const centre = this.map.unproject(this.map.project(at, zoom).add([coveredRight / 2, 0]), zoom);
    this.map.setView(centre, zoom, { animate: !calm(), duration: 0.5 });
  }

  under(pixel: L.Point, alerts: Alert[]): Found {
    const at = this.map.containerPointToLatLng(pixel);
    const point: Point = [at.lng, at.lat];
    const reach = REACH_PX / 2 ** this.map.getZoom();
    const alert = alerts.find((each) => each.x !== null && each.y !== null && Math.hypot(each.x - point[0], each.y - point[1]) < reach);
    return {
      alert: alert ?? null,
      mover: this.shown.layers.units ? (moverAt(point, reach)?.code ?? null) : null,
      device: this.deviceUnder(point, reach),
      place: this.raster.at(point),
    };
  }

  place(code: string | undefined): PlanPlace | null {
    return code === undefined ? null : (this.ground.byCode.get(code) ?? null);
  }

  name(code: string | null): string {
    return (code !== null && this.ground.byCode.get(code)?.name) || (code ?? "");
  }

  private deviceUnder(point: Point, reach: number): PlanDevice | null {
    const scale = 2 ** this.map.getZoom();
    const { cameras, devices } = this.shown.layers;
    const seen = this.still.filter((device) => (device.class === "camera" ? cameras && scale > 4 : devices && scale > 7));
    return deviceAt(seen, point, reach * 0.7);
  }

  private bounds(): L.LatLngBounds {
    const floor = this.plan.market?.boundary ?? [];
    const all = floor.length > 2 ? floor : this.plan.shops.flatMap((shop) => shop.boundary);
    return bounds(all.length ? all : [[0, 0], [100, 100]]);
  }
}

function bounds(points: Point[]): L.LatLngBounds {
  const box = boxOf(points);
  return L.latLngBounds([box.south, box.west], [box.north, box.east]);
}

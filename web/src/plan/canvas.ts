/** A Leaflet layer that is one canvas, drawn in plan metres; it rides along while the map moves. */

import * as L from "leaflet";
import type { Box, Point } from "./model";

export interface View {
  context: CanvasRenderingContext2D;
  /** Pixels of the screen in one metre. */
  scale: number;
  seen: Box;
  /** Metres to pixels of this canvas. */
  at(point: Point): Point;
  /** Draw what follows in metres, y to the north; `plain` goes back to pixels. */
  metres(): void;
  plain(): void;
}

export class CanvasLayer extends L.Layer {
  private canvas = document.createElement("canvas");
  private topLeft = L.point(0, 0);
  private centre = L.latLng(0, 0);
  private zoom = 0;
  private asked = false;

  /** `padding` is what is drawn beyond each edge, so that a drag does not bare it, in parts of the map. */
  constructor(private readonly draw: (view: View) => void, private readonly order: number, private readonly padding: number) {
    super();
    this.canvas.className = "plan-canvas leaflet-zoom-animated";
    this.canvas.style.zIndex = String(this.order);
    this.canvas.setAttribute("aria-hidden", "true");
  }

  override onAdd(map: L.Map): this {
    map.getPane("overlayPane")?.appendChild(this.canvas);
    this.place();
    return this;
  }

  override onRemove(): this {
    this.canvas.remove();
    return this;
  }

  override getEvents(): Record<string, L.LeafletEventHandlerFn> {
    return {
      viewreset: () => this.place(),
      moveend: () => this.place(),
      resize: () => this.place(),
      zoom: () => this.stretch(this._map.getCenter(), this._map.getZoom()),
      zoomanim: (event) => {
        const anim = event as L.ZoomAnimEvent;
        this.stretch(anim.center, anim.zoom);
      },
    };
  }

  /** Draw with the next frame. */
  redraw(): void {
    if (this.asked || !this._map) return;
    this.asked = true;
    requestAnimationFrame(() => {
      this.asked = false;
      if (this._map) this.paint();
    });
  }

  /** Draw now; for layers that have a frame of their own. */
  paint(): void {
    const context = this.canvas.getContext("2d");
    if (context === null || !this._map) return;
    const ratio = window.devicePixelRatio || 1;
    const scale = 2 ** this.zoom;
    const origin = this._map.project([0, 0], this.zoom).subtract(this._map.getPixelOrigin()).subtract(this.topLeft);
    const size = { x: this.canvas.width / ratio, y: this.canvas.height / ratio };
    const plain = () => context.setTransform(ratio, 0, 0, ratio, 0, 0);
    plain();
    context.clearRect(0, 0, size.x, size.y);
    this.draw({
      context,
      scale,
      seen: {
        west: -origin.x / scale, east: (size.x - origin.x) / scale,
        north: origin.y / scale, south: (origin.y - size.y) / scale,
      },
      at: ([x, y]) => [origin.x + x * scale, origin.y - y * scale],
      metres: () => context.setTransform(ratio * scale, 0, 0, -ratio * scale, ratio * origin.x, ratio * origin.y),
      plain,
    });
    plain();
  }

  private place(): void {
    const map = this._map;
    const size = map.getSize();
    const ratio = window.devicePixelRatio || 1;
    const padded = size.multiplyBy(1 + 2 * this.padding).round();
    this.topLeft = map.containerPointToLayerPoint(size.multiplyBy(-this.padding)).round();
    this.centre = map.getCenter();
    this.zoom = map.getZoom();
    if (this.canvas.width !== padded.x * ratio || this.canvas.height !== padded.y * ratio) {
      this.canvas.width = padded.x * ratio;
      this.canvas.height = padded.y * ratio;
      this.canvas.style.width = `${padded.x}px`;
      this.canvas.style.height = `${padded.y}px`;
    }
    L.DomUtil.setTransform(this.canvas, this.topLeft, 1);
    this.paint();
  }

  /** While a zoom runs the picture is stretched, as Leaflet's own renderer does. */
  private stretch(centre: L.LatLng, zoom: number): void {
    const map = this._map;
    const scale = map.getZoomScale(zoom, this.zoom);
    const half = map.getSize().multiplyBy(0.5 + this.padding);
    const then = map.project(this.centre, zoom);
    const offset = half.multiplyBy(-scale).add(then).subtract(newOrigin(map, centre, zoom));
    L.DomUtil.setTransform(this.canvas, offset, scale);
  }
}

function newOrigin(map: L.Map, centre: L.LatLng, zoom: number): L.Point {
  const panePosition = L.DomUtil.getPosition(map.getPane("mapPane") as HTMLElement);
  return map.project(centre, zoom).subtract(map.getSize().divideBy(2)).add(panePosition).round();
}

/** Draws what wants attention and what is wired: alerts by shape and colour, cameras with their gaze, devices. */

import { SEVERITIES } from "../board/order";
import type { Alert, DeviceRow, Severity } from "../live/state";
import type { View } from "./canvas";
import { font, px, type Colours } from "./colours";
import { trace, type Layers } from "./ground";
import type { PlanDevice, PlanPlace, Point } from "./model";

export interface Marked {
  alerts: Alert[];
  opened: number | null;
  place: PlanPlace | null;
  text: (alert: Alert) => string;
}

const DEVICES_FROM = 7;
const CAMERAS_FROM = 4;
const GAZE_FROM = 5.5;

export function drawDevices(
  view: View, devices: PlanDevice[], states: Record<string, DeviceRow>, colour: Colours, layers: Layers,
): void {
  for (const device of devices) {
    if (device.x === null || device.y === null) continue;
    const camera = device.class === "camera";
    if (camera ? !layers.cameras || view.scale < CAMERAS_FROM : !layers.devices || view.scale < DEVICES_FROM) continue;
    const { west, east, south, north } = view.seen;
    if (device.x < west || device.x > east || device.y < south || device.y > north) continue;
    const status = states[device.code]?.status ?? "unknown";
    const dead = status === "offline" || status === "silent";
    view.context.globalAlpha = status === "unknown" ? 0.55 : 1;
    if (camera) drawCamera(view, device, dead ? colour.deviceDead : colour.device, dead);
    else drawDevice(view, device, dead ? colour.deviceDead : colour.device, dead);
  }
  view.context.globalAlpha = 1;
}

function drawCamera(view: View, device: PlanDevice, colour: string, dead: boolean): void {
  const { context, scale } = view;
  const [x, y] = view.at([device.x ?? 0, device.y ?? 0]);
  const size = Math.min(1.5, Math.max(0.7, scale / 6));
  context.save();
  context.translate(x, y);
  context.fillStyle = colour;
  context.strokeStyle = colour;
  if (device.facing !== null && scale > GAZE_FROM) {
    context.rotate((device.facing * Math.PI) / 180);
    context.globalAlpha *= 0.28;
    context.beginPath();
    context.moveTo(0, 0);
    context.arc(0, 0, 13 * size, -Math.PI / 2 - 0.5, -Math.PI / 2 + 0.5);
    context.fill();
    context.globalAlpha /= 0.28;
  }
  context.beginPath();
  context.arc(0, 0, 2.4 * size, 0, Math.PI * 2);
  context.fill();
  context.restore();
  if (dead) cross(context, x, y, 4 * size, colour);
}

function drawDevice(view: View, device: PlanDevice, colour: string, dead: boolean): void {
  const { context } = view;
  const [x, y] = view.at([device.x ?? 0, device.y ?? 0]);
  context.fillStyle = colour;
  context.strokeStyle = colour;
  context.lineWidth = 1.2;
  context.beginPath();
  if (device.class === "button") context.rect(x - 2.5, y - 2.5, 5, 5);
  else context.arc(x, y, 2.6, 0, Math.PI * 2);
  if (device.class === "sensor") context.stroke();
  else context.fill();
  if (dead) cross(context, x, y, 5, colour);
}

function cross(context: CanvasRenderingContext2D, x: number, y: number, r: number, colour: string): void {
  context.strokeStyle = colour;
  context.lineWidth = 1.5;
  context.beginPath();
  context.moveTo(x - r, y - r);
  context.lineTo(x + r, y + r);
  context.moveTo(x + r, y - r);
  context.lineTo(x - r, y + r);
  context.stroke();
}

/** The gravest are drawn last, and so on top; labels only where none stands yet. */
export function drawAlerts(view: View, marked: Marked, colour: Colours): void {
  if (marked.place && marked.place.boundary.length > 2) highlight(view, marked.place, colour);
  const placed = marked.alerts.filter((alert) => alert.x !== null && alert.y !== null);
  placed.sort((a, b) => SEVERITIES.indexOf(b.severity) - SEVERITIES.indexOf(a.severity));
  for (const alert of placed) drawMark(view, alert, alert.id === marked.opened, colour);
  const taken = placed.map((alert) => markBox(view, alert));
  for (const alert of placed.reverse()) {
    const opened = alert.id === marked.opened;
    const wanted = opened || alert.severity === "critical" || (alert.severity === "high" && view.scale > 3);
    if (wanted) nameMark(view, alert, marked.text(alert), colour, taken);
  }
}

type Box = [left: number, top: number, right: number, bottom: number];

function markBox(view: View, alert: Alert): Box {
  const [x, y] = view.at([alert.x ?? 0, alert.y ?? 0]);
  return [x - px(10), y - px(10), x + px(10), y + px(10)];
}

function highlight(view: View, place: PlanPlace, colour: Colours): void {
  const path = new Path2D();
  trace(path, place.boundary);
  view.metres();
  view.context.strokeStyle = colour.focus;
  view.context.lineWidth = 2.5 / view.scale;
  view.context.stroke(path);
  view.plain();
}

function drawMark(view: View, alert: Alert, opened: boolean, colour: Colours): void {
  const { context } = view;
  const [x, y] = view.at([alert.x ?? 0, alert.y ?? 0]);
  const quiet = alert.condition === "cleared" || alert.attention !== "new";
  const size = px(opened ? 11 : alert.severity === "notice" ? 6 : 9);
  context.globalAlpha = alert.condition === "cleared" ? 0.5 : 1;
  context.beginPath();
  shape(context, alert.severity, x, y, size);
  context.lineJoin = "round";
  context.lineWidth = 5;
  context.strokeStyle = colour.halo;
  context.stroke();
  context.fillStyle = quiet ? colour.halo : colour.mark[alert.severity];
  context.fill();
  context.lineWidth = 2;
  context.strokeStyle = colour.mark[alert.severity];
  context.stroke();
  context.globalAlpha = 1;
  if (!opened) return;
  context.beginPath();
  context.arc(x, y, 19, 0, Math.PI * 2);
  context.lineWidth = 2;
  context.strokeStyle = colour.focus;
  context.stroke();
}

export function shape(context: CanvasRenderingContext2D, severity: Severity, x: number, y: number, r: number): void {
  const corners: Record<Severity, Point[]> = {
    critical: [[0, -1.1], [1.05, 0.8], [-1.05, 0.8]],
    high: [[0, -1.15], [1.15, 0], [0, 1.15], [-1.15, 0]],
    normal: [],
    notice: [[-0.85, -0.85], [0.85, -0.85], [0.85, 0.85], [-0.85, 0.85]],
  };
  if (severity === "normal") context.arc(x, y, r * 0.92, 0, Math.PI * 2);
  corners[severity].forEach(([dx, dy], i) => (i ? context.lineTo(x + dx * r, y + dy * r) : context.moveTo(x + dx * r, y + dy * r)));
  context.closePath();
}

/** Right of its mark, else left of it, else not at all: two texts on each other say nothing. */
function nameMark(view: View, alert: Alert, text: string, colour: Colours, taken: Box[]): void {
  const { context } = view;
  const [x, y] = view.at([alert.x ?? 0, alert.y ?? 0]);
  context.font = font(13, 600);
  context.textAlign = "left";
  context.textBaseline = "middle";
  const width = context.measureText(text).width + 12;
  const [top, bottom] = [y - px(11), y + px(11)];
  const places: Box[] = [[x + px(14), top, x + px(14) + width, bottom], [x - px(14) - width, top, x - px(14), bottom]];
  const box = places.find((place) => !taken.some((other) => overlap(place, other)));
  if (box === undefined) return;
  taken.push(box);
  context.globalAlpha = 0.9;
  context.fillStyle = colour.halo;
  context.beginPath();
  context.roundRect(box[0], box[1], width, px(22), 3);
  context.fill();
  context.globalAlpha = 1;
  context.fillStyle = alert.attention === "new" ? colour.mark[alert.severity] : colour.text;
  context.fillText(text, box[0] + 6, y + 0.5);
}

function overlap(a: Box, b: Box): boolean {
  return a[0] < b[2] && a[2] > b[0] && a[1] < b[3] && a[3] > b[1];
}

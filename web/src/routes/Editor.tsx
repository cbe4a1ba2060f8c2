/** Routes on the plan: press checkpoints in their order, press the ground to set a new one up. */

import { useSignal } from "@preact/signals";
import { t } from "../parts/words";
import { boxOf, type Point } from "../plan/model";
import { roundKind } from "../field/rounds/words";
import { keepRoute, keepSpot, plan, renew, routes, spots, windowsIn, windowsOut, type Route, type Spot } from "./store";

const EMPTY: Route = { code: "", version: 0, name: "", kind: "patrol", grid: null, by_car: false, metres: 0, stops: [], windows: [] };

export function Editor() {
  const route = useSignal<Route>(EMPTY);
  const hours = useSignal("23:00 60 15");
  const put = useSignal<Point | null>(null);
  const seen = useSignal<string | null>(null);
  const said = useSignal<string | null>(null);
  const choose = (code: string) => {
    const found = routes.value.find((each) => each.code === code) ?? EMPTY;
    route.value = { ...found, stops: [...found.stops] };
    hours.value = found.windows.length > 0 ? windowsOut(found.windows) : "23:00 60 15";
  };
  const change = (part: Partial<Route>) => (route.value = { ...route.value, ...part });
  const press = (spot: Spot) => {
    seen.value = spot.code;
    change({ stops: [...route.value.stops, spot.code] });
  };
  const save = async (event: Event) => {
    event.preventDefault();
    const windows = windowsIn(hours.value);
    if (windows === null || route.value.stops.length === 0) return void (said.value = t("A route needs checkpoints and windows, one a line: 23:00 60 15"));
    const answer = await keepRoute({ ...route.value, windows });
    said.value = answer.ok ? t("Kept. Rounds that nobody has seen yet follow it.") : t("It changed meanwhile. Look again, then decide.");
    if (answer.ok) choose(route.value.code);
  };
  const spot = spots.value.find((each) => each.code === seen.value);
  return (
    <div class="editor">
      <Ground stops={route.value.stops} onSpot={press} onGround={(point) => (put.value = point)} put={put.value} />
      <form class="stack" onSubmit={(event) => void save(event)}>
        <p class="said" role="status">{said.value}</p>
        <label for="route-which">{t("Route")}</label>
        <select id="route-which" value={route.value.version === 0 ? "" : route.value.code} onChange={(event) => choose(event.currentTarget.value)}><option value="">{t("a new one")}</option>{routes.value.map((each) => <option key={each.code} value={each.code}>{each.name} · {roundKind(each.kind)}</option>)}</select>
        <label for="route-code">{t("Code")}</label><input id="route-code" required pattern="[A-Za-z0-9][A-Za-z0-9_.\-]*" maxLength={40} readOnly={route.value.version > 0} value={route.value.code} onInput={(event) => change({ code: event.currentTarget.value })} />
        <label for="route-name">{t("Name")}</label><input id="route-name" required maxLength={200} value={route.value.name} onInput={(event) => change({ name: event.currentTarget.value })} />
        <label for="route-kind">{t("Kind")}</label><select id="route-kind" value={route.value.kind} onChange={(event) => change({ kind: event.currentTarget.value })}>{["patrol", "disputes", "hazards"].map((each) => <option key={each} value={each}>{roundKind(each)}</option>)}</select>
        <label for="route-grid">{t("Grid")}</label><select id="route-grid" value={route.value.grid ?? ""} onChange={(event) => change({ grid: event.currentTarget.value || null })}><option value="">{t("whole market")}</option>{plan.value?.grids.map((each) => <option key={each.code} value={each.code}>{each.name}</option>)}</select>
        <label class="check-line"><input type="checkbox" checked={route.value.by_car} onChange={(event) => change({ by_car: event.currentTarget.checked })} /> {t("by car")}</label>
        <label for="route-hours">{t("Windows, one a line: opens, minutes, grace")}</label><textarea id="route-hours" rows={4} value={hours.value} onInput={(event) => (hours.value = event.currentTarget.value)} />
        <p>{t("Checkpoints in their order: press them on the plan.")}</p>
        <ol>{route.value.stops.map((code, index) => <li key={`${code}-${index}`}>{spots.value.find((each) => each.code === code)?.name ?? code} <button type="button" class="plain" onClick={() => change({ stops: route.value.stops.filter((_, other) => other !== index) })}>{t("Remove")}</button></li>)}</ol>
        <button class="strong">{t("Keep this route")}</button>
      </form>
      <div class="stack">
        {put.value ? <NewSpot at={put.value} onDone={(word) => { put.value = null; said.value = word; }} /> : <p class="quiet">{t("Press the ground to set up a checkpoint there.")}</p>}
        {spot ? <p>{spot.name} <span class="quiet mono">{spot.code}</span> · {t("print {number}", { number: spot.print })} · <a href={`/rounds/prints.pdf?market=${plan.value?.market?.code ?? ""}&checkpoint=${spot.code}`}>{t("Print")}</a> <button type="button" onClick={() => void renew(spot).then((answer) => (said.value = answer.ok ? t("Older prints are worthless now. Hang up the new one.") : t("It changed meanwhile. Look again, then decide.")))}>{t("Make older prints worthless")}</button></p> : null}
      </div>
    </div>
  );
}

function NewSpot({ at, onDone }: { at: Point; onDone: (word: string) => void }) {
  const code = useSignal("");
  const name = useSignal("");
  const orders = useSignal("");
  const save = async (event: Event) => {
    event.preventDefault();
    const told = { code: code.value.trim(), version: 0, name: name.value.trim(), x: at[0], y: at[1], radius_m: 25, orders: orders.value.trim() || null };
    const answer = await keepSpot(told);
    onDone(answer.ok ? t("The checkpoint is set up. Print its code and hang it there.") : t("There is a checkpoint of that code already."));
  };
  return (
    <form class="stack" onSubmit={(event) => void save(event)}>
      <h2>{t("A new checkpoint")}</h2>
      <label for="spot-code">{t("Code")}</label><input id="spot-code" required pattern="[A-Za-z0-9][A-Za-z0-9_.\-]*" maxLength={40} value={code.value} onInput={(event) => (code.value = event.currentTarget.value)} />
      <label for="spot-name">{t("Name")}</label><input id="spot-name" required maxLength={200} value={name.value} onInput={(event) => (name.value = event.currentTarget.value)} />
      <label for="spot-orders">{t("What to look at here")}</label><input id="spot-orders" maxLength={500} value={orders.value} onInput={(event) => (orders.value = event.currentTarget.value)} />
      <button class="strong">{t("Set it up")}</button>
    </form>
  );
}

interface Drawn {
  stops: string[];
  put: Point | null;
  onSpot: (spot: Spot) => void;
  onGround: (point: Point) => void;
}

function Ground({ stops, put, onSpot, onGround }: Drawn) {
  const ground = plan.value;
  const floor = ground?.market?.boundary ?? [];
  const box = boxOf(floor.length > 2 ? floor : spots.value.map((spot): Point => [spot.x, spot.y]));
  const points = (line: Point[]) => line.map(([x, y]) => `${x.toFixed(1)},${(-y).toFixed(1)}`).join(" ");
  const press = (event: MouseEvent) => {
    const drawn = event.currentTarget as SVGSVGElement;
    const matrix = drawn.getScreenCTM();
    if (matrix === null) return;
    const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(matrix.inverse());
    onGround([Math.round(at.x * 10) / 10, Math.round(-at.y * 10) / 10]);
  };
  const way = stops.map((code) => spots.value.find((spot) => spot.code === code)).filter((spot) => spot !== undefined).map((spot): Point => [spot.x, spot.y]);
  return (
    <svg class="editor-plan" viewBox={`${box.west - 6} ${-box.north - 6} ${box.east - box.west + 12} ${box.north - box.south + 12}`} role="group" aria-label={t("Plan with checkpoints")} onClick={press}>
      {ground?.grids.map((grid) => <polygon key={grid.code} class="editor-grid" points={points(grid.boundary)} />)}
      {ground?.lanes.map((lane) => <polyline key={lane.code} class="map-lane" points={points(lane.line)} stroke-width={lane.width_m} />)}
      <polyline class="editor-way" points={points(way)} />
      {spots.value.map((spot) => {
        const order = stops.indexOf(spot.code);
        const take = (event: Event) => (event.stopPropagation(), onSpot(spot));
        return (
          <g key={spot.code} class={order >= 0 ? "editor-spot taken" : "editor-spot"} role="button" tabIndex={0} aria-label={spot.name} onClick={take} onKeyDown={(event) => (event.key === "Enter" || event.key === " " ? take(event) : undefined)}>
            <circle cx={spot.x} cy={-spot.y} r={5} />
            {order >= 0 ? <text x={spot.x} y={-spot.y} text-anchor="middle" dominant-baseline="central">{order + 1}</text> : null}
          </g>
        );
      })}
      {put ? <circle class="editor-put" cx={put[0]} cy={-put[1]} r={5} /> : null}
    </svg>
  );
}

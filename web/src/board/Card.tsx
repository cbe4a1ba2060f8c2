/** The open card at the right: where it stands, what can be done, who is near, what came in. */

import { useEffect, useRef } from "preact/hooks";
import { timeline } from "../case/desk";
import { Phones } from "../case/Phones";
import { LAST_RUNG, rungWords } from "../case/rung";
import { Work } from "../case/Work";
import type { Alert, Incident, Medium } from "../live/state";
import { Icon } from "../parts/icons";
import { age, dayAndTime, stopwatch } from "../parts/time";
import { Standby } from "../parts/Standby";
import * as words from "../parts/vocabulary";
import { t } from "../parts/words";
import { Actions } from "./Actions";
import { detail, failed, type Reached } from "./detail";
import { stranger, wide } from "./order";
import { told } from "./orders";
import { Nearest } from "./Nearest";
import { Signals } from "./Signals";
import { Steps } from "./Steps";
import * as store from "./store";
import { Timeline } from "./Timeline";

export function Card() {
  const alert = store.openAlert.value;
  const incident = store.openIncident.value;
  const entity = store.opened.value;
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (entity !== null && innerWidth <= 900) heading.current?.focus();
  }, [entity]);
  const card = incident ?? alert;
  if (entity === null || card === null) return null;
  const severity = card.severity;
  return (
    <aside class={`card ${severity}`} aria-labelledby="card-title">
      <header class="card-head">
        <p class="card-severity"><span aria-hidden="true">{words.MARKS[severity]}</span> {words.severity(severity)} <span class="quiet">{words.category(card.category)}</span></p>
        <span class="quiet small number">{incident?.number ?? `#${alert?.id ?? ""}`}</span>
        <button type="button" class="plain" aria-label={t("Close the card")} title={`${t("Close the card")} (Esc)`} onClick={() => store.open(null)}><Icon name="close" /></button>
        <h2 id="card-title" tabIndex={-1} ref={heading}>{words.kind(card.kind)}</h2>
        <p class="card-place"><Icon name="pin" /> {placeOf(card)}</p>
      </header>
      <div class="card-body" tabIndex={0}>
        <Steps step={incident?.step ?? "discovered"} />
        <Others entity={entity} />
        <Thin group={card.group} />
        {incident?.hidden_at ? <p class="told-quietly"><Icon name="person" /> <strong>{words.hidden(incident.hidden_at)}</strong> <span class="quiet">{t("told quietly: ring no shop nearby, name nobody on the radio")}</span></p> : null}
        {detail.value && !incident ? <Climbed rungs={detail.value.rungs} /> : null}
        {incident ? <Work acts={!store.wall} said={told.value} /> : alert ? <Actions alert={alert} /> : null}
        {alert ? <Facts alert={alert} incident={incident} /> : null}
        {alert ? <Pictures media={alert.media} /> : null}
        {failed.value ? <p class="warning">{t("The details could not be fetched; the card itself is true.")}</p> : null}
        {detail.value && !incident ? <Nearest units={detail.value.nearest} /> : null}
        {incident ? <Timeline entries={timeline.value ?? incident.timeline ?? []} hidden={incident.hidden_at} /> : null}
        {detail.value ? <Signals signals={detail.value.signals} count={alert?.count ?? 0} /> : null}
      </div>
    </aside>
  );
}

function placeOf(card: Alert | Incident): string {
  const device = "device" in card ? card.device : null;
  if (device && wide(card.place)) return [device.name, device.code, card.place?.name].filter(Boolean).join(" · ");
  const where = card.place?.name ?? t("Place unknown");
  return [where, card.place?.code ?? stranger("subject" in card ? card : null), card.group === card.place?.code ? null : store.nameOf(card.group), card.grid === card.place?.code ? null : store.nameOf(card.grid)].filter(Boolean).join(" · ");
}

/** How far the ladder has gone for an alert that nobody has accepted. */
function Climbed({ rungs }: { rungs: Reached[] }) {
  const last = rungs[rungs.length - 1];
  if (last === undefined) return null;
  const late = last.late_by_s === null ? "" : ` ${t("rung {time} late", { time: stopwatch(last.late_by_s) })}`;
  return (
    <>
      <p class="climbed"><strong>{t("Rung {n}", { n: last.level })}</strong>{t(": ")}{rungWords(last.level)}{late}</p>
      {store.wall ? null : <Phones wanted={last.level >= LAST_RUNG} market={store.market.value.code} />}
    </>
  );
}

function Others({ entity }: { entity: string }) {
  const names = store.watchers.value.get(entity) ?? [];
  if (names.length === 0) return null;
  return <p class="watching"><Icon name="person" /> {t("open at {names}", { names: names.join(t(", ")) })}</p>;
}

function Thin({ group }: { group: string | null }) {
  const row = group === null ? undefined : store.state.value.readiness?.[group];
  return row ? <Standby row={row} /> : null;
}

function Facts({ alert, incident }: { alert: Alert; incident: Incident | null }) {
  const rows: [string, preact.ComponentChild][] = [
    [t("Happened"), <When at={alert.happened_at} />],
    [t("Raised"), <When at={alert.raised_at} />],
  ];
  if (alert.count > 1) rows.push([t("Signals"), `${alert.count} · ${t("last")} ${dayAndTime(alert.last_at)}`]);
  if (alert.device) rows.push([t("Device"), <>{alert.device.name} <span class="quiet mono">{alert.device.code}</span></>]);
  for (const [word, value] of subject(alert)) rows.push([word, value]);
  if (alert.late) rows.push([t("Late"), t("received {age} after it happened", { age: age((Date.parse(alert.raised_at) - Date.parse(alert.happened_at)) / 1000) })]);
  if (alert.at_startup) rows.push([t("At startup"), t("it already stood so when the system began to listen")]);
  if (alert.cleared_at) rows.push([t("Over"), <When at={alert.cleared_at} />]);
  if (alert.seen_by) rows.push([t("Seen"), alert.seen_by]);
  if (incident?.accepted_by) rows.push([t("Accepted by"), incident.accepted_by]);
  if (alert.related !== null) rows.push([t("Related"), <Related id={alert.related} />]);
  rows.push([t("Rule"), words.rule(alert.rule)]);
  return <dl class="facts">{rows.map(([word, value]) => <div key={word}><dt>{word}</dt><dd>{value}</dd></div>)}</dl>;
}

function When({ at }: { at: string }) {
  return <time dateTime={at}>{dayAndTime(at)} <span class="quiet">{t("{age} ago", { age: age((store.now.value - Date.parse(at)) / 1000) })}</span></time>;
}

function Related({ id }: { id: number }) {
  const other = store.state.value.alerts?.[String(id)];
  if (!other) return <span>{t("alert #{id}, no longer open", { id })}</span>;
  const go = () => store.open(other.incident === null ? `alert:${id}` : `incident:${other.incident}`);
  return <button type="button" class="link" onClick={go}>{words.kind(other.kind)} · {other.place?.name ?? `#${id}`}</button>;
}

function subject(alert: Alert): [string, string][] {
  const known: Record<string, () => string> = {
    label: () => t("Seen there"), zone: () => t("Zone"), text: () => t("Message"), plate: () => t("Number plate"), score: () => t("Certainty"),
    device: () => t("Device in no register"), speed_kmh: () => t("Speed"), limit_kmh: () => t("Limit"), battery: () => t("Battery"),
  };
  return Object.entries(alert.subject).flatMap(([key, value]): [string, string][] => {
    const word = known[key];
    if (!word || (typeof value !== "string" && typeof value !== "number")) return [];
    return [[word(), measured(key, value)]];
  });
}

function measured(key: string, value: string | number): string {
  if (typeof value === "string") return value;
  if (key === "score") return `${Math.round(value * 100)} %`;
  if (key === "battery") return `${Math.round(value)} %`;
  return key.endsWith("_kmh") ? t("{n} km/h", { n: Math.round(value) }) : String(value);
}

/** What was stored here is shown; what lies on another host is only pointed at, for the page may show nothing from there. */
function Pictures({ media }: { media: Medium[] }) {
  const shown = media.filter((each) => isOurs(each) && (each.mime ?? "image/").startsWith("image/"));
  const elsewhere = media.filter((each) => /^https?:/.test(each.url ?? ""));
  if (shown.length + elsewhere.length === 0) return null;
  return (
    <figure class="pictures">
      {shown.slice(0, 4).map((each) => <a key={each.url} href={each.url ?? ""} target="_blank" rel="noreferrer"><img src={each.url ?? ""} alt={t("Picture from the camera")} loading="lazy" /></a>)}
      {elsewhere.slice(0, 4).map((each) => <a key={each.url} class="elsewhere" href={each.url ?? ""} target="_blank" rel="noreferrer">{t("Open it at the camera's own server")}</a>)}
    </figure>
  );
}

function isOurs(medium: Medium): boolean {
  return (medium.url ?? "").startsWith("/api/");
}

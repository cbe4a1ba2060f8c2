/** Report something from the phone: what, where, a note, a picture. Works without a signal. */

import { useEffect, useRef, useState } from "preact/hooks";
import { get } from "../live/commands";
import { boot } from "../parts/boot";
import * as vocabulary from "../parts/vocabulary";
import { t } from "../parts/words";
import { toPlan } from "../plan/model";
import { add } from "./outbox";
import { Photo } from "./Photo";
import { whereAmI, whereIfAllowed, type Position } from "./position";

const CATEGORIES = ["PO", "FI", "DI", "HE", "TV", "FS", "PS", "OT"];
const SEVERITIES = ["critical", "high", "normal"];
const PATIENCE_MS = 8000;
const LONGEST_PLACE = 100;
const LONGEST = 500 - LONGEST_PLACE - 3;

export interface PlaceRow {
  code: string;
  name: string;
}

/** `here`: the place that is meant unless another one is chosen, such as one's own shop. */
export function ReportForm({ here, onDone }: { here: PlaceRow | null; onDone: () => void }) {
  const [category, setCategory] = useState("");
  const [severity, setSeverity] = useState("normal");
  const [summary, setSummary] = useState("");
  const [place, setPlace] = useState<PlaceRow | null>(here);
  const [whereabouts, setWhereabouts] = useState("");
  const [point, setPoint] = useState<[number, number] | null>(null);
  const [pictures, setPictures] = useState<Blob[]>([]);
  useEffect(() => {
    if (here === null) void whereIfAllowed(PATIENCE_MS).then((found) => setPoint((old) => old ?? onPlan(found)));
  }, []);
  const send = async (event: Event) => {
    event.preventDefault();
    const named = whereabouts ? { whereabouts } : place ? { place: place.code } : {};
    const where = { ...named, ...(point ? { x: point[0], y: point[1] } : {}) };
    const body = { category, severity, ...where, ...(summary.trim() ? { summary: summary.trim() } : {}) };
    onDone();
    await add({ what: "report", shape: "report", path: `/api/v1/markets/${boot().market.code}/incidents`, label: `${t("Report")} · ${vocabulary.category(category)}`, body, pictures });
  };
  const nowhere = place === null && point === null && whereabouts === "";
  const lacking = category === "" ? t("Choose what it is.") : nowhere ? t("Say where it is.") : null;
  return (
    <form class="own-form" onSubmit={(event) => void send(event)}>
      <fieldset class="pick-one"><legend>{t("What is it?")}</legend>
        {CATEGORIES.map((code) => <label key={code}><input type="radio" name="category" required checked={category === code} onChange={() => setCategory(code)} /> {vocabulary.category(code)}</label>)}
      </fieldset>
      <fieldset class="pick-one"><legend>{t("How grave?")}</legend>
        {SEVERITIES.map((each) => <label key={each} class={each}><input type="radio" name="severity" checked={severity === each} onChange={() => setSeverity(each)} /> <span aria-hidden="true">{vocabulary.MARKS[each]}</span> {vocabulary.severity(each)}</label>)}
      </fieldset>
      <PlaceField place={place} point={point} onPlace={(row) => setPlace(row ?? here)} onWords={setWhereabouts} onPoint={setPoint} />
      <label for="own-summary">{t("What happened?")}<span class="quiet"> {t("if you like")}</span></label>
      <textarea id="own-summary" rows={3} maxLength={LONGEST} value={summary} onInput={(event) => setSummary(event.currentTarget.value)} />
      <Photo id="own-photo" pictures={pictures} onPictures={setPictures} />
      <button class="strong big" disabled={lacking !== null} aria-describedby="own-lacking">{t("Report it")}</button>
      {lacking ? <p class="quiet" id="own-lacking">{lacking}</p> : null}
      <button type="button" onClick={onDone}>{t("Back")}</button>
    </form>
  );
}

function onPlan(position: Position | null): [number, number] | null {
  return position && toPlan(boot().market, position.lat, position.lon);
}

interface Where {
  place: PlaceRow | null;
  point: [number, number] | null;
  onPlace: (place: PlaceRow | null) => void;
  onWords: (words: string) => void;
  onPoint: (point: [number, number] | null) => void;
}

/** What is typed and not chosen goes as words: the office finds the place, or reads what was written. */
function PlaceField({ place, point, onPlace, onWords, onPoint }: Where) {
  const [text, setText] = useState("");
  const [found, setFound] = useState<PlaceRow[]>([]);
  const [unknown, setUnknown] = useState(false);
  const [unsure, setUnsure] = useState(false);
  const newest = useRef("");
  const look = async (typed: string) => {
    const wanted = (newest.current = typed.trim());
    setText(typed);
    onPlace(null);
    onWords(wanted);
    setUnknown(false);
    if (wanted.length < 2) return setFound([]);
    const answer = await get<{ items: PlaceRow[] }>(`/api/v1/markets/${boot().market.code}/places?text=${encodeURIComponent(wanted)}`);
    if (!answer.ok || newest.current !== wanted) return;
    setFound(answer.body.items);
    setUnknown(answer.body.items.length === 0);
  };
  const take = (row: PlaceRow) => {
    newest.current = "";
    onPlace(row);
    onWords("");
    setText("");
    setFound([]);
  };
  const here = async () => {
    const found = onPlan(await whereAmI(PATIENCE_MS));
    setUnsure(found === null);
    if (found) onPoint(found);
  };
  return (
    <div class="where">
      <label for="own-where">{t("Where?")}</label>
      {place && text === "" ? <p class="chosen-place"><strong>{place.name}</strong> <span class="quiet mono">{place.code}</span></p> : null}
      <input id="own-where" autocomplete="off" maxLength={LONGEST_PLACE} placeholder={t("Number or name of a shop")} value={text} onInput={(event) => void look(event.currentTarget.value)} />
      {found.length > 0 ? <ul class="found-places">{found.map((row) => <li key={row.code}><button type="button" onClick={() => take(row)}>{row.name} <span class="quiet mono">{row.code}</span></button></li>)}</ul> : null}
      {unknown ? <p class="quiet" role="status">{t("No place is called so: the office reads it as you wrote it.")}</p> : null}
      <button type="button" aria-pressed={point !== null} onClick={() => void here()}>{point ? t("Where I stand now: noted") : t("Where I stand now")}</button>
      {unsure ? <p class="warning" role="alert">{t("The phone does not know where it is. Write the number of the nearest shop.")}</p> : null}
    </div>
  );
}

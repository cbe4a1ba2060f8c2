/** An officer reports what was seen or told: what, how grave, where, and a note. */

import { signal } from "@preact/signals";
import { useState } from "preact/hooks";
import * as store from "../board/store";
import * as vocabulary from "../parts/vocabulary";
import { t } from "../parts/words";
import { Icon } from "../parts/icons";
import * as api from "./api";
import { refusal } from "./desk";
import { Picture } from "./Picture";
import { SEVERITIES } from "../board/order";
import { findPlaces, pointAt, type Spot } from "./spots";
import type { Sent } from "./upload";

const CATEGORIES = ["PO", "FI", "DI", "HE", "TV", "FS", "PS", "OT"];
/** While true the next click on the plan answers where it is. */
export const pointing = signal(false);
export const spot = signal<Spot | null>(null);
const draft = signal({ category: "", severity: "normal", summary: "" });

export function Report({ onDone }: { onDone: () => void }) {
  const [media, setMedia] = useState<Sent[]>([]);
  const [said, setSaid] = useState<string | null>(null);
  const { category, severity, summary } = draft.value;
  const set = (more: Partial<typeof draft.value>) => (draft.value = { ...draft.value, ...more });
  const send = async (event: Event) => {
    event.preventDefault();
    const where = spot.value;
    if (where === null) return;
    const place = where.code === null ? { x: where.x, y: where.y } : { place: where.code, ...(where.x === null ? {} : { x: where.x, y: where.y }) };
    const answer = await api.report(store.booted.market.code, { category, severity, ...(summary.trim() ? { summary: summary.trim() } : {}), ...place, ...(media.length ? { media } : {}) });
    if (!answer.ok) return setSaid(refusal(answer.problem, store.now.peek()));
    draft.value = { category: "", severity: "normal", summary: "" };
    spot.value = null;
    onDone();
    store.open(`incident:${answer.body.id}`);
  };
  return (
    <form onSubmit={(event) => void send(event)}>
      <fieldset class="pick-one"><legend>{t("What is it?")}</legend>
        {CATEGORIES.map((code) => <label key={code}><input type="radio" name="category" required value={code} checked={category === code} onChange={() => set({ category: code })} /> {vocabulary.category(code)}</label>)}
      </fieldset>
      <fieldset class="pick-one"><legend>{t("How grave?")}</legend>
        {SEVERITIES.map((each) => <label key={each} class={each}><input type="radio" name="severity" value={each} checked={severity === each} onChange={() => set({ severity: each })} /> <span aria-hidden="true">{vocabulary.MARKS[each]}</span> {vocabulary.severity(each)}</label>)}
      </fieldset>
      <Where />
      <label for="summary">{t("What happened?")}<span class="quiet"> {t("if you like")}</span></label>
      <textarea id="summary" rows={2} maxLength={500} value={summary} onInput={(event) => set({ summary: event.currentTarget.value })} />
      <Picture onMedia={setMedia} />
      {said ? <p class="warning" role="alert">{said}</p> : null}
      <p class="dialog-end"><button type="button" onClick={onDone}>{t("Cancel")}</button><button class="strong" disabled={category === "" || spot.value === null}>{t("Report it")}</button></p>
    </form>
  );
}

function Where() {
  const [text, setText] = useState("");
  const found = text.trim().length > 0 ? findPlaces(text) : [];
  const point = () => {
    pointing.value = true;
    store.dialog.value = null;
    store.pane.value = "plan";
  };
  return (
    <div class="where">
      <label for="where">{t("Where?")}</label>
      {spot.value ? <p class="chosen-place"><Icon name="pin" /> <strong>{spot.value.name}</strong> <span class="quiet mono">{spot.value.code ?? ""}</span></p> : null}
      <div class="where-line">
        <input id="where" type="search" autocomplete="off" placeholder={t("Name or number of a shop, a lane, a gate")} value={text} onInput={(event) => setText(event.currentTarget.value)} />
        <button type="button" onClick={point}><Icon name="map" /> {t("Show it on the plan")}</button>
      </div>
      {found.length > 0 ? <ul class="found-places">{found.map((each) => <li key={each.code}><button type="button" class="plain" onClick={() => ((spot.value = each), setText(""))}>{each.name} <span class="quiet mono">{each.code}</span></button></li>)}</ul> : null}
      {text.trim() !== "" && found.length === 0 ? <p class="quiet small">{t("No place is called so.")}</p> : null}
    </div>
  );
}

/** Told by the plan where the officer clicked; metres. */
export function pointed(x: number, y: number): void {
  pointing.value = false;
  spot.value = pointAt(x, y);
  store.dialog.value = "report";
}

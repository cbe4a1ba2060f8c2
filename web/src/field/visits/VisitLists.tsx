/** Visit lists on the phone: the next shop large, the rest below it. */

import { useSignal } from "@preact/signals";
import { useState } from "preact/hooks";
import { boot } from "../../parts/boot";
import { dayAndTime } from "../../parts/time";
import * as vocabulary from "../../parts/vocabulary";
import { t } from "../../parts/words";
import { Photo } from "../Photo";
import { SmallMap } from "../SmallMap";
import { lists, visit, type Result, type Shop, type VisitList } from "./visits";

export function VisitLists() {
  const all = lists.value.filter((list) => list.shops.length > 0);
  if (all.length === 0) return null;
  return (
    <section class="rounds" aria-labelledby="visits-title">
      <h2 id="visits-title">{t("Shops to visit")}</h2>
      {all.map((list) => <One key={list.id} list={list} />)}
    </section>
  );
}

function One({ list }: { list: VisitList }) {
  const chosen = useSignal<string | null>(null);
  const shop = list.shops.find((each) => each.shop === chosen.value) ?? list.shops[0];
  return (
    <article class="own-round" aria-label={list.title}>
      <p class="own-severity"><span>{t("until {time}", { time: dayAndTime(list.due_at) })}</span><span class="quiet">{list.done}/{list.total}</span></p>
      <p class="own-place">{list.title}</p>
      <p class="spot-orders">{list.ask}</p>
      {shop ? <Next key={shop.shop} list={list} shop={shop} /> : null}
      <details class="all-spots"><summary>{t("All shops left ({count})", { count: list.shops.length })}</summary>
        <ul class="plain-list">{list.shops.map((each) => <li key={each.shop}><button type="button" class="pick-shop" aria-pressed={each.shop === shop?.shop} onClick={() => (chosen.value = each.shop)}>{each.name} <span class="quiet mono">{each.shop}</span>{each.tries > 0 ? <em> {t("shut door")} × {each.tries}</em> : null}</button></li>)}</ul>
      </details>
    </article>
  );
}

function Next({ list, shop }: { list: VisitList; shop: Shop }) {
  const [asking, setAsking] = useState<Result | null>(null);
  if (asking !== null) return <Word list={list} shop={shop} result={asking} onDone={() => setAsking(null)} />;
  return (
    <div class="own-steps">
      <p class="next-spot">{t("Next")}{t(": ")}<strong>{shop.name}</strong> <span class="quiet mono">{shop.shop}</span></p>
      <p class="quiet">{[shop.owner, shop.trade].filter(Boolean).join(" · ")}</p>
      {shop.x !== null && shop.y !== null ? <SmallMap market={boot().market.code} at={[shop.x, shop.y]} code={shop.shop} name={shop.name} /> : null}
      <button type="button" class="strong big" onClick={() => void visit(list, shop, "seen", t("nothing wrong"))}>{t("Visited: all well")}</button>
      <div class="own-row">
        <button type="button" onClick={() => setAsking("problem")}>{t("Problem")}</button>
        <button type="button" onClick={() => setAsking("refused")}>{t("Refused")}</button>
        <button type="button" onClick={() => void visit(list, shop, "absent", t("nobody there"))}>{t("Shut")}</button>
      </div>
      <button type="button" onClick={() => setAsking("seen")}>{t("With a note or a picture")}</button>
    </div>
  );
}

const CATEGORIES = ["FI", "FS", "DI", "PO", "OT"];

function Word({ list, shop, result, onDone }: { list: VisitList; shop: Shop; result: Result; onDone: () => void }) {
  const [note, setNote] = useState("");
  const [category, setCategory] = useState("FI");
  const [pictures, setPictures] = useState<Blob[]>([]);
  const problem = result === "problem";
  const send = (event: Event) => {
    event.preventDefault();
    onDone();
    const more = { ...(note.trim() ? { note: note.trim() } : {}), ...(problem ? { category } : {}) };
    void visit(list, shop, result, problem ? t("problem found") : result === "refused" ? t("refused") : t("nothing wrong"), more, pictures);
  };
  return (
    <form class="own-form" onSubmit={send}>
      <p class="next-spot"><strong>{shop.name}</strong></p>
      {problem ? <fieldset class="pick-one"><legend>{t("What is it?")}</legend>{CATEGORIES.map((code) => <label key={code}><input type="radio" name={`visit-${shop.shop}`} checked={category === code} onChange={() => setCategory(code)} /> {vocabulary.category(code)}</label>)}</fieldset> : null}
      <label for={`visit-note-${list.id}`}>{problem ? t("What is the problem? It becomes an incident.") : t("Note")}</label>
      <textarea id={`visit-note-${list.id}`} rows={3} maxLength={500} required={result !== "seen"} value={note} onInput={(event) => setNote(event.currentTarget.value)} />
      <Photo id={`visit-photo-${list.id}`} pictures={pictures} onPictures={setPictures} />
      <button class="strong big">{t("Done")}</button>
      <button type="button" onClick={onDone}>{t("Back")}</button>
    </form>
  );
}

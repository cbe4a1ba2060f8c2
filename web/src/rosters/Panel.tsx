/** Beside the grid: saving with its reason, making, publishing, and what guards ask for. */

import { useState } from "preact/hooks";
import { t, tn } from "../parts/words";
import type { Wish } from "./shapes";
import { busy, checked, discard, load, marks, order, pending, place, roster, said, save, undo } from "./store";
import { breachWord, dayWord, kindWord, runWord, wantWord } from "./words";

const LINES = 8;

/** Changes that are not saved, what they break, and why it has to be. */
export function Changes() {
  const [reason, setReason] = useState("");
  const card = roster.value;
  const count = pending.value.size;
  if (card === null || (count === 0 && !said.value)) return null;
  const fresh = checked.value?.fresh ?? [];
  const full = fresh.some((one) => one.rule === "too-many");
  const send = (event: Event) => {
    event.preventDefault();
    void save(reason).then(() => setReason(""));
  };
  return (
    <form class="roster-changes" onSubmit={send}>
      {said.value && <p class="refused" role="alert">{said.value}</p>}
      {count > 0 && (
        <>
          <strong>{tn("{count} change not saved", "{count} changes not saved", count)}</strong>
          {fresh.length > 0 && <ul class="breaches">{fresh.map((one) => <li key={JSON.stringify(one)}>▲ {breachWord(one, card.people, place.language)}</li>)}</ul>}
          {full && <span>{t("Free one of its seats first.")}</span>}
          {fresh.length > 0 && !full && <label>{t("Why it has to be")} <input value={reason} required maxLength={200} onInput={(event) => setReason(event.currentTarget.value)} /></label>}
          <button class="strong" disabled={busy.value || full}>{t("Save")}</button>
          <button type="button" onClick={undo}>{t("Undo")}</button>
          <button type="button" onClick={discard}>{t("Discard")}</button>
        </>
      )}
    </form>
  );
}

/** Ask the clockwork for a roster of the days shown, and promise it. */
export function Making() {
  const card = roster.value;
  const [until, setUntil] = useState("");
  if (card === null) return null;
  const last = card.days[card.days.length - 1]?.day ?? card.today;
  const first = card.first > card.today ? card.first : card.today;
  const end = last < (card.laid_until ?? last) ? last : (card.laid_until ?? last);
  const at = card.run?.state;
  const making = at === "waiting" || at === "running";
  const publish = until || end;
  return (
    <section class="roster-making" aria-label={t("Make and publish")}>
      <button class="strong" disabled={making || busy.value || end < first} onClick={() => void order("propose", { first, last: end }).then(load)}>{t("Make a roster")}</button>
      <p class="quiet" aria-live="polite">{card.run ? runWord(card.run) : t("Nobody has made this roster yet.")}</p>
      <label>{t("Publish up to")} <input type="date" value={publish} min={card.today} max={card.laid_until ?? undefined} onInput={(event) => setUntil(event.currentTarget.value)} /></label>
      <button disabled={busy.value || pending.value.size > 0} onClick={() => void order("publish", { until: publish }).then(load)}>{t("Publish")}</button>
      <p class="quiet">{card.published_until ? t("Published up to {day}; whoever has a shift was told.", { day: dayWord(card.published_until, place.language) }) : t("A draft: nobody has been told yet.")}</p>
      <button type="button" class="plain" onClick={() => window.print()}>{t("Print")}</button>
    </section>
  );
}

/** Everything that is broken in what the screen shows. */
export function Marks() {
  const card = roster.value;
  const [all, setAll] = useState(false);
  if (card === null) return null;
  const found = marks.value;
  return (
    <section aria-labelledby="marks-title">
      <h2 id="marks-title">{t("What is not right yet")} <span class="quiet">{found.length}</span></h2>
      {found.length === 0 && <p class="quiet">{t("Every rule holds, and every shift has its people.")}</p>}
      <ul class="breaches">{found.slice(0, all ? undefined : LINES).map((one) => <li key={JSON.stringify(one)}>{breachWord(one, card.people, place.language)}</li>)}</ul>
      {found.length > LINES && <button type="button" class="plain" onClick={() => setAll(!all)}>{all ? t("Show fewer") : t("Show all {n}", { n: found.length })}</button>}
    </section>
  );
}

/** What guards ask for: leave to be granted, wishes that the making weighs. */
export function Wishes() {
  const card = roster.value;
  if (card === null) return null;
  return (
    <section aria-labelledby="wishes-title">
      <h2 id="wishes-title">{t("Wishes and leave")} <span class="quiet">{card.wishes.length}</span></h2>
      {card.wishes.length === 0 && <p class="quiet">{t("Nobody asks for anything. Guards ask on their phones, under My shifts.")}</p>}
      <ul class="roster-wishes">{card.wishes.map((one) => <WishRow key={one.id} wish={one} />)}</ul>
    </section>
  );
}

function WishRow({ wish }: { wish: Wish }) {
  const say = (answer: string) => void order("answer", { wish: wish.id, answer }).then(load);
  const days = wish.first === wish.last ? dayWord(wish.first, place.language) : `${dayWord(wish.first, place.language)} – ${dayWord(wish.last, place.language)}`;
  return (
    <li>
      <span><strong>{wish.person.name}</strong> {wantWord(wish.want)}{wish.kind ? ` (${kindWord(wish.kind)})` : ""} · {days}{wish.reason ? ` · ${wish.reason}` : ""}</span>
      {wish.state === "granted" && <button type="button" onClick={() => void order("back", { wish: wish.id }).then(load)}>{t("Is back")}</button>}
      {wish.state === "asked" && wish.want === "leave" && <button type="button" class="strong" onClick={() => say("granted")}>{t("Grant")}</button>}
      {wish.state === "asked" && <button type="button" onClick={() => say("declined")}>{t("Decline")}</button>}
    </li>
  );
}

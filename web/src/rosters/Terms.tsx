/** Beside the grid: how many keep each shift from a day on, what no roster may break, who is away, who drives. */

import { useState } from "preact/hooks";
import { t } from "../parts/words";
import type { Roster } from "./shapes";
import { busy, load, order, place, roster } from "./store";
import { dayWord, kindWord } from "./words";

/** Numbers of a form by the names of its fields. */
function numbers(form: HTMLFormElement): Record<string, number> {
  return Object.fromEntries([...new FormData(form)].filter(([, value]) => /^\d+$/.test(String(value))).map(([name, value]) => [name, Number(value)]));
}

function sending(command: string, payload: (form: HTMLFormElement) => object) {
  return (event: Event) => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    void order(command, payload(form)).then(load);
  };
}

const text = (form: HTMLFormElement, name: string) => String(new FormData(form).get(name) ?? "");

const EIGHT = ["early", "late", "night"];
const TWELVE = ["day", "night"];

export function Terms() {
  const card = roster.value;
  if (card === null) return null;
  return (
    <section aria-labelledby="terms-title">
      <h2 id="terms-title">{t("How it is kept")}</h2>
      <Heads card={card} />
      <Bounds card={card} />
      <Away card={card} />
      <Drivers card={card} />
    </section>
  );
}

/** Begins with what the last day shown needs. */
function Heads({ card }: { card: Roster }) {
  const last = card.days[card.days.length - 1]?.day ?? card.today;
  const needs = (kind: string) => card.shifts.find((one) => one.day === last && one.kind === kind)?.need ?? 0;
  return (
    <details>
      <summary>{t("How many keep each shift")}</summary>
      <form class="roster-terms" onSubmit={sending("heads", (form) => ({ ...numbers(form), from: text(form, "from") }))}>
        {(card.kinds.includes("day") ? TWELVE : EIGHT).map((kind) => <label key={kind}>{kindWord(kind)} <input type="number" name={kind} min={0} max={9} required value={needs(kind)} /></label>)}
        <label>{t("From")} <input type="date" name="from" required min={card.today} value={card.today} /></label>
        <button disabled={busy.value}>{t("Keep")}</button>
      </form>
    </details>
  );
}

function Bounds({ card }: { card: Roster }) {
  const { rest_hours: rest, days_running: running, drivers } = card.bounds;
  return (
    <details>
      <summary>{t("What no roster may break")}</summary>
      <form class="roster-terms" onSubmit={sending("bounds", numbers)}>
        <label>{t("Hours of rest between two shifts")} <input type="number" name="rest_hours" min={8} max={24} required value={rest} /></label>
        <label>{t("Days in a row at most")} <input type="number" name="days_running" min={1} max={12} required value={running} /></label>
        <label>{t("Of each shift so many drive a patrol car")} <input type="number" name="drivers" min={0} max={9} required value={drivers} /></label>
        <button disabled={busy.value}>{t("Keep")}</button>
      </form>
    </details>
  );
}

/** Leave and illness that the office hears of; the shifts it touches are freed at once. */
function Away({ card }: { card: Roster }) {
  const [first, setFirst] = useState(card.today);
  const away = (form: HTMLFormElement) => ({
    person: Number(text(form, "person")), want: text(form, "want"), first: text(form, "first"), last: text(form, "last"), reason: text(form, "reason"),
  });
  return (
    <details>
      <summary>{t("Somebody is away")}</summary>
      <form class="roster-terms" onSubmit={sending("away", away)}>
        <label>{t("Who")} <select name="person">{card.people.map((one) => <option key={one.id} value={one.id}>{one.name}</option>)}</select></label>
        <label>{t("Why")} <select name="want"><option value="ill">{t("Ill")}</option><option value="leave">{t("Leave")}</option></select></label>
        <label>{t("From")} <input type="date" name="first" required min={card.today} value={first} onInput={(event) => setFirst(event.currentTarget.value)} /></label>
        <label>{t("To")} <input type="date" name="last" required min={first} value={first} /></label>
        <label>{t("Note")} <input name="reason" maxLength={200} /></label>
        <button disabled={busy.value}>{t("Say it")}</button>
      </form>
    </details>
  );
}

function Drivers({ card }: { card: Roster }) {
  const drives = (person: number, now: boolean) => void order("qualify", { person, drives: !now }).then(load);
  return (
    <details>
      <summary>{t("Who drives a patrol car")}</summary>
      <div class="roster-drivers">
        {card.people.map((one) => <label key={one.id}><input type="checkbox" checked={one.drives} disabled={busy.value} onChange={() => drives(one.id, one.drives)} /> {one.name}</label>)}
      </div>
      {card.changed_at && <p class="quiet">{t("Last changed by {who}, {day}", { who: card.changed_by ?? t("Somebody"), day: dayWord(card.changed_at.slice(0, 10), place.language) })}</p>}
    </details>
  );
}

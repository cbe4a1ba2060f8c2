/** The grid: people and days. Arrow keys move, letters set, one cell dropped on another exchanges the two. */

import { useRef } from "preact/hooks";
import { t } from "../parts/words";
import { following, headsAt, kindAt, keyOf } from "./moves";
import type { Breach, Person, Roster } from "./shapes";
import { marks, pending, place, roster, set, swap, undo } from "./store";
import { breachWord, dayHead, dayWord, kindWord, letter } from "./words";

const KEYS: Record<string, number> = { "1": 0, "2": 1, "3": 2, "4": 3 };

export function Grid() {
  const table = useRef<HTMLTableElement>(null);
  const card = roster.value;
  if (card === null) return null;
  const kinds = card.kinds;
  return (
    <div class="scroll">
      <table class={card.days.length > 14 ? "roster dense" : "roster"} ref={table} role="grid" aria-label={t("Roster")}>
        <thead>
          <tr>
            <th scope="col">{t("Name")}</th>
            {card.days.map((one) => <Head key={one.day} day={one.day} rest={one.class !== null && one.class !== "ordinary"} published={one.published} today={one.day === card.today} />)}
            <th scope="col" class="count" title={t("Shifts to come, and the fair share")}>{t("Shifts")}</th>
            <th scope="col" class="count" title={t("Nights to come, and the fair share")}>{t("Nights")}</th>
          </tr>
        </thead>
        <tbody>
          {card.people.map((person, row) => (
            <tr key={person.id}>
              <th scope="row">{person.name}{person.drives && <span class="drives" title={t("drives a patrol car")}> ◉</span>}</th>
              {card.days.map((one, column) => <Cell key={one.day} card={card} person={person} day={one.day} kinds={kinds} at={[row, column]} table={table} />)}
              <Count has={person.has.shifts} fair={person.fair.shifts} />
              <Count has={person.has.nights} fair={person.fair.nights} />
            </tr>
          ))}
        </tbody>
        <tfoot>{kinds.map((kind) => <Heads key={kind} card={card} kind={kind} />)}</tfoot>
      </table>
    </div>
  );
}

function Head(told: { day: string; rest: boolean; published: boolean; today: boolean }) {
  const [weekday, number] = dayHead(told.day, place.language);
  const names = [told.rest && "rest", told.published && "published", told.today && "today"].filter(Boolean).join(" ");
  return <th scope="col" class={names} title={`${dayWord(told.day, place.language)}${told.published ? ` · ${t("published")}` : ""}`}><span>{weekday}</span> {number}</th>;
}

interface CellTold {
  card: Roster;
  person: Person;
  day: string;
  kinds: string[];
  at: [number, number];
  table: { current: HTMLTableElement | null };
}

function Cell({ card, person, day, kinds, at, table }: CellTold) {
  const kind = kindAt(card, pending.value, person.id, day);
  const broken = marks.value.filter((one) => one.day === day && one.person === person.id);
  const fixed = kind !== null && card.shifts.some((one) => one.day === day && one.kind === kind && one.fixed.includes(person.id));
  const past = day < card.today;
  const wish = person.wishes.find((one) => one.first <= day && day <= one.last);
  const away = person.away.includes(day);
  const names = ["cell", kind && "kind", kind, away && "away", broken.length > 0 && "broken", pending.value.has(keyOf(person.id, day)) && "changed"];
  const label = labelOf(person, day, kind, { away, fixed, wish: wish?.want ?? null, broken });
  const put = (next: string | null) => set([{ person: person.id, day, kind: next }]);
  return (
    <td class={names.filter(Boolean).join(" ")}>
      <button
        type="button"
        data-at={`${at[0]}:${at[1]}`}
        tabIndex={at[0] === 0 && at[1] === 0 ? 0 : -1}
        aria-label={label}
        title={label}
        disabled={past}
        draggable={!past}
        onClick={() => put(following(kinds, kind))}
        onKeyDown={(event) => onKey(event, { at, kinds, table: table.current, put })}
        onDragStart={(event) => event.dataTransfer?.setData("text/plain", `${person.id}@${day}`)}
        onDragOver={(event) => event.preventDefault()}
        onDrop={(event) => dropped(event, person.id, day)}
      >
        {letter(kind) || (away ? "×" : wish ? (wish.want === "work" ? "+" : "○") : "")}
        {broken.length > 0 && <span class="mark" aria-hidden="true">▲</span>}
        {fixed && <span class="pin" aria-hidden="true">•</span>}
      </button>
    </td>
  );
}

function labelOf(person: Person, day: string, kind: string | null, facts: { away: boolean; fixed: boolean; wish: string | null; broken: Breach[] }): string {
  const parts = [person.name, dayWord(day, place.language), kind === null ? t("free") : kindWord(kind)];
  if (facts.away) parts.push(t("away"));
  if (facts.fixed) parts.push(t("decided by a person"));
  if (facts.wish !== null) parts.push(facts.wish === "work" ? t("wishes for a shift") : t("wishes to be free"));
  return [...parts, ...facts.broken.map((one) => breachWord(one, [person], place.language))].join(" · ");
}

function dropped(event: DragEvent, person: number, day: string): void {
  event.preventDefault();
  const [other, from] = (event.dataTransfer?.getData("text/plain") ?? "").split("@");
  if (other && from === day) swap(Number(other), person, day);
}

interface Hand {
  at: [number, number];
  kinds: string[];
  table: HTMLTableElement | null;
  put: (kind: string | null) => void;
}

function onKey(event: KeyboardEvent, hand: Hand): void {
  const [row, column] = hand.at;
  const steps: Record<string, [number, number]> = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
  const step = steps[event.key];
  if (step) {
    event.preventDefault();
    hand.table?.querySelector<HTMLButtonElement>(`[data-at="${row + step[0]}:${column + step[1]}"]`)?.focus();
  } else if (event.key in KEYS && hand.kinds[KEYS[event.key] ?? 9] !== undefined) hand.put(hand.kinds[KEYS[event.key] ?? 9] ?? null);
  else if (["0", "Delete", "Backspace"].includes(event.key)) hand.put(null);
  else if (event.key === "z" && (event.ctrlKey || event.metaKey)) undo();
}

function Count({ has, fair }: { has: number; fair: [number, number] }) {
  const off = has < fair[0] || has > fair[1];
  const share = fair[0] === fair[1] ? String(fair[0]) : `${fair[0]}–${fair[1]}`;
  return <td class={off ? "count off" : "count"}>{has}<span class="quiet"> /{share}</span></td>;
}

function Heads({ card, kind }: { card: Roster; kind: string }) {
  return (
    <tr>
      <th scope="row"><span class={`dot ${kind}`} aria-hidden="true" /> {kindWord(kind)}</th>
      {card.days.map(({ day }) => {
        const need = card.shifts.find((one) => one.day === day && one.kind === kind)?.need ?? 0;
        const have = headsAt(card, pending.value, day, kind);
        const past = day < card.today;
        return <td key={day} class={have === need || past ? "heads" : "heads off"} title={t("{have} of {need}", { have, need })}>{need === 0 ? "" : have === need || past ? have : `${have}/${need}`}</td>;
      })}
      <td colSpan={2} />
    </tr>
  );
}

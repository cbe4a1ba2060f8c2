/** Tell everybody of the market, the grid or the group in a few words: a child is lost, a car is looked for. */

import { useRef, useState } from "preact/hooks";
import { ask, newId } from "../live/commands";
import type { Incident } from "../live/state";
import { boot } from "../parts/boot";
import { nameOf } from "../parts/places";
import { t, tn } from "../parts/words";
import * as desk from "./desk";

const LONGEST = 300;

export function TellAll({ incident }: { incident: Incident }) {
  const may = boot().may?.includes("send-bulletin") === true && desk.can.value.has("note");
  if (!may || incident.hidden_at) return null;
  return (
    <details class="tell-all" key={incident.id}>
      <summary>{t("Tell everybody")}</summary>
      <Words incident={incident} />
    </details>
  );
}

function Words({ incident }: { incident: Incident }) {
  const [text, setText] = useState([incident.summary, incident.place?.name].filter(Boolean).join(" · ").slice(0, LONGEST));
  const [place, setPlace] = useState("");
  const [said, setSaid] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  /** Pressed again because no answer came, the same words are told once; other words are another telling. */
  const id = useRef(newId());
  const change = (set: (to: string) => void, to: string) => {
    id.current = newId();
    setSaid(null);
    set(to);
  };
  const send = async (event: Event) => {
    event.preventDefault();
    setBusy(true);
    const grave = incident.severity === "critical" || incident.severity === "high";
    const body = { command_id: id.current, text: text.trim(), severity: grave ? "high" : "normal", ...(place ? { place } : {}) };
    const answer = await ask<{ told: number }>("POST", `/api/v1/markets/${boot().market.code}/bulletins`, body);
    setBusy(false);
    if (!answer.ok) return setSaid(desk.refusal(answer.problem, desk.now.peek()));
    const count = tn("{count} person is told", "{count} people are told", answer.body.told);
    change(setText, "");
    setSaid(count);
    void desk.order("note", { note: `${count}${t(": ")}${text.trim()}` });
  };
  return (
    <form class="case-form" aria-label={t("Tell everybody")} onSubmit={(event) => void send(event)}>
      <label for="tell-whom">{t("Whom")}</label>
      <select id="tell-whom" value={place} onChange={(event) => change(setPlace, event.currentTarget.value)}>
        <option value="">{t("The whole market")}</option>
        {incident.grid ? <option value={incident.grid}>{nameOf(incident.grid)}</option> : null}
        {incident.group ? <option value={incident.group}>{nameOf(incident.group)}</option> : null}
      </select>
      <label for="tell-words">{t("In these words")}</label>
      <textarea id="tell-words" rows={3} required maxLength={LONGEST} value={text} onInput={(event) => change(setText, event.currentTarget.value)} />
      <p class="dialog-end"><button class="strong" disabled={busy || text.trim() === ""}>{t("Tell them")}</button></p>
      <p class="small" role="status">{said}</p>
    </form>
  );
}

/** What a round asks for in words: why a checkpoint is passed by, and the report of a check. */

import { useState } from "preact/hooks";
import { t } from "../../parts/words";
import { nextSpot, tell, type Mine, type Seen } from "./own";

const REASONS = [() => t("The way is blocked"), () => t("Locked, nobody there"), () => t("Called to something else"), () => t("Not safe alone")];

export function Skip({ round, spot, onDone }: { round: Mine; spot: Seen; onDone: () => void }) {
  const [other, setOther] = useState("");
  const go = (reason: string) => {
    onDone();
    void tell(round, "skip", `${t("Skip")} ${spot.name}`, { checkpoint: spot.code, reason });
  };
  return (
    <form class="own-form" onSubmit={(event) => (event.preventDefault(), other.trim() && go(other.trim()))}>
      <p>{t("Why do you pass {place} by?", { place: spot.name })}</p>
      {REASONS.map((word) => <button type="button" key={word()} onClick={() => go(word())}>{word()}</button>)}
      <label for={`skip-${round.id}`}>{t("Another reason")}</label>
      <input id={`skip-${round.id}`} maxLength={200} value={other} onInput={(event) => setOther(event.currentTarget.value)} />
      <button class="strong" disabled={other.trim() === ""}>{t("Skip")}</button>
      <button type="button" onClick={onDone}>{t("Back")}</button>
    </form>
  );
}

export function Finish({ round, onDone }: { round: Mine; onDone: () => void }) {
  const [note, setNote] = useState("");
  const [reason, setReason] = useState("");
  const left = nextSpot(round) !== null;
  const send = (event: Event) => {
    event.preventDefault();
    onDone();
    const told = { ...(note.trim() ? { note: note.trim() } : {}), ...(left ? { reason: reason.trim() } : {}) };
    void tell(round, "finish", t("Report this check"), told);
  };
  return (
    <form class="own-form" onSubmit={send}>
      <p>{round.findings.length > 0 ? t("What you found is with the office already.") : t("Nothing found? Then say so: the check is reported all the same.")}</p>
      {left ? <><label for={`left-${round.id}`}>{t("Checkpoints are left. Why?")}</label><input id={`left-${round.id}`} required maxLength={200} value={reason} onInput={(event) => setReason(event.currentTarget.value)} /></> : null}
      <label for={`note-${round.id}`}>{t("Anything to add?")}<span class="quiet"> {t("if you like")}</span></label>
      <textarea id={`note-${round.id}`} rows={2} maxLength={500} value={note} onInput={(event) => setNote(event.currentTarget.value)} />
      <button class="strong big">{round.findings.length > 0 ? t("The check is done") : t("All clear")}</button>
      <button type="button" onClick={onDone}>{t("Back")}</button>
    </form>
  );
}

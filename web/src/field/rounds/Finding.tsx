/** Something found on a round becomes an incident by one press, with a picture and a category. */

import { useState } from "preact/hooks";
import * as vocabulary from "../../parts/vocabulary";
import { t } from "../../parts/words";
import { Photo } from "../Photo";
import { fixNow } from "./here";
import { tell, type Mine, type Seen } from "./own";

const USUAL: Record<string, string[]> = { hazards: ["FI", "FS", "TV", "OT"], disputes: ["DI", "PO", "OT"], patrol: ["PO", "FI", "TV", "FS", "DI", "HE", "OT"] };
const SEVERITIES = ["high", "normal"];

export function Finding({ round, spot, onDone }: { round: Mine; spot: Seen | null; onDone: () => void }) {
  const usual = USUAL[round.kind] ?? [];
  const [category, setCategory] = useState(usual[0] ?? "OT");
  const [severity, setSeverity] = useState("normal");
  const [note, setNote] = useState("");
  const [place, setPlace] = useState("");
  const [pictures, setPictures] = useState<Blob[]>([]);
  const last = [...round.checkpoints].reverse().find((each) => each.state === "done" || each.state === "late") ?? spot;
  const send = async (event: Event) => {
    event.preventDefault();
    onDone();
    const fix = await fixNow(3000);
    const where = place.trim() ? { place: place.trim() } : { ...(last ? { checkpoint: last.code } : {}), ...(fix ? { position: fix } : {}) };
    await tell(round, "finding", `${t("Found something")} · ${vocabulary.category(category)}`, { category, severity, ...where, ...(note.trim() ? { note: note.trim() } : {}) }, pictures);
  };
  return (
    <form class="own-form" onSubmit={(event) => void send(event)}>
      <fieldset class="pick-one"><legend>{t("What is it?")}</legend>
        {usual.map((code) => <label key={code}><input type="radio" name={`found-${round.id}`} checked={category === code} onChange={() => setCategory(code)} /> {vocabulary.category(code)}</label>)}
      </fieldset>
      <fieldset class="pick-one"><legend>{t("How grave?")}</legend>
        {SEVERITIES.map((each) => <label key={each} class={each}><input type="radio" name={`grave-${round.id}`} checked={severity === each} onChange={() => setSeverity(each)} /> <span aria-hidden="true">{vocabulary.MARKS[each as "high"]}</span> {vocabulary.severity(each)}</label>)}
      </fieldset>
      <Photo id={`found-photo-${round.id}`} pictures={pictures} onPictures={setPictures} />
      <label for={`found-note-${round.id}`}>{t("What did you see?")}</label>
      <textarea id={`found-note-${round.id}`} rows={2} maxLength={500} value={note} onInput={(event) => setNote(event.currentTarget.value)} />
      <label for={`found-place-${round.id}`}>{t("Number of the shop")}<span class="quiet"> {last ? t("if left out: where you stand, near {place}", { place: last.name }) : t("if left out: where you stand")}</span></label>
      <input id={`found-place-${round.id}`} autocomplete="off" maxLength={64} value={place} onInput={(event) => setPlace(event.currentTarget.value)} />
      <button class="strong big">{t("Make it an incident")}</button>
      <button type="button" onClick={onDone}>{t("Back")}</button>
    </form>
  );
}

/** One field of a command's form. */

import type { Incident } from "../live/state";
import * as vocabulary from "../parts/vocabulary";
import { t } from "../parts/words";
import * as desk from "./desk";
import { SPANS, type Field, type Values } from "./forms";
import { Picture } from "./Picture";
import { PlaceInput } from "./PlaceInput";
import * as words from "./words";

interface Props {
  field: Field;
  values: Values;
  incident: Incident;
  set: (name: string, value: string) => void;
}

export function Input(props: Props) {
  const { field, values, set } = props;
  const id = `field-${field.name}`;
  if (field.kind === "scores") return <Scores {...props} />;
  if (field.kind === "picture") return <Picture onMedia={(media) => set(field.name, media.length > 0 ? JSON.stringify(media) : "")} />;
  if (field.kind === "place") return <PlaceInput id={id} onPlace={(code) => set(field.name, code)} />;
  if (field.kind === "yes") {
    return <label class="tick"><input type="checkbox" checked={values[field.name] === "yes"} onChange={(event) => set(field.name, event.currentTarget.checked ? "yes" : "")} /> {words.field(field.name)}</label>;
  }
  return (
    <>
      <label for={id}>{words.field(field.name)}{field.optional ? <span class="quiet"> {t("if you like")}</span> : null}</label>
      <Control {...props} id={id} />
    </>
  );
}

function Control({ field, values, set, id, incident }: Props & { id: string }) {
  const value = values[field.name] ?? "";
  const put = (event: { currentTarget: { value: string } }) => set(field.name, event.currentTarget.value);
  if (field.kind === "area") return <textarea id={id} rows={2} maxLength={2000} required={!field.optional} value={value} onInput={put} />;
  if (field.kind === "line") return <input id={id} maxLength={200} required={!field.optional} value={value} onInput={put} />;
  return (
    <select id={id} required={!field.optional} value={value} onChange={put}>
      <option value="">{t("Choose")}</option>
      {options(field, incident).map(([key, word]) => <option key={key} value={key}>{word}</option>)}
    </select>
  );
}

function options(field: Field, incident: Incident): [string, string][] {
  switch (field.kind) {
    case "span":
      return SPANS.map((hours) => [hours, words.span(hours)]);
    case "minutes":
      return ["0", "1", "2", "5", "10", "20"].map((n) => [n, n === "0" ? t("just now") : t("{n} min ago", { n })]);
    case "score":
      return ["5", "4", "3", "2", "1"].map((n) => [n, stars(Number(n))]);
    case "incident":
      return desk.others.value.filter((other) => other.id !== incident.id).map((other) => [String(other.id), `${other.number} · ${vocabulary.kind(other.kind)} · ${other.place?.name ?? ""}`]);
    default:
      return (field.options ?? []).map((key) => [key, words.option(key)]);
  }
}

function stars(n: number): string {
  return `${n} ${"★".repeat(n)}${"☆".repeat(5 - n)}`;
}

function Scores({ field, values, set }: Props) {
  return (
    <>
      {(field.options ?? []).map((name) => (
        <label class="score" key={name}>
          <span>{name === "result" ? words.field("result") : words.field(name)}</span>
          <select required value={values[`${field.name}.${name}`] ?? ""} onChange={(event) => set(`${field.name}.${name}`, event.currentTarget.value)}>
            <option value="">{t("Choose")}</option>
            {[5, 4, 3, 2, 1].map((n) => <option key={n} value={n}>{stars(n)}</option>)}
          </select>
        </label>
      ))}
    </>
  );
}

/** The form of the command in hand; a rule that says no may add a field to it. */

import { useEffect, useRef, useState } from "preact/hooks";
import type { Incident } from "../live/state";
import { t } from "../parts/words";
import * as desk from "./desk";
import { Input } from "./Input";
import { missing, payload, shown, type Values } from "./forms";
import * as words from "./words";

export function Form({ incident }: { incident: Incident }) {
  const open = desk.form.value;
  if (open === null) return null;
  return <Asked key={`${incident.id}:${open.command}:${open.task ?? ""}:${open.key ?? ""}`} incident={incident} open={open} />;
}

type Open = NonNullable<typeof desk.form.value>;

function Asked({ incident, open }: { incident: Incident; open: Open }) {
  const [values, setValues] = useState<Values>({});
  const element = useRef<HTMLFormElement>(null);
  useEffect(() => element.current?.querySelector<HTMLElement>("input, select, textarea")?.focus(), []);
  const about = whatFor(open, incident);
  const fields = shown(open.command, values, desk.wanted.value);
  const send = async (event: Event) => {
    event.preventDefault();
    const of = { ...(open.task === undefined ? {} : { task: open.task }), ...(open.key === undefined ? {} : { key: open.key }) };
    const told = payload(fields, values, desk.now.peek(), countsFrom(open.command, incident));
    if (await desk.order(open.command, { ...of, ...told })) desk.form.value = null;
  };
  const leave = (event: KeyboardEvent) => {
    if (event.key === "Escape") desk.form.value = null;
  };
  return (
    <form class="case-form" ref={element} onSubmit={(event) => void send(event)} onKeyDown={leave} aria-label={words.command(open.command)}>
      <h3>{words.command(open.command)} {about === null ? null : <span class="quiet">{about}</span>}</h3>
      {fields.map((field) => <Input key={field.name} field={field} values={values} incident={incident} set={(name, value) => setValues((old) => ({ ...old, [name]: value }))} />)}
      <p class="dialog-end">
        <button type="button" onClick={() => (desk.form.value = null)}>{t("Cancel")}</button>
        <button class="strong" disabled={missing(fields, values).length > 0 || desk.busy.value !== null}>{words.command(open.command)}</button>
      </p>
    </form>
  );
}

/** Whom or which step of the procedure it is about. */
function whatFor(open: Open, incident: Incident): string | null {
  if (open.key !== undefined) return words.sop(open.key);
  const task = incident.tasks?.find((one) => one.id === open.task);
  return task === undefined ? null : (task.name ?? task.unit);
}

/** More time counts from when it would have been due; everything else from now. */
function countsFrom(command: string, incident: Incident): number {
  const due = (incident.timers ?? []).find((timer) => timer.kind === "handled")?.due_at;
  return command === "extend" && due ? Date.parse(due) : desk.now.peek();
}

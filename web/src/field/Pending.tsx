/** What this phone has not told the office yet, and what the office would not take. */

import { useEffect, useRef } from "preact/hooks";
import { hourMinuteSecond } from "../parts/time";
import { t, tn } from "../parts/words";
import { flush, forget, reached, returned, signedOut, taken, unsent } from "./outbox";

/** `quiet`: says nothing while everything is told. Stands above everything and keeps its height: a press that is on its way must not move the next key. */
export function Signal({ quiet = false }: { quiet?: boolean }) {
  const refused = returned.value;
  const told = quiet && reached.value && !signedOut.value && unsent.value.length === 0;
  return (
    <>
      {told ? null : <p class={`signal-line ${reached.value ? "" : "off"}`} role="status">
        {signedOut.value ? <a href={`/sign-in?next=${encodeURIComponent(location.pathname)}`}>{t("You are signed out here: sign in again")}</a> : reached.value ? t("In touch with the office") : t("No signal. What you press is kept and sent later.")}
      </p>}
      {refused.length > 0 ? (
        <section class="unsent refused" aria-labelledby="refused-title">
          <h2 id="refused-title">{t("Not taken by the office")}</h2>
          <ol>
            {refused.map((item) => (
              <li key={item.id}>
                <strong>{item.label}</strong> <time class="quiet" dateTime={item.happened_at}>{hourMinuteSecond(item.happened_at)}</time>
                <span>{item.refused}</span>
                {typeof item.body.summary === "string" ? <q>{item.body.summary}</q> : null}
                <button type="button" onClick={() => void forget(item.id)}>{t("I have read it")}</button>
              </li>
            ))}
          </ol>
        </section>
      ) : null}
    </>
  );
}

/** Stands below everything one may press: what waits, and the number of what was just taken. */
export function Unsent() {
  return <>{taken.value === null ? null : <Taken number={taken.value} />}<Waiting /></>;
}

function Taken({ number }: { number: string }) {
  const line = useRef<HTMLParagraphElement>(null);
  useEffect(() => line.current?.scrollIntoView({ block: "nearest" }), [number]);
  return <p class="taken" role="status" ref={line}>{t("The office has your report: {number}. You are told how it ends.", { number })}</p>;
}

function Waiting() {
  const waits = unsent.value;
  if (waits.length === 0) return null;
  return (
    <section class="unsent" aria-labelledby="unsent-title">
      <h2 id="unsent-title">{tn("{count} thing not yet sent", "{count} things not yet sent", waits.length)}</h2>
      <ol>{waits.map((item) => <li key={item.id}>{item.label} <time class="quiet" dateTime={item.happened_at}>{hourMinuteSecond(item.happened_at)}</time></li>)}</ol>
      <button type="button" onClick={() => void flush()}>{t("Try now")}</button>
    </section>
  );
}

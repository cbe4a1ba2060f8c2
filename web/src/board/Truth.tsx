/** The strip that says whether the screen can be believed, and what is dead when it cannot. */

import type { JSX } from "preact";
import { age } from "../parts/time";
import { ageNow, PARTS } from "../live/truth";
import * as words from "../parts/vocabulary";
import { t } from "../parts/words";
import { awaySentence } from "./connect";
import * as store from "./store";

export function Truth(): JSX.Element {
  const link = store.link.value;
  const names = store.dead.value;
  const state = link === "broken" ? "broken" : names.length > 0 ? "dead" : link;
  return (
    <>
      <section class={`truth ${state}`} aria-label={t("Can this screen be believed?")}>
        <strong class="verdict">{sentence(state, names)}</strong>
        {store.signedOut.value ? <a href="/sign-in?next=/board">{t("You are signed out here: sign in again")}</a> : null}
        <ul class="parts">
          <Lamp name="link" ok={link === "alive"} seconds={store.silentFor.value} />
          {PARTS.map((name) => <PartLamp key={name} name={name} />)}
        </ul>
        <span class="data-age">{dataAge()}</span>
      </section>
      <AwayNotice />
    </>
  );
}

function sentence(state: string, names: string[]): string {
  switch (state) {
    case "broken":
      return t("Data interrupted for {time}: what you see is old. Use the radio.", { time: age(store.silentFor.value) });
    case "dead":
      return t("Not working: {parts}. What you see may be old.", { parts: names.map(words.part).join(t(", ")) });
    case "unsure":
      return t("Waiting for the server, {time}", { time: age(store.silentFor.value) });
    case "starting":
      return t("Connecting");
    default:
      return t("All parts alive");
  }
}

function PartLamp({ name }: { name: string }) {
  const part = store.beat.value?.parts[name];
  if (!part) return null;
  const ok = part.ok && store.link.value === "alive";
  return <Lamp name={name} ok={ok} seconds={ageNow(part.age_s, store.silentFor.value)} />;
}

function Lamp({ name, ok, seconds }: { name: string; ok: boolean; seconds: number | null }) {
  const old = seconds === null ? t("never") : age(seconds);
  return (
    <li class={ok ? "lamp" : "lamp off"} title={`${words.part(name)}: ${old}`}>
      <span class="bulb" aria-hidden="true" />
      {words.part(name)}
      <span class="unseen">{ok ? t("alive") : t("not working, {age}", { age: old })}</span>
      {ok ? null : <span class="lamp-age">{old}</span>}
    </li>
  );
}

function dataAge(): string {
  const seconds = store.dataAge.value;
  return seconds === null ? t("no data yet") : t("newest data {age} ago", { age: age(seconds) });
}

function AwayNotice() {
  const gone = store.away.value;
  if (gone === null) return null;
  return (
    <section class="away" aria-label={t("While you were away")}>
      <strong>{awaySentence(gone.seconds, gone.alerts, gone.open)}</strong>
      <button type="button" onClick={() => (store.away.value = null)}>{t("Understood")}</button>
    </section>
  );
}

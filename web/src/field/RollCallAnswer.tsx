/** A roll call that rings here: three large answers. */

import type { RollCall } from "../live/state";
import * as caseWords from "../case/words";
import { hourMinuteSecond } from "../parts/time";
import { t } from "../parts/words";
import { add, items, me } from "./outbox";
import { standing } from "./queue";

const ANSWERS: [string, () => string][] = [["safe", () => t("I am safe")], ["coming", () => t("On my way")], ["cannot", () => t("Cannot come")]];

export function RollCallAnswer({ call, shop }: { call: RollCall; shop: string }) {
  const mine = call.shops.find((each) => each.code === shop);
  const queued = standing(items.value, me).filter((item) => item.what === "roll" && item.call === call.id).pop();
  const answered = (queued?.body["answer"] as string | undefined) ?? mine?.answer ?? null;
  const say = (answer: string, word: string) => void add({
    what: "roll", shape: "roll", call: call.id, path: `/api/v1/roll-calls/${call.id}/commands`, label: `${t("Roll call")}${t(": ")}${word}`,
    body: { command: "answer", answer, shop },
  });
  return (
    <section class={`roll-answer ${answered === null ? "rings" : ""}`} aria-labelledby={`roll-${call.id}`}>
      <h2 id={`roll-${call.id}`}>{t("Roll call of your group")}{call.drill ? ` · ${t("drill")}` : ""}</h2>
      <p>{call.caller ? t("{shop} called for help.", { shop: call.caller.name }) : t("The office asks every shop.")} <span class="quiet">{hourMinuteSecond(call.opened_at)}</span></p>
      <div class="roll-keys">
        {ANSWERS.map(([answer, word]) => <button type="button" key={answer} class={answer === "safe" && answered === null ? "strong big" : "big"} aria-pressed={answered === answer} onClick={() => say(answer, word())}>{word()}</button>)}
      </div>
      {answered ? <p role="status">{t("You said: {answer}", { answer: caseWords.answer(answered) })}{queued && queued.told === undefined ? ` · ${t("not yet sent")}` : ""}</p> : null}
      {mine?.watcher === null || mine === undefined ? <Watch call={call} shop={shop} /> : null}
    </section>
  );
}

/** Who answered may be asked to look after a silent neighbour. */
function Watch({ call, shop }: { call: RollCall; shop: string }) {
  const silent = call.shops.filter((each) => each.watcher === shop && each.answer === null);
  if (silent.length === 0) return null;
  return <p class="warning" role="alert">{t("Please look after your neighbour: {names} does not answer.", { names: silent.map((each) => each.name ?? each.code).join(t(", ")) })}</p>;
}

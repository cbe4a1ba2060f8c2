/** Is anybody watching? At night, when nobody has acted for long, the board asks; one key answers. */

import { newId, ask } from "../live/commands";
import { age } from "../parts/time";
import { t } from "../parts/words";
import * as orders from "./orders";
import * as store from "./store";

export function Watch() {
  const question = store.watchQuestion.value;
  if (question === null) return null;
  const missed = question.missed_at !== null;
  const quiet = age((store.now.value - Date.parse(question.acted_at)) / 1000);
  return (
    <section class={missed ? "watch missed" : "watch"} role="alert" aria-label={t("Is anybody watching?")}>
      <strong>{missed ? t("Nobody answers at this board: the shift leader has been told") : t("Is anybody watching?")}</strong>
      <span>{t("Nothing was done here for {time}.", { time: quiet })}</span>
      {orders.mayHandle && !store.wall ? <button type="button" class="strong" onClick={() => void here()}>{t("I am watching")} <kbd>W</kbd></button> : null}
    </section>
  );
}

export async function here(): Promise<void> {
  if (store.watchQuestion.peek() === null || !orders.mayHandle) return;
  await ask("POST", `/api/v1/markets/${store.booted.market.code}/watch/commands`, { command: "here", command_id: newId() });
}

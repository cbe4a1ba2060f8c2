/** What can be done with the open alert; what cannot says why. */

import type { Alert } from "../live/state";
import * as words from "../parts/vocabulary";
import { t } from "../parts/words";
import * as orders from "./orders";
import * as store from "./store";

export function Actions({ alert }: { alert: Alert }) {
  if (store.wall) return null;
  const can = orders.allowed(alert);
  const never = orders.NEVER_HIDDEN.has(alert.kind);
  if (alert.attention === "linked") return <Told />;
  if (!orders.mayHandle) return <p class="quiet small">{t("Your role may look, but not handle alerts.")}</p>;
  return (
    <div class="actions">
      <div class="action-row">
        <button type="button" class="strong" disabled={orders.busy.value !== null} onClick={() => void orders.accept()}>{t("Accept")} <kbd>A</kbd></button>
        {can.has("see") ? <button type="button" disabled={orders.busy.value !== null} onClick={() => void orders.see()}>{t("Seen")} <kbd>S</kbd></button> : null}
        <button type="button" onClick={() => orders.ask("dismiss")}>{t("Dismiss")} <kbd>X</kbd></button>
      </div>
      <div class="action-row">
        {can.has("unshelve")
          ? <button type="button" onClick={() => void orders.order("unshelve")}>{t("Take off the shelf")} <kbd>Z</kbd></button>
          : <button type="button" aria-disabled={never} aria-describedby={never ? "never-hidden" : undefined} onClick={() => orders.ask("shelve")}>{t("Shelve")} <kbd>Z</kbd></button>}
        {never || can.has("silence") ? <button type="button" aria-disabled={never} aria-describedby={never ? "never-hidden" : undefined} onClick={() => orders.ask("silence")}>{t("Silence or maintenance")} <kbd>L</kbd></button> : null}
      </div>
      {never ? <p id="never-hidden" class="quiet small">{t("{kind} is never shelved or silenced.", { kind: words.kind(alert.kind) })}</p> : null}
      <Told />
    </div>
  );
}

function Told() {
  const text = orders.told.value;
  return <p class={text === null ? "told empty" : "told warning"} role="status">{text}</p>;
}

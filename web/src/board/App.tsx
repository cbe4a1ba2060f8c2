/** The board put together. */

import { Icon } from "../parts/icons";
import { t } from "../parts/words";
import { Plan } from "../plan/Plan";
import { Card } from "./Card";
import { Dialogs } from "./Dialogs";
import { Queue } from "./Queue";
import * as store from "./store";
import { TopBar } from "./TopBar";
import { Truth } from "./Truth";
import { Watch } from "./Watch";

export function App() {
  const stale = store.link.value === "broken";
  const classes = `board ${stale ? "stale" : ""} pane-${store.pane.value} ${store.opened.value ? "has-card" : ""}`;
  return (
    <div class={classes}>
      <TopBar />
      <Truth />
      <Watch />
      <main id="main" tabIndex={-1} class="ground">
        <h1 class="unseen">{t("Board")}</h1>
        <Queue />
        <Plan />
        <Card />
        {stale ? <p class="stale-word" aria-hidden="true">{t("Data interrupted")}</p> : null}
      </main>
      <Tabs />
      <Dialogs />
      <p class="unseen" role="status" aria-live="polite">{store.said.value.polite}</p>
      <p class="unseen" role="alert" aria-live="assertive">{store.said.value.urgent}</p>
    </div>
  );
}

/** On a phone the queue comes first, and the plan behind a tab. */
function Tabs() {
  if (store.wall) return null;
  const tab = (pane: "queue" | "plan", icon: string, word: string) => (
    <button type="button" class="plain" aria-pressed={store.pane.value === pane} onClick={() => {
      store.pane.value = pane;
      if (pane === "queue") store.open(null);
    }}>
      <Icon name={icon} /> {word}
    </button>
  );
  return (
    <nav class="tabs" aria-label={t("Queue or plan")}>
      {tab("queue", "list", t("Queue"))}
      {tab("plan", "map", t("Plan"))}
    </nav>
  );
}

/** Where to go next: drawn by the office's plan, so that nobody can foresee it. */

import { signal } from "@preact/signals";
import { boot } from "../../parts/boot";
import { ask, newId } from "../../live/commands";
import { t } from "../../parts/words";
import { SmallMap } from "../SmallMap";

interface Drawn {
  number: number;
  stops: { code: string; name: string; x: number; y: number }[];
}

const leg = signal<Drawn | null>(null);
const failed = signal(false);

async function draw(): Promise<void> {
  const answer = await ask<Drawn>("POST", "/api/v1/patrol-legs", { command_id: newId() });
  failed.value = !answer.ok;
  if (answer.ok) leg.value = answer.body;
}

export function Leg() {
  const drawn = leg.value;
  const [first, ...rest] = drawn?.stops ?? [];
  return (
    <section class="own-round leg" aria-label={t("Where next?")}>
      {first ? (
        <>
          <p class="next-spot">{t("Next")}{t(": ")}<strong>{first.name}</strong> <span class="quiet mono">{first.code}</span></p>
          <SmallMap market={boot().market.code} at={[first.x, first.y]} code={null} name={first.name} />
          {rest.length > 0 ? <p>{t("then")} {rest.map((stop) => stop.name).join(" → ")}</p> : null}
        </>
      ) : <p class="quiet">{t("Between rounds: the plan draws where you are needed most, so that nobody can foresee it.")}</p>}
      {failed.value ? <p class="warning" role="alert">{t("The plan can not be reached now.")}</p> : null}
      <button type="button" onClick={() => void draw()}>{first ? t("I have been there: where next?") : t("Where next?")}</button>
    </section>
  );
}

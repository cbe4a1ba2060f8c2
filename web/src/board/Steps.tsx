/** The five steps, and where this one stands. */

import * as words from "../parts/vocabulary";
import { t } from "../parts/words";

const STEPS = ["discovered", "accepted", "dispatched", "closed", "evaluated"];

export function Steps({ step }: { step: string }) {
  const here = STEPS.indexOf(step);
  if (here < 0) return <p class="aside-step">{words.step(step)}</p>;
  return (
    <ol class="five-steps" aria-label={t("Five steps")}>
      {STEPS.map((each, index) => (
        <li key={each} class={index < here ? "done" : index === here ? "here" : ""} aria-current={index === here ? "step" : undefined}>
          <span>{words.step(each)}</span>
        </li>
      ))}
    </ol>
  );
}

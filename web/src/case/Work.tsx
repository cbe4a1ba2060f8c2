/** Everything one can do with the incident in hand, and how it stands. */

import { boot } from "../parts/boot";
import { t } from "../parts/words";
import { Commands } from "./Commands";
import * as desk from "./desk";
import { Dispatch } from "./Dispatch";
import { Form } from "./Form";
import { OutsideList } from "./OutsideList";
import { Phones } from "./Phones";
import { Procedure } from "./Procedure";
import { RollCallRing } from "./RollCallRing";
import { callsForPhones } from "./rung";
import { Tasks } from "./Tasks";
import { TellAll } from "./TellAll";
import { Timers } from "./Timers";

/** `acts`: false on a wall, which shows and offers nothing. `said`: what came of an order given before this was a case. */
export function Work({ acts, said = null }: { acts: boolean; said?: string | null }) {
  const incident = desk.subject.value;
  if (incident === null) return null;
  const told = desk.told.value ?? said;
  return (
    <>
      {incident.drill ? <p class="drill-flag">{t("Drill: it is not counted in any figure")}</p> : null}
      {incident.summary ? <p class="summary">{incident.summary}</p> : null}
      {acts ? <Phones wanted={callsForPhones(incident)} market={boot().market.code} /> : null}
      <Timers incident={incident} />
      {acts ? <Commands incident={incident} /> : null}
      {acts ? <Form incident={incident} /> : null}
      <p class={told === null ? "told empty" : "told warning"} role="status">{told}</p>
      <Tasks incident={incident} acts={acts} />
      <RollCallRing incident={incident} acts={acts} />
      {acts ? <Dispatch incident={incident} /> : null}
      <Procedure incident={incident} acts={acts} />
      {acts ? <TellAll incident={incident} /> : null}
      <OutsideList incident={incident} />
    </>
  );
}

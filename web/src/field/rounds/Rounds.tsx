/** My rounds on the phone: one large next step, every checkpoint below it. */

import { useSignal } from "@preact/signals";
import { boot } from "../../parts/boot";
import { hourMinute } from "../../parts/time";
import { t } from "../../parts/words";
import { SmallMap } from "../SmallMap";
import { now } from "../tasks";
import { Finding } from "./Finding";
import { Finish, Skip } from "./Forms";
import { fixNow, worth } from "./here";
import { nextSpot, noted, open, proof, tell, type Mine, type Seen } from "./own";
import { Scan } from "./Scan";
import { roundKind, spotState } from "./words";

export function Rounds() {
  const all = open.value;
  if (all.length === 0) return <p class="noted" role="status">{noted.value}</p>;
  return (
    <section class="rounds" aria-labelledby="rounds-title">
      <h2 id="rounds-title">{all.length > 1 ? t("My rounds") : t("My round")}</h2>
      <p class="noted" role="status">{noted.value}</p>
      {all.map((round, index) => <One key={round.id} round={round} first={index === 0 || round.begun} />)}
    </section>
  );
}

function One({ round, first }: { round: Mine; first: boolean }) {
  const reached = round.checkpoints.filter((spot) => spot.state !== "open").length;
  const early = Date.parse(round.opens_at) - 600_000 > now.value;
  const over = Date.parse(round.closes_at) < now.value;
  return (
    <article class={`own-round ${over ? "over" : ""}`} aria-label={round.name}>
      <p class="own-severity"><span>{roundKind(round.kind)}</span><span class="quiet">{hourMinute(round.opens_at)}–{hourMinute(round.closes_at)}</span></p>
      <p class="own-place">{round.name}</p>
      <p class="own-state">{t("{reached} of {all} checkpoints", { reached, all: round.checkpoints.length })}</p>
      {over ? <p class="warning">{t("The time is over: what comes now is late")}</p> : null}
      {early ? <p class="quiet">{t("Opens at {time}", { time: hourMinute(round.opens_at) })}</p> : <Step round={round} first={first} />}
      <details class="all-spots" open={round.begun}><summary>{t("All checkpoints")}</summary><ol>{round.checkpoints.map((spot) => <Row key={spot.seq} spot={spot} />)}</ol></details>
    </article>
  );
}

function Row({ spot }: { spot: Seen }) {
  return (
    <li class={`spot ${spot.state}`}>
      <span>{spot.name} <span class="quiet mono">{spot.code}</span></span>
      <span>{spotState(spot.state)}{spot.at ? <time class="quiet" dateTime={spot.at}> {hourMinute(spot.at)}</time> : null}{spot.untold ? <em> {t("not yet sent")}</em> : null}{spot.out_of_order ? <em> {t("out of order")}</em> : null}{spot.too_fast ? <em> {t("too fast")}</em> : null}</span>
    </li>
  );
}

type Asking = "scan" | "skip" | "found" | "finish" | null;

function Step({ round, first }: { round: Mine; first: boolean }) {
  const asking = useSignal<Asking>(null);
  const back = () => (asking.value = null);
  const spot = nextSpot(round);
  const scanned = (code: string) => {
    back();
    if (spot) void fixNow(3000).then((fix) => tell(round, "scan", spot.name, { checkpoint: spot.code, ...proof(code, fix) }));
  };
  if (asking.value === "scan") return <Scan onCode={scanned} onBack={back} />;
  if (asking.value === "found") return <Finding round={round} spot={spot} onDone={back} />;
  if (asking.value === "skip" && spot) return <Skip round={round} spot={spot} onDone={back} />;
  if (asking.value === "finish") return <Finish round={round} onDone={back} />;
  if (!round.begun) return <button type="button" class={first ? "strong big" : "big"} onClick={() => void tell(round, "begin", t("Begin"), {})}>{t("Begin this round")}</button>;
  return (
    <div class="own-steps">
      {spot ? <Next round={round} spot={spot} /> : round.kind === "patrol" || round.reported ? <p><strong>{t("All done. Thank you.")}</strong></p> : <button type="button" class="strong big" onClick={() => (asking.value = "finish")}>{t("Report this check")}</button>}
      <div class="own-row">
        {spot ? <button type="button" onClick={() => (asking.value = "scan")}>{t("Scan the code")}</button> : null}
        <button type="button" onClick={() => (asking.value = "found")}>{t("Found something")}</button>
        {spot ? <button type="button" onClick={() => (asking.value = "skip")}>{t("Skip")}</button> : null}
      </div>
      {spot && round.kind !== "patrol" ? <button type="button" onClick={() => (asking.value = "finish")}>{t("Report this check")}</button> : null}
    </div>
  );
}

function Next({ round, spot }: { round: Mine; spot: Seen }) {
  const busy = useSignal(false);
  const said = useSignal<string | null>(null);
  const here = async () => {
    busy.value = true;
    const fix = await fixNow(8000);
    busy.value = false;
    const judged = fix === null ? null : worth(fix, spot);
    if (fix === null || judged === null) said.value = t("The phone does not know where it is. Scan the code instead.");
    else if (!judged.good) said.value = judged.why === "far" ? t("The phone says you are {metres} m away. Go there, or scan the code.", { metres: judged.metres }) : t("The phone is only sure within {metres} m. Wait a moment, or scan the code.", { metres: judged.metres });
    else {
      said.value = null;
      await tell(round, "scan", spot.name, { checkpoint: spot.code, ...proof(null, fix) });
    }
  };
  return (
    <>
      <p class="next-spot">{t("Next")}{t(": ")}<strong>{spot.name}</strong></p>
      {spot.orders ? <p class="spot-orders">{spot.orders}</p> : null}
      <SmallMap market={boot().market.code} at={[spot.x, spot.y]} code={null} name={spot.name} />
      <p class="warning" role="alert">{said.value}</p>
      <button type="button" class="strong big" disabled={busy.value} onClick={() => void here()}>{busy.value ? t("Finding where you are …") : t("I am here")}</button>
    </>
  );
}

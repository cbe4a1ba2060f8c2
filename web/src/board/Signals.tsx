/** What came in, one line a signal, with its three clocks. */

import { dayAndTime, hourMinuteSecond } from "../parts/time";
import * as words from "../parts/vocabulary";
import { t, tn } from "../parts/words";
import type { SignalLine } from "./detail";

export function Signals({ signals, count }: { signals: SignalLine[]; count: number }) {
  if (signals.length === 0) return null;
  return (
    <section class="signals" aria-labelledby="signals-title">
      <h3 id="signals-title">{tn("{count} signal", "{count} signals", Math.max(count, signals.length))}</h3>
      <ol>{signals.map((line, index) => <Line key={`${line.recorded_at}${index}`} line={line} />)}</ol>
    </section>
  );
}

function Line({ line }: { line: SignalLine }) {
  const from = typeof line.device === "string" ? line.device : (line.device?.name ?? "");
  const suspect = line.time_quality === "suspect";
  return (
    <li class="signal">
      <span class="signal-what"><strong>{words.kind(line.kind)}</strong> {words.phase(line.phase)} <span class="quiet">{from}</span> <span class="verdict-word">{words.verdict(line.verdict)}</span></span>
      <dl class="clocks">
        <div class={suspect ? "suspect" : ""}><dt>{t("happened")}</dt><dd>{line.happened_at ? <time dateTime={line.happened_at} title={dayAndTime(line.happened_at)}>{hourMinuteSecond(line.happened_at)}</time> : "—"} <span class="quiet clock-word">{words.clockOf(line.time_quality)}</span></dd></div>
        <div><dt>{t("received")}</dt><dd>{hourMinuteSecond(line.received_at)}</dd></div>
        <div><dt>{t("recorded")}</dt><dd>{hourMinuteSecond(line.recorded_at)}</dd></div>
      </dl>
      {line.warnings.length > 0 ? <p class="signal-warning">{line.warnings.join(" · ")}</p> : null}
    </li>
  );
}

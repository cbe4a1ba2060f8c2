/** How the installation works: lamps, a drawing for each stage, processes, jobs. */

import { signal } from "@preact/signals";
import { age } from "../parts/time";
import * as words from "../parts/vocabulary";
import { t } from "../parts/words";
import { ceiling, HEIGHT, highest, newest, path, WIDTH } from "./curve";
import { Jobs, Processes } from "./Tables";
import { amount, seconds } from "./format";
import type { Flow, LevelName, Percentiles, Points, SpreadName } from "./shapes";

export const flow = signal<Flow | null>(null);
export const lost = signal(false);

type Write = (value: number) => string;
type Stage = { key: LevelName | SpreadName; word: () => string; write: Write };

const STAGES: Stage[] = [
  { key: "messages", word: () => t("Messages a second"), write: amount },
  { key: "device", word: () => t("From the device until stored"), write: seconds },
  { key: "broker", word: () => t("Through the broker and back"), write: seconds },
  { key: "waiting", word: () => t("Messages waiting in ingest"), write: amount },
  { key: "size", word: () => t("Messages in a batch"), write: amount },
  { key: "waited", word: () => t("From hearing until stored"), write: seconds },
  { key: "commit", word: () => t("Commit of a batch"), write: seconds },
  { key: "relay", word: () => t("From a change until it was sent"), write: seconds },
  { key: "clients", word: () => t("Screens connected"), write: amount },
  { key: "behind", word: () => t("Packets the slowest screen has not taken"), write: amount },
  { key: "answers", word: () => t("Requests a second"), write: amount },
  { key: "requests", word: () => t("Time to answer a request"), write: seconds },
  { key: "late", word: () => t("Jobs: later than their turn"), write: seconds },
];

export function App() {
  const told = flow.value;
  return (
    <>
      <h1>{t("Operations")}</h1>
      <p class="quiet lead">{t("The way from a device to a screen, stage by stage, over the last quarter of an hour.")}</p>
      <p role="status" class="fault">{lost.value ? t("No answer from the server: what stands here is old.") : ""}</p>
      {told ? (
        <>
          <Lamps told={told} />
          <div class="flows">{STAGES.map((stage) => <Stage key={stage.key} stage={stage} told={told} />)}</div>
          <div class="operations-tables">
            <Processes rows={told.processes} />
            <Jobs rows={told.jobs} />
          </div>
        </>
      ) : <p class="quiet">{t("Asking every part …")}</p>}
    </>
  );
}

function Lamps({ told }: { told: Flow }) {
  return (
    <ul class="lamps" aria-label={t("Parts")}>
      {Object.entries(told.parts).map(([name, part]) => (
        <li key={name}>
          <span class={`status ${part.ok ? "online" : "offline"}`}>{words.part(name)}</span>{" "}
          <span class="quiet small">{part.age_s === null ? t("never seen") : t("{age} ago", { age: age(part.age_s) })}</span>
        </li>
      ))}
    </ul>
  );
}

function Stage({ stage, told }: { stage: Stage; told: Flow }) {
  const points = told.series[stage.key];
  const middle = Array.isArray(points) ? points : points.p50;
  const now = newest(middle);
  return (
    <section class="flow">
      <h2>{stage.word()}</h2>
      <p class="now">{now === null ? "—" : stage.write(now)}</p>
      <p class="besides">{now === null ? t("nothing counted yet") : besides(points, stage.write)}</p>
      <Drawing middle={middle} slowest={Array.isArray(points) ? [] : points.p99} />
    </section>
  );
}

/** Of a spread the 99th of 100 beside the median; of a level its highest. */
function besides(points: Points | Percentiles, write: Write): string {
  if (Array.isArray(points)) return t("at most {value}", { value: write(highest(points)) });
  return t("99 of 100 below {value}", { value: write(newest(points.p99) ?? 0) });
}

function Drawing({ middle, slowest }: { middle: Points; slowest: Points }) {
  const top = ceiling(middle, slowest);
  return (
    <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
      <line class="floor" x1="0" x2={WIDTH} y1={HEIGHT} y2={HEIGHT} />
      <path class="curve slowest" d={path(slowest, top)} />
      <path class="curve" d={path(middle, top)} />
    </svg>
  );
}

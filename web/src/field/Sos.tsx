/** The call for help: held for a second and a half, kept at once, sent before everything else. */

import { signal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { boot } from "../parts/boot";
import { hourMinuteSecond } from "../parts/time";
import { t } from "../parts/words";
import { hold } from "./hold";
import { add, unsent } from "./outbox";
import { whereAmI } from "./position";

const pressed = signal(0);
const calledAt = signal<string | null>(null);

async function call(): Promise<void> {
  navigator.vibrate?.([200, 100, 200]);
  calledAt.value = new Date().toISOString();
  const position = await whereAmI(1500);
  await add({ what: "sos", path: `/api/v1/markets/${boot().market.code}/sos`, shape: "report", label: t("Call for help"), body: position ? { position } : {} });
}

export function Sos() {
  const frame = useRef(0);
  const held = useRef(hold(() => void call()));
  const watch = () => {
    pressed.value = held.current.share(performance.now());
    if (pressed.value > 0) frame.current = requestAnimationFrame(watch);
  };
  const begin = () => {
    held.current.begin(performance.now());
    cancelAnimationFrame(frame.current);
    frame.current = requestAnimationFrame(watch);
  };
  const end = () => {
    held.current.end();
    pressed.value = 0;
  };
  const key = (event: KeyboardEvent) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    if (!event.repeat) begin();
  };
  useEffect(() => () => cancelAnimationFrame(frame.current), []);
  const waits = unsent.value.some((item) => item.what === "sos");
  return (
    <div class="sos-bar">
      {calledAt.value ? <p class="sos-said" role="alert">{waits ? t("Not sent yet: no signal. It goes out by itself. Shout, or use the radio.") : t("The office was called at {time}.", { time: hourMinuteSecond(calledAt.value) })}</p> : null}
      <button
        type="button" class="sos" aria-describedby="sos-how" onPointerDown={begin} onPointerUp={end} onPointerLeave={end} onPointerCancel={end}
        onKeyDown={key} onKeyUp={end} onBlur={end} onContextMenu={(event) => event.preventDefault()}
      >
        <span class="sos-fill" style={{ width: `${Math.round(pressed.value * 100)}%` }} />
        <strong>SOS</strong> <span id="sos-how">{t("hold to call for help")}</span>
      </button>
    </div>
  );
}

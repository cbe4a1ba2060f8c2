/** The duty pages' script: the server draws, this asks again when something changed; check-ins work without a signal. */

import { render } from "preact";
import { arrived, listenForArrivals } from "./duty/come";
import { begin, soon } from "./duty/fresh";
import { Signal, Unsent } from "./field/Pending";
import { begin as beginOutbox } from "./field/outbox";
import { installShell } from "./field/shell";
import { boot } from "./parts/boot";
import { useClock } from "./parts/time";
import { loadWords } from "./parts/words";

const CHECK_IN = "/check-in";

/** The pages of one's own group that a phone keeps: its first one, and the one to check in. */
function kept(): string[] {
  const link = document.querySelector<HTMLAnchorElement>(`.four a[href$="${CHECK_IN}"]`)?.pathname;
  const here = location.pathname.endsWith(CHECK_IN) ? location.pathname : link;
  return here ? ["/duty", here] : [];
}

if (document.getElementById("boot")) {
  const booted = boot();
  useClock(booted.market.timezone, booted.language);
  await loadWords(booted.language).catch(() => undefined);
  const unsent = document.getElementById("unsent");
  if (unsent && booted.me.id) {
    render(<><Signal quiet /><Unsent /></>, unsent);
    listenForArrivals(soon);
    await beginOutbox((item) => {
      if (item.what === "duty") arrived();
      soon();
    });
    if (kept().length > 0) void installShell("/duty", kept());
  }
  if (booted.room) begin(booted.room);
}

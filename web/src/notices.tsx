/** The inbox, live: what is unread stands on top and goes when it is read; and push on this phone. */

import { render } from "preact";
import { inWords, say, take, unread } from "./live/notices";
import type { Notice } from "./live/state";
import { boot } from "./parts/boot";
import { allowSound } from "./parts/sound";
import { dayAndTime, useClock } from "./parts/time";
import { loadWords, t } from "./parts/words";
import { offerPush } from "./live/push";

const MARKS = { critical: "▲", high: "◆", normal: "●", notice: "■" } as const;

function Inbox() {
  return (
    <ol class="notice-list">
      {unread.value.map((one) => <Unread key={one.id} notice={one} />)}
    </ol>
  );
}

function Unread({ notice }: { notice: Notice }) {
  return (
    <li class={`notice ${notice.severity}`}>
      <p class="notice-title"><span class="mark" aria-hidden="true">{MARKS[notice.severity]}</span> <strong>{inWords(notice.title)}</strong></p>
      <p class="notice-body">{inWords(notice.body)}</p>
      <p class="quiet small"><time dateTime={notice.told_at}>{dayAndTime(notice.last_at)}</time></p>
      <div class="notice-acts">
        {notice.link === "/notices" ? null : <a class="button" href={notice.link} onClick={() => say("read", [notice.id])}>{t("Look at it")}</a>}
        <button type="button" onClick={() => read(notice)}>{t("Read it")}</button>
      </div>
    </li>
  );
}

/** It goes at once; the server's word brings it back if it could not be noted. */
function read(notice: Notice): void {
  say("read", [notice.id]);
  take(unread.value.filter((one) => one.id !== notice.id));
}

if (document.getElementById("boot")) {
  const booted = boot();
  useClock(booted.market.timezone, booted.language);
  await loadWords(booted.language).catch(() => undefined);
}
document.addEventListener("click", allowSound);

const inbox = document.getElementById("inbox");
const older = new URLSearchParams(location.search).has("cursor");
if (inbox && !older) {
  inbox.hidden = false;
  render(<Inbox />, inbox);
  unread.subscribe(() => {
    for (const row of document.querySelectorAll<HTMLElement>("#told-before [data-unread]")) row.hidden = true;
  });
}

const push = document.getElementById("push");
if (push) void offerPush(push, push.dataset["label"] ?? "");

/** The top of the board: the market's clock, who leads, who else is here, and the switches. */

import { useComputed } from "@preact/signals";
import { csrf } from "../parts/boot";
import { unread } from "../live/notices";
import { Icon } from "../parts/icons";
import { sound, toggleSound, type Sound } from "../parts/sound";
import { nextTheme, theme, type Theme } from "../parts/theme";
import { day, hourMinuteSecond, marketDay, ofMinutes } from "../parts/time";
import { t, tn } from "../parts/words";
import * as store from "./store";

export function TopBar() {
  return (
    <header class="topbar">
      <a class="brand" href="/">
        <svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d="M12 2.8 20 6v5.6c0 4.6-3.2 8-8 9.6-4.8-1.6-8-5-8-9.6V6z" /><path d="M8.400 12.200 11 14.800l4.800-5.400" /></svg>
        <span>{store.market.value.name}</span>
      </a>
      <Clock />
      <Leader />
      <span class="push" />
      <Present />
      <Counters />
      {store.wall ? null : <Switches />}
    </header>
  );
}

function Clock() {
  const time = useComputed(() => hourMinuteSecond(store.now.value));
  const cut = store.market.value.cut;
  const date = useComputed(() => day(marketDay(store.now.value, cut)));
  const words = t("The market day changes at {time}", { time: ofMinutes(cut) });
  return (
    <div class="clock" title={words}>
      <time>{time}</time>
      <span class="quiet small">{t("market day")} {date}</span>
    </div>
  );
}

function Leader() {
  const { names, here } = store.leaders.value;
  const told = here ? t("Shift leader at a board") : t("May lead a shift; not at a board now");
  return (
    <div class={here ? "fact" : "fact quiet"} title={told}>
      <Icon name="leader" />
      <span class="unseen">{told}: </span>
      <span class="names">{leading(names)}</span>
    </div>
  );
}

function leading(names: string[]): string {
  if (names.length === 0) return t("no shift leader set");
  const shown = names.slice(0, 2).join(t(", "));
  return names.length > 2 ? `${shown} +${names.length - 2}` : shown;
}

function Present() {
  const names = store.others.value;
  if (names.length === 0) return null;
  return (
    <div class="fact" title={t("Also at a board: {names}", { names: names.join(t(", ")) })}>
      <Icon name="person" />
      <span class="unseen">{t("Also at a board")}: </span>
      <span class="names">{names.slice(0, 2).join(t(", "))}{names.length > 2 ? ` +${names.length - 2}` : ""}</span>
    </div>
  );
}

function Counters() {
  const running = store.silences.value.length;
  return (
    <>
      {store.quarantined.value > 0 ? (
        <a class="fact count" {...(store.booted.may?.includes("see-quarantine") ? { href: "/quarantine" } : {})} title={t("Messages in quarantine")}>
          <Icon name="box" />
          <span class="unseen">{t("Messages in quarantine")}: </span>{store.quarantined}
        </a>
      ) : null}
      {store.unsigned.value > 0 ? (
        <a class="fact count" href="/handovers" title={t("Handovers not signed")}>
          <Icon name="person" />
          <span class="unseen">{t("Handovers not signed")}: </span>{store.unsigned}
        </a>
      ) : null}
      {running > 0 ? (
        <div class="fact count" title={t("Silences running: {n}, alerts hidden: {hidden}", { n: running, hidden: store.hiddenCount.value })}>
          <Icon name="hidden" />
          <span class="unseen">{t("Silences running")}: </span>{running}
        </div>
      ) : null}
    </>
  );
}

const SOUND_WORDS: Record<Sound, () => string> = {
  on: () => t("Sound is on"),
  off: () => t("Sound is off"),
  blocked: () => t("Sound is off: press to allow"),
};
const THEME_WORDS: Record<Theme, () => string> = {
  night: () => t("Night"),
  day: () => t("Day"),
  auto: () => t("Automatic"),
};
const THEME_ICONS: Record<Theme, string> = { night: "moon", day: "sun", auto: "auto" };

function Switches() {
  const heard = sound.value;
  const coat = `${t("Theme")}: ${THEME_WORDS[theme.value]()}`;
  return (
    <nav class="switches" aria-label={t("Settings")}>
      <Bell />
      <Screens />
      <button type="button" class={`sound ${heard}`} aria-pressed={heard === "on"} onClick={toggleSound} title={`${SOUND_WORDS[heard]()} (M)`}>
        <Icon name={heard === "on" ? "soundOn" : "soundOff"} />
        <span class={heard === "blocked" ? "sound-word" : "unseen"}>{SOUND_WORDS[heard]()}</span>
      </button>
      <button type="button" class="plain" aria-label={coat} title={`${coat} (T)`} onClick={nextTheme}><Icon name={THEME_ICONS[theme.value]} /></button>
      <Languages />
      <button type="button" class="plain" aria-label={t("Keys and help")} title={`${t("Keys and help")} (?)`} onClick={() => (store.dialog.value = "help")}><Icon name="help" /></button>
      <form method="post" action="/sign-out">
        <input type="hidden" name="csrf_token" value={csrf()} />
        <button class="plain" aria-label={t("Sign out {name}", { name: store.booted.me.name })} title={t("Sign out {name}", { name: store.booted.me.name })}>
          <span class="me">{store.booted.me.name}</span><Icon name="signOut" />
        </button>
      </form>
    </nav>
  );
}

function Bell() {
  if (typeof store.booted.me.id !== "number") return null;
  const count = unread.value.length;
  const words = tn("{count} notice to read", "{count} notices to read", count);
  return (
    <a class={`bell${count > 0 ? " waiting" : ""}`} href="/notices" title={words} aria-label={words}>
      <Icon name="bell" />
      {count > 0 ? <span class="bell-count" aria-hidden="true">{count}</span> : null}
    </a>
  );
}

function Screens() {
  const others = (store.booted.screens ?? []).filter(([path]) => path !== "/board");
  if (others.length === 0) return null;
  return (
    <details class="menu">
      <summary title={t("Screens")}><Icon name="list" /><span class="unseen">{t("Screens")}</span></summary>
      <div class="menu-list">
        {others.map(([path, word]) => <a key={path} href={path}>{word}</a>)}
      </div>
    </details>
  );
}

const LANGUAGES = [["en", "EN English", "EN"], ["zh-Hans", "简体中文", "简"], ["zh-Hant", "繁體中文", "繁"]] as const;

function Languages() {
  return (
    <form method="post" action="/preferences" class="languages" aria-label={t("Language")}>
      <input type="hidden" name="csrf_token" value={csrf()} />
      <input type="hidden" name="next" value={location.pathname + location.search} />
      {LANGUAGES.map(([code, word, short]) => (
        <button key={code} class="plain" name="language" value={code} lang={code} title={word} aria-label={word} aria-pressed={code === store.booted.language}>{short}</button>
      ))}
    </form>
  );
}

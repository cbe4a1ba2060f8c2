/** All keys on one page. */

import * as words from "../parts/vocabulary";
import { t } from "../parts/words";
import { SEVERITIES } from "./order";

export function Help() {
  const keys: [string, string][] = [
    ["J  K", t("next and previous card")],
    ["Enter", t("open the card")],
    ["A", t("accept")],
    ["D", t("dispatch those recommended")],
    ["R", t("roll call of the group")],
    ["I", t("report something")],
    ["S", t("seen: stop the sound")],
    ["X", t("dismiss, with a reason")],
    ["Z", t("shelve for some minutes, or take off the shelf")],
    ["L", t("silence or maintenance")],
    ["N", t("next critical card")],
    ["W", t("answer the night watch: I am here")],
    ["/", t("search")],
    ["G 1–5", t("show one grid")],
    ["G 0", t("show the whole market")],
    ["M", t("sound on or off")],
    ["T", t("theme")],
    ["?", t("this page")],
    ["Esc", t("close")],
  ];
  return (
    <>
      <dl class="keys">{keys.map(([key, word]) => <div key={key}><dt>{key.split(/\s+/).map((each) => <kbd key={each}>{each}</kbd>)}</dt><dd>{word}</dd></div>)}</dl>
      <ul class="legend">{SEVERITIES.map((each) => <li key={each} class={each}><span aria-hidden="true">{words.MARKS[each]}</span> {words.severity(each)}</li>)}</ul>
      <p><a href="/help">{t("More about the board")}</a></p>
    </>
  );
}

/** The board's script: words first, then the screen, then the wire. */

import { render } from "preact";
import { caseOnBoard } from "./board/caseOnBoard";
import { App } from "./board/App";
import { connect } from "./board/connect";
import { followOpenCard } from "./board/detail";
import { listenToKeys } from "./board/keys";
import * as store from "./board/store";
import { allowSound } from "./parts/sound";
import { useClock } from "./parts/time";
import { loadWords } from "./parts/words";

useClock(store.booted.market.timezone, store.booted.language);
await loadWords(store.booted.language);

const root = document.getElementById("board");
if (root) {
  root.replaceChildren();
  root.className = "board-root";
  render(<App />, root);
  followOpenCard();
  caseOnBoard();
  if (!store.wall) {
    listenToKeys();
    // A click, not the press before it: what moves under a finger loses the click.
    document.addEventListener("click", allowSound);
    document.addEventListener("keydown", allowSound);
  }
  connect();
}

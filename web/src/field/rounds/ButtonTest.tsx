/** Test an alarm button: announced by one press here, pressed there, and answered by its light. */

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { boot } from "../../parts/boot";
import { ask, get, newId } from "../../live/commands";
import { t } from "../../parts/words";

interface Test {
  id: number;
  version: number;
  button: string;
  state: "open" | "pressed" | "passed" | "failed" | "rang";
  note: string | null;
}

const EVERY_MS = 1500;

export function ButtonTest() {
  const code = useSignal("");
  const test = useSignal<Test | null>(null);
  const said = useSignal<string | null>(null);
  const running = test.value?.state === "open" || test.value?.state === "pressed";
  useEffect(() => {
    const look = setInterval(() => void follow(), EVERY_MS);
    return () => clearInterval(look);
  }, []);
  const follow = async () => {
    const known = test.peek();
    if (known === null || (known.state !== "open" && known.state !== "pressed")) return;
    const answer = await get<Test>(`/api/v1/button-tests/${known.id}`);
    if (!answer.ok) return;
    const heard = known.state === "open" && answer.body.state === "pressed";
    test.value = answer.body;
    if (heard) await order("light");
  };
  const order = async (command: string, payload: object = {}) => {
    const known = test.peek();
    if (known === null) return;
    const answer = await ask<Test>("POST", `/api/v1/button-tests/${known.id}/commands`, { command, command_id: newId(), expected_version: known.version, payload });
    if (answer.ok) test.value = answer.body;
    else said.value = t("The office did not take this. Look again.");
  };
  const announce = async (event: Event) => {
    event.preventDefault();
    said.value = null;
    const answer = await ask<Test>("POST", `/api/v1/markets/${boot().market.code}/buttons/${encodeURIComponent(code.value.trim())}/tests`, { command_id: newId() });
    if (answer.ok) test.value = answer.body;
    else said.value = answer.status === 404 ? t("There is no such button in your grid.") : t("This button is being tested already.");
  };
  return (
    <details class="own-round"><summary>{t("Test an alarm button")}</summary>
      <p class="warning" role="alert">{said.value}</p>
      {running ? null : (
        <form class="own-form" onSubmit={(event) => void announce(event)}>
          {test.value ? <p role="status"><strong>{ended(test.value.state)}</strong></p> : null}
          <label for="test-button">{t("Number of the button")}</label>
          <input id="test-button" autocomplete="off" required maxLength={64} value={code.value} onInput={(event) => (code.value = event.currentTarget.value)} />
          <button class="strong">{t("I am going to press it now")}</button>
        </form>
      )}
      {test.value?.state === "open" ? <p role="status">{t("Press the button within three minutes. Only the first press is the test.")}</p> : null}
      {test.value?.state === "pressed" ? (
        <div class="own-steps">
          <p role="status"><strong>{t("The press was heard. Answer within a minute, or it rings as a call for help.")}</strong></p>
          <button type="button" class="strong big" onClick={() => void order("confirm", { lit: true })}>{t("Its light answered")}</button>
          <button type="button" onClick={() => void order("confirm", { lit: false })}>{t("No light")}</button>
          <button type="button" class="due" onClick={() => void order("real")}>{t("This was no test: ring now")}</button>
        </div>
      ) : null}
    </details>
  );
}

function ended(state: string): string {
  if (state === "passed") return t("The button works.");
  return state === "rang" ? t("The press rang as a call for help.") : t("The button failed; the office knows.");
}

/** Checking in: kept on this phone first with its instant, then told to the office, as in the field. */

import { add, items } from "../field/outbox";
import { t } from "../parts/words";
import { outcome, say } from "./page";
import { look } from "./position";

const LOOK_EVERY_MS = 5000;

export function listenForArrivals(drawAgain: () => void): void {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || !form.matches("[data-come]")) return;
    event.preventDefault();
    if (form.getAttribute("aria-busy") !== "true") void come(form, drawAgain);
  });
  reveal();
  setInterval(reveal, LOOK_EVERY_MS);
}

async function come(form: HTMLFormElement, drawAgain: () => void): Promise<void> {
  const told = Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, String(value)]));
  const proof = await proofOf(form, told);
  if (proof === null) return;
  const { shop = "", expected_version: version = "1" } = told;
  const id = await add({
    what: "duty", shape: "command", label: `${t("Check in")} ${shop}`, path: `/api/v1/slots/${slotOf(form)}/commands`,
    body: { command: "check_in", expected_version: Math.max(1, Number(version)), shop, at: new Date().toISOString(), ...proof },
  });
  say(form, "", false);
  const left = items.peek().find((item) => item.id === id);
  if (left === undefined) arrived();
  else if (left.refused !== undefined) outcome("refused", left.refused);
  else outcome("kept", t("Kept on this phone with this time. It is sent as soon as there is a signal."));
  drawAgain();
}

export function arrived(): void {
  outcome("done", t("Checked in. Thank you for coming."));
}

/** The code in the form or in the address of a kept page, the lead's word, or where the phone is. */
async function proofOf(form: HTMLFormElement, told: Record<string, string>): Promise<Record<string, unknown> | null> {
  if (told["method"] === "lead") return { method: "lead", reason: told["reason"] };
  const code = told["code"] ?? new URLSearchParams(location.search).get("code");
  if (code) return { method: "qr", code };
  const found = await look(form);
  return found === null ? null : { method: "position", ...found };
}

function slotOf(form: HTMLFormElement): string {
  return new URL(form.action).pathname.split("/").pop() ?? "";
}

/** One's own turns of the day lie in the page, so that a phone without a signal can offer them in their time. */
function reveal(): void {
  const now = Date.now();
  for (const turn of document.querySelectorAll<HTMLTemplateElement>("template[data-opens]")) {
    if (now < Date.parse(turn.dataset["opens"] ?? "") || now >= Date.parse(turn.dataset["closes"] ?? "")) continue;
    turn.replaceWith(turn.content.cloneNode(true));
  }
}

/** The desk's pages of rounds: forms become commands, and the page keeps itself up to date. */

import { LiveClient } from "./live/client";
import { ask, newId, type Conflict } from "./live/commands";
import { boot } from "./parts/boot";
import { roundBecause } from "./field/rounds/words";
import { loadWords, t } from "./parts/words";

const SOON_MS = 700;
const ABOUT = /^(round|visit_list|button_test|drill|patrol_leg)\./;

const booted = boot();
await loadWords(booted.language);

/** Bring what is live on this page up to date, unless somebody is typing in it. */
export async function refresh(): Promise<void> {
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } }).catch(() => null);
  if (!answer?.ok) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  document.querySelectorAll("[data-live]").forEach((part, index) => {
    const other = fresh.querySelectorAll("[data-live]")[index];
    if (other && !part.contains(document.activeElement)) part.replaceChildren(...document.importNode(other, true).childNodes);
  });
}

function say(text: string): void {
  const place = document.querySelector("[data-said]");
  if (place) place.textContent = text;
}

function why(problem: Conflict & { because?: string; faults?: string[] }): string {
  const known = problem.because ? roundBecause(problem.because) : null;
  if (known) return known;
  if (problem.code === "no-answer") return t("The server does not answer. Try again.");
  if (problem.code === "version-conflict") return problem.by ? t("{name} was faster. Look again, then decide.", { name: problem.by }) : t("It changed meanwhile. Look again, then decide.");
  return problem.faults?.join(t(", ")) ?? problem.detail ?? problem.title ?? problem.code;
}

/** What a form says, as the payload of its command: numbers where it says so, empty ones left out. */
function payloadOf(form: HTMLFormElement): Record<string, unknown> {
  const told: Record<string, unknown> = {};
  for (const field of form.elements) {
    if (!(field instanceof HTMLInputElement || field instanceof HTMLSelectElement || field instanceof HTMLTextAreaElement) || !field.name) continue;
    if (field instanceof HTMLInputElement && field.type === "checkbox") {
      if (field.dataset["list"] !== undefined) told[field.name] = [...((told[field.name] as string[] | undefined) ?? []), ...(field.checked ? [field.value] : [])];
      else told[field.name] = field.checked;
    } else if (field.value !== "") told[field.name] = field.dataset["number"] !== undefined ? Number(field.value) : field.dataset["instant"] !== undefined ? new Date(field.value).toISOString() : field.value;
  }
  return told;
}

document.addEventListener("submit", (event) => {
  const form = event.target as HTMLFormElement;
  const { order, command, version, method, goes } = form.dataset;
  if (order === undefined) return;
  event.preventDefault();
  const payload = payloadOf(form);
  const body = command === undefined ? { command_id: newId(), ...payload } : { command, command_id: newId(), expected_version: Number(version), payload };
  const flat = form.dataset["flat"] !== undefined ? { command, command_id: newId(), expected_version: Number(version) } : body;
  void ask<{ id?: number }>(method ?? "POST", order, flat).then(async (answer) => {
    if (!answer.ok) return say(why(answer.problem));
    say("");
    if (goes !== undefined) return location.assign(goes.replace("{id}", String(answer.body.id ?? "")));
    (document.activeElement as HTMLElement | null)?.blur();
    form.reset();
    await refresh();
  });
});

let waiting: ReturnType<typeof setTimeout> | undefined;

new LiveClient(booted.room ?? `market:${booted.market.code}`, {
  state: () => undefined,
  event: (event) => {
    if (!ABOUT.test(event.type)) return;
    clearTimeout(waiting);
    waiting = setTimeout(() => void refresh(), SOON_MS);
  },
  positions: () => undefined,
  beat: () => undefined,
  link: () => undefined,
  away: () => undefined,
  refused: () => undefined,
});

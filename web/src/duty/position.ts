/** Checking in by position: the phone looks afresh, then the form goes to the server with what it found. */

import { t } from "../parts/words";

const PATIENCE_MS = 15_000;

export function listenForPositions(): void {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || !form.matches("[data-position]") || form.dataset["found"]) return;
    event.preventDefault();
    look(form);
  });
}

function look(form: HTMLFormElement): void {
  say(form, t("Looking where this phone is …"), true);
  if (!("geolocation" in navigator)) return fail(form);
  navigator.geolocation.getCurrentPosition(
    ({ coords, timestamp }) => {
      fill(form, "lat", coords.latitude);
      fill(form, "lon", coords.longitude);
      fill(form, "accuracy_m", Math.round(coords.accuracy));
      fill(form, "fixed_at", new Date(timestamp).toISOString());
      form.dataset["found"] = "yes";
      form.requestSubmit();
    },
    () => fail(form),
    { enableHighAccuracy: true, timeout: PATIENCE_MS, maximumAge: 0 },
  );
}

function fill(form: HTMLFormElement, name: string, value: string | number): void {
  const field = form.elements.namedItem(name);
  if (field instanceof HTMLInputElement) field.value = String(value);
}

function fail(form: HTMLFormElement): void {
  say(form, t("This phone does not say where it is. Allow it in the settings, or use the code at the post."), false);
}

function say(form: HTMLFormElement, text: string, looking: boolean): void {
  form.setAttribute("aria-busy", String(looking));
  const told = form.querySelector(".looking");
  if (told) told.textContent = text;
}

/** Push messages on this phone: offered where the browser can, and where the page came by HTTPS. */

import { csrf } from "../parts/boot";
import { t } from "../parts/words";

const WORKER = "/static/dist/notice-worker.js";

export async function offerPush(into: HTMLElement, label: string): Promise<void> {
  if (!window.isSecureContext || !("serviceWorker" in navigator) || !("PushManager" in window)) return;
  const worker = await navigator.serviceWorker.register(WORKER, { scope: "/notices" }).catch(() => null);
  if (worker === null) return;
  // Subscribed already, and for this person: a phone that changed hands is offered again.
  if (into.dataset["has"] === "yes" && (await worker.pushManager.getSubscription()) !== null) return;
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = label;
  button.addEventListener("click", () => void subscribe(worker, button));
  into.append(button);
}

async function subscribe(worker: ServiceWorkerRegistration, button: HTMLButtonElement): Promise<void> {
  try {
    const { key } = (await (await fetch("/api/v1/push-key")).json()) as { key: string };
    const subscription = await worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
    const body = JSON.stringify({ way: "push", address: JSON.stringify(subscription) });
    const headers = { "Content-Type": "application/json", "X-CSRFToken": csrf() };
    const answer = await fetch("/api/v1/me/channels", { method: "POST", headers, body });
    if (!answer.ok) throw new Error(String(answer.status));
    location.reload();
  } catch {
    button.textContent = t("This browser did not allow it: look at its settings for this page");
  }
}

/** Takes push messages while no page is open. A message names the notice alone; the words are fetched here. */

export {}; // a file of its own, and no word of it is anybody else's

interface Told {
  id: number;
  kind: string;
  severity: string;
  count: number;
  key: string;
}

interface Words {
  title: Record<string, string>;
  body: Record<string, string>;
  link: string;
}

interface Waits extends Event {
  waitUntil(done: Promise<unknown>): void;
}

interface Pushed extends Waits {
  data: { json(): unknown } | null;
}

interface Pressed extends Waits {
  notification: { data: { link?: string } | null; close(): void };
}

interface Working {
  addEventListener(type: string, listener: (event: never) => void): void;
  skipWaiting(): Promise<void>;
  clients: { claim(): Promise<void>; openWindow(link: string): Promise<unknown> };
  registration: { showNotification(title: string, options: object): Promise<void> };
}

const worker = self as unknown as Working;

worker.addEventListener("install", (event: Waits) => event.waitUntil(worker.skipWaiting()));
worker.addEventListener("activate", (event: Waits) => event.waitUntil(worker.clients.claim()));
worker.addEventListener("push", (event: Pushed) => {
  const told = event.data?.json() as Told | undefined;
  if (told !== undefined) event.waitUntil(show(told));
});
worker.addEventListener("notificationclick", (event: Pressed) => {
  event.notification.close();
  event.waitUntil(worker.clients.openWindow(event.notification.data?.link ?? "/notices"));
});

async function show(told: Told): Promise<void> {
  const words = await fetchWords(told.id);
  const language = navigator.language.toLowerCase();
  const tag = language.startsWith("zh") ? (/tw|hk|mo|hant/.test(language) ? "zh-Hant" : "zh-Hans") : "en";
  const title = words?.title[tag] ?? "● " + told.kind;
  const body = words?.body[tag] ?? "";
  // The same notice again replaces itself: nobody is told twice.
  const data = { link: words?.link ?? "/notices" };
  await worker.registration.showNotification(title, { body, tag: `notice-${told.id}`, data, icon: "/static/icon-192.png" });
  // Whoever has the key got the message: it is the bearer.
  const headers = { Authorization: `Bearer ${told.key}` };
  await fetch("/api/v1/notice-receipts", { method: "POST", credentials: "omit", headers }).catch(() => undefined);
}

async function fetchWords(id: number): Promise<Words | null> {
  const answer = await fetch(`/api/v1/me/notices/${id}`).catch(() => null);
  return answer?.ok ? ((await answer.json()) as Words) : null;
}

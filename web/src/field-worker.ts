/** Serves pages from what was kept when the office cannot be reached: those of its scope, /field or /duty, alone. */

interface Working {
  addEventListener(type: string, listener: (event: never) => void): void;
  skipWaiting(): Promise<void>;
  clients: { claim(): Promise<void> };
  location: Location;
  registration: { scope: string };
}

interface Waits extends Event {
  waitUntil(done: Promise<unknown>): void;
}

interface Asked extends Waits {
  request: Request;
  respondWith(answer: Promise<Response>): void;
}

const worker = self as unknown as Working;
const PAGE = new URL(worker.registration.scope).pathname;
const CACHE = `patrol-${PAGE.slice(1)}`;
const PATIENCE_MS = 3500;
const ONE_LOAD_MS = 10_000;
let keptUntil = 0;

worker.addEventListener("install", (event: Waits) => event.waitUntil(worker.skipWaiting()));
worker.addEventListener("activate", (event: Waits) => event.waitUntil(worker.clients.claim()));
worker.addEventListener("message", (event: Waits & { data: { keep?: string[] } }) => event.waitUntil(keep(event.data.keep ?? [])));
worker.addEventListener("fetch", (event: Asked) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== worker.location.origin) return;
  if (request.mode === "navigate" && isOurs(address.pathname)) event.respondWith(page(request));
  else if (address.pathname.startsWith("/static/")) event.respondWith(part(request));
});

async function keep(paths: string[]): Promise<void> {
  const cache = await caches.open(CACHE);
  const known = new Set(paths);
  for (const old of await cache.keys()) {
    if (!known.has(new URL(old.url).pathname)) await cache.delete(old);
  }
  await Promise.all(paths.map((path) => fetch(path, { credentials: "same-origin" }).then((answer) => put(cache, path, answer)).catch(() => undefined)));
}

async function put(cache: Cache, path: string, answer: Response): Promise<void> {
  if (answer.ok && !answer.redirected) await cache.put(path, answer);
}

function isOurs(path: string): boolean {
  return path === PAGE || path.startsWith(`${PAGE}/`);
}

/** What was kept of a page; the addresses that the codes at checkpoints open are the field page itself. */
async function keptOf(cache: Cache, path: string): Promise<Response | undefined> {
  return cache.match(path.startsWith(`${PAGE}/at/`) ? PAGE : path);
}

/** The newest page when the office answers soon, else the one that was kept. */
async function page(request: Request): Promise<Response> {
  const cache = await caches.open(CACHE);
  const { pathname } = new URL(request.url);
  const kept = await keptOf(cache, pathname);
  if (kept === undefined) return fetch(request);
  try {
    const fresh = await Promise.race([fetch(request), late()]);
    if (await cache.match(pathname)) await put(cache, pathname, fresh.clone());
    return fresh;
  } catch {
    keptUntil = Date.now() + ONE_LOAD_MS;
    return kept;
  }
}

function late(): Promise<never> {
  return new Promise((_, fail) => setTimeout(() => fail(new Error("late")), PATIENCE_MS));
}

/** The newest; what was kept when there is no signal, and at once while the page itself is a kept one. */
async function part(request: Request): Promise<Response> {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(request);
  if (kept && Date.now() < keptUntil) return kept;
  try {
    const fresh = await (kept ? Promise.race([fetch(request), late()]) : fetch(request));
    await put(cache, new URL(request.url).pathname, fresh.clone());
    return fresh;
  } catch (error) {
    if (kept) return kept;
    throw error;
  }
}

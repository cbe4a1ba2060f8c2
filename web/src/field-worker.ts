/** Serves the field page from what was kept when the office cannot be reached. Its scope is /field alone. */

interface Working {
  addEventListener(type: string, listener: (event: never) => void): void;
  skipWaiting(): Promise<void>;
  clients: { claim(): Promise<void> };
  location: Location;
}

interface Waits extends Event {
  waitUntil(done: Promise<unknown>): void;
}

interface Asked extends Waits {
  request: Request;
  respondWith(answer: Promise<Response>): void;
}

const worker = self as unknown as Working;
const CACHE = "patrol-field";
const PAGE = "/field";
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
  if (request.mode === "navigate" && isField(address.pathname)) event.respondWith(page(request));
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

/** The page itself, and the addresses that the codes at checkpoints open: it is the same page. */
function isField(path: string): boolean {
  return path === PAGE || path.startsWith(`${PAGE}/at/`);
}

/** The newest page when the office answers soon, else the one that was kept. */
async function page(request: Request): Promise<Response> {
  const cache = await caches.open(CACHE);
  try {
    const fresh = await Promise.race([fetch(request), late()]);
    if (new URL(request.url).pathname === PAGE) await put(cache, PAGE, fresh.clone());
    return fresh;
  } catch (error) {
    const kept = await cache.match(PAGE);
    keptUntil = Date.now() + ONE_LOAD_MS;
    if (kept) return kept;
    throw error;
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

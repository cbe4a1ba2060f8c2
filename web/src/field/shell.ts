/** Keeps a page on the phone, so that it opens without a signal; the board is never kept. */

const WORKER = "/static/dist/field-worker.js";

export async function installShell(scope = "/field", pages = [scope]): Promise<void> {
  if (!("serviceWorker" in navigator)) return;
  try {
    const installed = await navigator.serviceWorker.register(`${WORKER}?for=${scope.slice(1)}`, { scope });
    await navigator.serviceWorker.ready;
    const loaded = performance.getEntriesByType("resource").map((entry) => new URL(entry.name).pathname);
    const parts = [...new Set(loaded.filter((path) => path.startsWith("/static/")))];
    (installed.active ?? navigator.serviceWorker.controller)?.postMessage({ keep: [...pages, ...parts] });
  } catch (error) {
    console.warn(error); // without TLS there is none; everything else works
  }
  for (const form of document.querySelectorAll<HTMLFormElement>('form[action="/sign-out"]')) {
    form.addEventListener("submit", () => void caches.delete(`patrol-${scope.slice(1)}`));
  }
}

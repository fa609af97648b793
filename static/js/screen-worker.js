// Lets a screen start without the network: what screen.js has kept of its latest whole state is answered then.
const KEPT_UNDER = "skarm";
const PATIENCE = 8000;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (request.mode === "navigate") {
    event.respondWith(page(request, url));
  } else if (!url.pathname.startsWith(`/${KEPT_UNDER}/`)) {
    // Files are named after their content, so what is kept is right for ever.
    event.respondWith(kept(request).then((found) => found || fetch(request)));
  }
});

function kept(request) {
  return caches.match(request, { ignoreVary: true });
}

async function page(request, url) {
  const found = await kept(url.pathname);
  try {
    const answer = await fetch(request, found ? { signal: AbortSignal.timeout(PATIENCE) } : {});
    return found && answer.status >= 500 ? found : answer;
  } catch (error) {
    if (found) return found;
    throw error;
  }
}

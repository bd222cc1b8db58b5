// The tablet's shell: served at /sw.js. The network always comes first; what is kept is only for when it is away.
//
// Kept: our own static files, and the one page the server marks with "Kiosk-Shell: waiting" (the waiting tablet,
// which holds nobody's name). Every other page passes through untouched, so nothing personal is ever stored.

const SHELF = "shell-1";
const SHELL = [
  ...["css/tokens.css", "css/base.css", "css/tablet.css", "circles.svg"],
  ...["once", "op-id", "tablet", "patient-fetch", "swap", "badge-scanner", "steady-codes", "live-part"].map((name) => `js/${name}.js`),
  ...["asking", "brief-offer", "camera", "page-clears", "wedge", "scan-worker", "pulse", "left-behind", "wake-lock"].map((name) => `js/${name}.js`),
  ...["reader/index.js", "share.js", "reader/zxing_reader.wasm"].map((name) => `vendor/zxing-wasm/${name}`),
  ...["latin", "latin-ext"].map((name) => `fonts/atkinson-hyperlegible-next/${name}.woff2`),
].map((name) => `/static/${name}`);

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(SHELF).then((shelf) => shelf.addAll(SHELL.map(fresh))).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(tidy().then(() => self.clients.claim()));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin) return;
  if (SHELL.includes(pathname) || (request.mode === "navigate" && pathname === "/tablet")) {
    event.respondWith(networkFirst(request, pathname));
  }
});

const fresh = (name) => new Request(name, { cache: "reload" });

async function networkFirst(request, pathname) {
  const shelf = await caches.open(SHELF);
  try {
    const answer = await fetch(request);
    const keeps = pathname !== "/tablet" || answer.headers.get("Kiosk-Shell") === "waiting";
    if (answer.ok && answer.type === "basic" && !answer.redirected && keeps) await shelf.put(pathname, answer.clone());
    return answer;
  } catch {
    return (await shelf.match(pathname)) ?? Response.error();
  }
}

async function tidy() {
  for (const name of await caches.keys()) if (name !== SHELF) await caches.delete(name);
}

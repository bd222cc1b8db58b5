// The tablet's shell: served at /sw.js. The network always comes first; what is kept is only for when it is away.
//
// Kept: our own static files, and the one page the server marks with "Kiosk-Shell: waiting" (the waiting tablet,
// which holds nobody's name). Every other page passes through untouched, so nothing personal is ever stored. What a
// script imports and what the waiting page links is kept with it, so that no list of files has to be kept up.

const SHELF = "shell-2";
const HOME = "/tablet";
const STATIC = "/static/";
const SOON_MS = 3000;
const ROOTS = [
  ...["css/tokens.css", "css/base.css", "css/tablet.css", "circles.svg"],
  ...["js/once.js", "js/tablet.js", "js/scan-worker.js"],
  ...["reader/index.js", "share.js", "reader/zxing_reader.wasm"].map((name) => `vendor/zxing-wasm/${name}`),
  ...["latin", "latin-ext"].map((name) => `fonts/atkinson-hyperlegible-next/${name}.woff2`),
].map((name) => STATIC + name);
const IMPORTED = /^\s*(?:import|export)\b[^"';]*["'](\.{1,2}\/[^"']+)["']/gm;
const LINKED = /(?:src|href)="(\/static\/[^"]+)"/g;

self.addEventListener("install", (event) => {
  event.waitUntil(keepAll(ROOTS).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(tidy().then(() => self.clients.claim()).then(keepHome));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin) return;
  const isHome = request.mode === "navigate" && pathname === HOME;
  if (isHome || pathname.startsWith(STATIC)) event.respondWith(networkFirst(event, pathname));
});

async function networkFirst(event, pathname) {
  const shelf = await caches.open(SHELF);
  const kept = await shelf.match(pathname);
  try {
    const answer = await fetched(event.request, kept);
    if (isKept(event.request.url, answer, pathname)) event.waitUntil(keep(shelf, pathname, answer.clone()));
    return answer.status >= 500 && kept ? kept : answer;
  } catch {
    return kept ?? Response.error();
  }
}

// The page that brought us here was loaded before we could keep it.
async function keepHome() {
  const answer = await fetch(HOME, { cache: "no-store" }).catch(() => null);
  if (answer && isKept(answer.url, answer, HOME)) await keep(await caches.open(SHELF), HOME, answer);
}

// A network that swallows everything is away, too: who has a copy does not wait for it.
function fetched(request, kept) {
  if (!kept) return fetch(request);
  return Promise.race([fetch(request), new Promise((_, reject) => setTimeout(reject, SOON_MS))]);
}

function isKept(url, answer, pathname) {
  const isPlain = !new URL(url).search; // the page in one person's language is theirs alone
  const isShell = pathname !== HOME || (isPlain && answer.headers.get("Kiosk-Shell") === "waiting");
  return answer.ok && answer.type === "basic" && !answer.redirected && isShell;
}

async function keep(shelf, pathname, answer) {
  await shelf.put(pathname, answer.clone());
  if (pathname === HOME) await keepAll(all(LINKED, await answer.text(), pathname));
}

/** Keep these files that are not kept yet, and what they import. */
async function keepAll(pathnames, seen = new Set()) {
  const shelf = await caches.open(SHELF);
  for (const pathname of pathnames) {
    if (seen.has(pathname)) continue;
    seen.add(pathname);
    const answer = (await shelf.match(pathname)) ?? (await fetch(new Request(pathname, { cache: "reload" })));
    if (!answer.ok) continue; // a part of the shell is better than none
    await shelf.put(pathname, answer.clone());
    if (pathname.endsWith(".js")) await keepAll(all(IMPORTED, await answer.text(), pathname), seen);
  }
}

function all(pattern, text, from) {
  return Array.from(text.matchAll(pattern), (found) => new URL(found[1], new URL(from, self.location)).pathname);
}

async function tidy() {
  const ours = (await caches.keys()).filter((name) => name.startsWith("shell-")); // a phone has its own
  for (const name of ours) if (name !== SHELF) await caches.delete(name);
}

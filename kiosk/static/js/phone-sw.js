// A linked phone without a network: served at /phone-sw.js for the addresses of badges (/b/ and /B/) alone, so that it
// never stands between a tablet and its server. For pages the network always comes first.
//
// A badge that is opened without one shows the page that phone-away.js kept; a tap on it, or on a page that was loaded
// before, is kept (kept-meetings.js) and sent later under the same op_id.

importScripts("/static/js/kept-meetings.js");

const SHELF = "phone-1";
const BADGE = /^\/b\/([^/]+)$/i;
const PATIENCE_MS = 8000;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("sync", (event) => event.waitUntil(keptMeetings.send()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (origin !== self.location.origin) return;
  const badge = BADGE.exec(pathname)?.[1];
  if (badge && request.mode === "navigate") event.respondWith(request.method === "POST" ? tapped(request, badge) : opened(request));
  else if (request.method === "GET" && pathname.startsWith("/static/")) event.respondWith(drawn(event, pathname));
});

// What waits goes first, so that the page knows of it; who has no shelf is not linked, and waits for nothing.
async function opened(request) {
  if (!(await caches.has(SHELF))) return fetch(request);
  const { isAway } = await keptMeetings.send();
  const answer = isAway ? null : await soon(request);
  return answer ?? (await page("ask", crypto.randomUUID()));
}

async function tapped(request, badge) {
  if (!(await caches.has(SHELF))) return fetch(request);
  const form = await request.clone().formData();
  if (form.has("forget")) {
    await keptMeetings.forget(form.get("forget"));
    return Response.redirect(request.url, 303);
  }
  return (await soon(request)) ?? (await kept(form, badge));
}

async function kept(form, badge) {
  const [op_id, phone, gives] = ["op_id", "phone", "gives"].map((name) => form.get(name) ?? "");
  const row = { op_id, phone, gives, badge: badge.toUpperCase(), happened_at: new Date().toISOString() };
  const [shown, opId] = await keptMeetings.keep(row);
  self.registration.sync?.register("kept-meetings").catch(() => {}); // where it may, it sends without being opened
  return page(shown, opId);
}

// A network that swallows everything is away, too.
function soon(request) {
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE_MS, null));
  return Promise.race([fetch(request).catch(() => null), late]);
}

async function page(name, opId) {
  const shown = await caches.match(`/me/no-network/${name}`, { cacheName: SHELF, ignoreVary: true });
  if (!shown) return Response.error();
  return new Response((await shown.text()).replaceAll("{op_id}", opId), { headers: shown.headers });
}

// The sheet of a badge's page comes off the shelf at once, which saves a slow line its second round trip, and is
// fetched anew for the next time.
async function drawn(event, pathname) {
  const kept = await caches.match(pathname, { cacheName: SHELF, ignoreVary: true });
  if (!kept) return fetch(event.request);
  event.waitUntil(renewed(event.request, pathname).catch(() => {}));
  return kept;
}

async function renewed(request, pathname) {
  const answer = await fetch(request);
  if (answer.status === 200 && (await caches.has(SHELF))) await (await caches.open(SHELF)).put(pathname, answer);
}

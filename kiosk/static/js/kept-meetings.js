// The meetings that a phone without a network keeps: a badge, an op_id, when, what the page gave, which linked phone.
// Nothing personal; at most fifty, at most a day; sent oldest first, each under its op_id, so the server does it once.
//
// A classic script, as a worker's importScripts wants one: pages and /phone-sw.js share `keptMeetings`.

self.keptMeetings = (() => {
  const MOST = 50;
  const DAY_MS = 24 * 60 * 60 * 1000;
  const PATIENCE_MS = 8000;

  function asked(request) {
    return new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  }

  async function store(mode, act) {
    const opening = indexedDB.open("kept-meetings", 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore("meetings", { keyPath: "op_id" });
    const database = await asked(opening);
    try {
      return await asked(act(database.transaction("meetings", mode).objectStore("meetings")));
    } finally {
      database.close();
    }
  }

  const put = (row) => store("readwrite", (rows) => rows.put(row));
  const forget = (opId) => store("readwrite", (rows) => rows.delete(opId));

  async function wipe() {
    await store("readwrite", (rows) => rows.clear());
    await caches.delete("phone-1"); // as in phone-sw.js
  }

  /** What waits (or, `failed`, could not be sent), oldest first. */
  async function all(failed = false) {
    const rows = await store("readonly", (kept) => kept.getAll());
    return rows.filter((row) => Boolean(row.failed) === failed).sort((a, b) => a.happened_at.localeCompare(b.happened_at));
  }

  /** Keep a tap; a badge that waits already is kept once. Returns the page to show and the op_id that undoes it. */
  async function keep(row) {
    const waiting = await all();
    const same = waiting.find((each) => each.badge === row.badge);
    if (!same && waiting.length >= MOST) return ["full", row.op_id];
    if (!same) await put(row);
    return ["kept", (same ?? row).op_id];
  }

  /** Send what waits. Returns how many were sent, and whether the network is away. */
  function send() {
    return navigator.locks.request("kept-meetings", async () => {
      let sent = 0;
      for (const row of await all()) {
        const answer = await settled(row).catch(() => null);
        if (!answer || answer.status === 429 || answer.status >= 500) return { sent, isAway: !answer };
        if (answer.status === 401) await wipe();
        else if (answer.ok) await forget(row.op_id);
        else await put({ ...row, failed: true, why: (await answer.json().catch(() => ({}))).message ?? "" });
        sent += answer.ok ? 1 : 0;
        if (answer.status === 401) return { sent, isAway: false };
      }
      return { sent, isAway: false };
    });
  }

  // One that is too old is not sent: its owner is told.
  async function settled(row) {
    const now = new Date();
    if (now - new Date(row.happened_at) > DAY_MS) return Response.json({}, { status: 410 });
    const body = new URLSearchParams({ ...row, sent_at: now.toISOString() });
    return fetch("/me/kept-meetings", { method: "POST", body, signal: AbortSignal.timeout(PATIENCE_MS) });
  }

  return { all, keep, forget, send, wipe };
})();

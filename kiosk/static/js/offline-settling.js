// Sends what waits as soon as the server is back: oldest first, each under its op_id, until each has its answer.
//
// Only one tab of the browser sends at a time. A scan leaves the queue when the server has said what came of it; 401
// leaves all of it where it is, until the tablet is paired with the same fair again. Meanwhile the list is kept fresh.
// The window hears `scans-settled` {settled: [{op_id, status, outcome}]}.

import { reached, isAway } from "./offline-reach.js";
import * as list from "./sealed-list.js";
import * as queue from "./sealed-queue.js";

const EVERY_MS = 3000;
const FRESH_MS = 4 * 60 * 1000;
const BATCH = 25;
const LONGEST_ANSWER_MS = 12000;
const LONGEST_PROBE_MS = 4000;

export class Settling {
  #places;
  #timer = 0;
  #busy = false;
  #stopped = false;
  #again = false;
  #isFresh = false; // a list from the disk is as old as the page before this one

  /** `places`: {list, settlements, event}, where to ask and whose scans are sent. */
  constructor(places) {
    this.#places = places;
  }

  async start() {
    window.addEventListener("online", this.now);
    await this.now();
  }

  stop() {
    window.removeEventListener("online", this.now);
    clearTimeout(this.#timer);
    this.#stopped = true;
  }

  /** Look at once whether something can be sent or fetched. */
  now = async () => {
    this.#again = this.#busy;
    if (this.#busy || this.#stopped) return;
    this.#busy = true;
    clearTimeout(this.#timer);
    await this.#turn().catch(() => reached(false));
    this.#busy = false;
    if (!this.#stopped) this.#timer = setTimeout(this.now, this.#again ? 0 : EVERY_MS);
  };

  async #turn() {
    const { event } = this.#places;
    await list.tidy();
    if ((await queue.oldest(event, 1)).length) {
      await navigator.locks.request("kiosk-settling", { ifAvailable: true }, (lock) => lock && this.#send());
    } else if (isAway()) {
      const answer = await fetch(this.#places.list, { method: "HEAD", cache: "no-store", signal: AbortSignal.timeout(LONGEST_PROBE_MS) });
      reached(answer.status < 500);
    }
    if (isAway() || (this.#isFresh && list.age() < FRESH_MS)) return;
    this.#isFresh = await list.refresh(this.#places.list);
    reached(this.#isFresh);
  }

  async #send() {
    for (;;) {
      const batch = await queue.oldest(this.#places.event, BATCH);
      if (!batch.length) return;
      const answer = await fetch(this.#places.settlements, asked(batch));
      if (answer.status !== 200) return reached(answer.status < 500 && answer.status !== 429);
      const { settled } = await answer.json();
      reached();
      if (!settled.length) return;
      await queue.release(settled.map((each) => each.op_id));
      window.dispatchEvent(new CustomEvent("scans-settled", { detail: { settled } }));
    }
  }
}

function asked(batch) {
  const waiting = batch.map(({ op_id, sealed }) => ({ op_id, sealed: base64(sealed) }));
  const body = JSON.stringify({ waiting, sent_at: new Date().toISOString() });
  const headers = { "Content-Type": "application/json" };
  return { method: "POST", body, headers, cache: "no-store", signal: AbortSignal.timeout(LONGEST_ANSWER_MS) };
}

function base64(sealed) {
  return btoa(Array.from(sealed, (byte) => String.fromCharCode(byte)).join(""));
}

// <offline-door data-list data-settlements data-event data-home data-code data-name>: the tablet's own head, for when its server is
// away. It keeps the sealed list, answers scans from it, and sends what it noted when the server is back.
//
// Its [data-banner] says how it stands, on every page: data-away with {n} waiting, data-alone where nothing waits,
// data-sending. The pages are its <template data-page>s. While it answers, <door-tablet> has `data-alone`.

import * as names from "./offline-names.js";
import { page } from "./offline-page.js";
import { isAway, reached } from "./offline-reach.js";
import { answerAgain, answerScan } from "./offline-scan.js";
import { Settling } from "./offline-settling.js";
import * as list from "./sealed-list.js";
import * as queue from "./sealed-queue.js";
import { close } from "./sealed-store.js";

export { waitingCount } from "./sealed-queue.js";

let door = null;

/** Whether the tablet can answer without its server. */
export const isReady = () => door !== null && list.isReady();

/** Somebody asked and no answer came: the server is away, and this tablet goes on alone. */
export function lost() {
  reached(false);
  door?.settling.now();
}

/** The page that answers, or null where what is shown may stay. */
export async function answer(url, body, otherwise) {
  if (body?.has("codes")) return scanned(body, otherwise);
  if (body?.has("alone")) return named(body);
  const { pathname } = new URL(url, location.href);
  if (!body && pathname === door.dataset.name) return names.begin();
  if (!body && pathname === door.dataset.home) return home();
  return page(!body && pathname === door.dataset.code ? "code" : "not-now");
}

/** The page of somebody whose scan waits to be sent, although the server is back; else null. */
export async function stillWaiting(body, otherwise) {
  return queue.waitingCount() ? answerAgain(body, otherwise).catch(() => null) : null;
}

async function named(body) {
  const told = await names.go(body).catch(() => page("not-now"));
  door.settling.now();
  return told;
}

async function scanned(body, otherwise) {
  const told = await answerScan(body, otherwise).catch(() => page("not-now")); // the disk is full: nothing was kept
  door.settling.now();
  return told;
}

function home() {
  names.end();
  const state = document.querySelector("#state");
  const isUp = state.querySelector("[data-waiting]") === null;
  if (isUp) state.dispatchEvent(new CustomEvent("page-clears", { bubbles: true, cancelable: true }));
  return null;
}

class OfflineDoor extends HTMLElement {
  async connectedCallback() {
    if (!window.isSecureContext || !window.indexedDB) return; // plain http on a local name: nothing can be sealed
    const { list: place, settlements, event } = this.dataset;
    this.settling = new Settling({ list: place, settlements, event });
    for (const news of ["queue-changed", "reach-changed", "list-changed"]) window.addEventListener(news, this.#tell);
    window.addEventListener("tablet-revoked", this.#forget);
    await Promise.all([list.wake(), queue.wake(event)]).catch(() => {}); // a private window may keep nothing
    if (list.head() && list.head().event !== event) await list.forget();
    door = this;
    this.#tell();
    navigator.storage?.persist?.().catch(() => {});
    await this.settling.start();
  }

  #tell = () => {
    const waiting = queue.waitingCount();
    const banner = this.querySelector("[data-banner]");
    const { away, alone, sending } = banner.dataset;
    const says = isAway() ? (waiting ? away : alone) : waiting ? sending : "";
    banner.textContent = says.replace("{n}", waiting);
    banner.hidden = !says;
    this.closest("door-tablet")?.toggleAttribute("data-alone", isReady());
  };

  #forget = ({ detail }) => {
    door = null;
    this.settling.stop();
    detail?.wait?.(list.forget().then(close, close));
  };
}

customElements.define("offline-door", OfflineDoor);

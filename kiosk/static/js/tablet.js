// <door-tablet data-scan-url data-home>: one screen, one #state. Scans, forms and links inside exchange #state,
// so the camera keeps running and the next person can scan while the last page is still up.
//
// Each scan is one operation with its own op_id, sent again until it is answered. Its children with [data-when="retrying"]
// show meanwhile, and after ten seconds the <template data-when="out-of-order">, unless the tablet works `data-alone`.
// A scan shuts the page that is up: what its person had half typed is never sent for the next. Each page with a
// [data-sign] is heard too: `sounded` {tone}. #state always leads home: by <page-clears>, or because it is [data-waiting].

import { Asking } from "./asking.js";
import { newOpId } from "./op-id.js";
import { focusHeading, parsed, swap } from "./swap.js";
import { sound } from "./tones.js";
import "./badge-scanner.js";
import "./brief-offer.js";
import "./live-part.js";
import "./page-clears.js";
import "./wedge.js";

const OUT_OF_ORDER_AFTER_MS = 10000;

class DoorTablet extends HTMLElement {
  #asking = new Asking((answer) => this.#show(answer), (waiting) => this.#say(waiting));
  #sent = new WeakSet();
  #waiting = null;
  #giveUp = 0;

  connectedCallback() {
    this.addEventListener("scan", ({ detail }) => this.#scanned(detail.codes, detail.otherwise));
    this.addEventListener("submit", (event) => this.#submitted(event));
    this.addEventListener("click", (event) => this.#followed(event));
    this.addEventListener("page-clears", (event) => this.#clear(event));
    this.addEventListener("state-arrived", ({ detail }) => this.#show(detail.answer));
    window.addEventListener("pageshow", ({ persisted }) => persisted && location.reload());
    navigator.serviceWorker?.register("/sw.js").catch(() => {}); // without it only an offline reload fails
    this.#settle();
  }

  get #state() { return this.querySelector("#state"); }

  #scanned(codes, otherwise) {
    const body = new URLSearchParams({ op_id: newOpId(), happened_at: new Date().toISOString() });
    for (const code of codes) body.append("codes", code);
    if (this.#state.querySelector("[data-sign]:not([data-sign=look])")) body.set("anew", "1"); // another person's page is up
    this.#state.inert = true;
    this.#asking.ask(this.dataset.scanUrl, body, otherwise);
  }

  #submitted(event) {
    const form = event.target;
    if (form.getAttribute("method")?.toLowerCase() !== "post" || "whole" in form.dataset) return;
    event.preventDefault();
    if (this.#state.inert || this.#sent.has(form)) return; // a scanner's Enter came late; a double press
    this.#sent.add(form);
    form.setAttribute("aria-busy", "true");
    const body = new URLSearchParams(new FormData(form, event.submitter));
    if (body.has("op_id") && !body.get("op_id")) body.set("op_id", newOpId());
    const url = event.submitter?.getAttribute("formaction") ?? form.getAttribute("action");
    this.#asking.ask(url ?? this.dataset.home, body);
  }

  #followed(event) {
    const link = event.target.closest("#state a[href]");
    if (!link || link.target || "whole" in link.dataset || event.ctrlKey || event.metaKey) return;
    if (link.origin !== location.origin || !link.pathname.startsWith(this.dataset.home)) return;
    event.preventDefault();
    this.#asking.ask(link.href);
  }

  // The last person's page goes at once, also when the server is away.
  #clear(event) {
    event.preventDefault();
    if (this.#waiting) this.#show(this.#waiting.cloneNode(true));
    this.#asking.ask(this.dataset.home);
  }

  #say(waiting) {
    for (const each of this.querySelectorAll('[data-when="retrying"]')) each.hidden = !waiting;
    if (waiting) this.#giveUp ||= setTimeout(() => this.#outOfOrder(), OUT_OF_ORDER_AFTER_MS);
    else this.#goOn();
  }

  #goOn() {
    clearTimeout(this.#giveUp);
    this.#giveUp = 0;
  }

  #outOfOrder() {
    const said = this.querySelector('template[data-when="out-of-order"]');
    if (said && !("alone" in this.dataset)) this.#show(parsed(said.innerHTML));
  }

  #show(answer) {
    this.#goOn();
    swap(this.#state, answer);
    this.#state.inert = false;
    focusHeading(this.#state);
    history.replaceState(null, "", this.dataset.home);
    this.#settle();
    if ("quiet" in this.dataset) return;
    const tone = sound(this.#state);
    if (tone) this.dispatchEvent(new CustomEvent("sounded", { bubbles: true, detail: { tone } }));
  }

  #settle() {
    const state = this.#state;
    if (state.querySelector("[data-waiting]")) {
      this.#waiting = parsed(state.outerHTML);
      this.#waiting.title = document.title;
    } else if (!state.querySelector("page-clears")) state.append(document.createElement("page-clears"));
  }
}

customElements.define("door-tablet", DoorTablet);

// <live-part src every="3">: a part of the page that the server keeps fresh, by asking with If-None-Match.
//
// 304 changes nothing, 204 ends it. An answer that holds a #state goes to the tablet around it; one that holds
// an a[data-go] takes the browser there. It rests while the tab is hidden or somebody is typing inside it.
// What has an id keeps its focus, and a <details> stays unfolded.

import { parsed } from "./swap.js";

const USUAL_S = 3;
const LONGEST_S = 30;
const FIELDS = ':is(input:not([type="hidden"]), textarea, select)';
const TYPING = `${FIELDS}:focus, form:has(${FIELDS}):focus-within`; // also on its button: nothing typed is lost

class LivePart extends HTMLElement {
  #etag = null;
  #timer = 0;
  #failed = 0;

  connectedCallback() {
    document.addEventListener("visibilitychange", this.#wake);
    this.#later();
  }

  disconnectedCallback() {
    document.removeEventListener("visibilitychange", this.#wake);
    clearTimeout(this.#timer);
  }

  #wake = () => (document.hidden ? clearTimeout(this.#timer) : this.#look());

  #later() {
    clearTimeout(this.#timer);
    const every = Number(this.getAttribute("every")) || USUAL_S;
    const wait = Math.min(every * 2 ** this.#failed, LONGEST_S);
    if (this.isConnected && !document.hidden) this.#timer = setTimeout(() => this.#look(), wait * 1000);
  }

  async #look() {
    clearTimeout(this.#timer);
    try {
      const headers = this.#etag ? { "If-None-Match": this.#etag } : {};
      const response = await fetch(this.getAttribute("src"), { headers, cache: "no-store" });
      this.#failed = response.status >= 500 ? this.#failed + 1 : 0;
      if (response.status === 204 || response.status === 401 || response.status === 404) return;
      if (response.ok) this.#take(parsed(await response.text()), response.headers.get("ETag"));
    } catch {
      this.#failed += 1;
    }
    this.#later();
  }

  #take(answer, etag) {
    if (!this.isConnected || this.querySelector(TYPING)) return;
    this.#etag = etag;
    const go = answer.querySelector("a[data-go]");
    if (go) return location.assign(go.getAttribute("href"));
    if (answer.querySelector("#state")) {
      this.dispatchEvent(new CustomEvent("state-arrived", { bubbles: true, detail: { answer } }));
      return;
    }
    const from = answer.querySelector("live-part") ?? answer.body;
    const focused = this.contains(document.activeElement) ? document.activeElement.id : "";
    const unfolded = Array.from(this.querySelectorAll("details[open][id]"), (part) => part.id);
    this.replaceChildren(...Array.from(from.childNodes, (node) => document.importNode(node, true)));
    for (const id of unfolded) document.getElementById(id)?.setAttribute("open", "");
    if (focused) document.getElementById(focused)?.focus();
  }
}

customElements.define("live-part", LivePart);

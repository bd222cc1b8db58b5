// <station-check>: the staff page of a tablet. While it is up the camera shows what it sees; it tells how many scans
// are not sent and which release this page is, and [data-try] makes a sound.

import { sound } from "./tones.js";

let waiting = 0;
window.addEventListener("queue-changed", ({ detail }) => (waiting = detail.waiting));

class StationCheck extends HTMLElement {
  connectedCallback() {
    document.querySelector("badge-scanner")?.setAttribute("preview", "");
    window.addEventListener("queue-changed", this.#tell);
    this.addEventListener("click", this.#tried);
    for (const button of this.querySelectorAll("[data-try]")) button.hidden = false;
    this.#tell();
  }

  disconnectedCallback() {
    document.querySelector("badge-scanner")?.removeAttribute("preview");
    window.removeEventListener("queue-changed", this.#tell);
  }

  #tell = () => {
    const release = document.querySelector("tablet-pulse")?.dataset.release ?? "";
    const other = this.querySelector("[data-other-release]");
    this.querySelector("[data-waiting-scans]").textContent = String(waiting);
    this.querySelector("[data-release]").textContent = release;
    other.hidden = other.dataset.otherRelease === release;
  };

  #tried = ({ target }) => {
    const tone = target.closest("[data-try]")?.dataset.try;
    if (!tone) return;
    const page = document.createElement("div");
    page.append(Object.assign(document.createElement("i"), { hidden: true }));
    page.firstChild.dataset.sign = tone;
    sound(page);
  };
}

customElements.define("station-check", StationCheck);

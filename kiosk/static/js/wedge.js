// <wedge-scanner>: a hand scanner that types. Announces what it typed as a bubbling `scan` event with {codes: [text]}.
//
// A code of ours is told by its letters, however slowly they come: a busy tablet must not lose the first of them. It is
// done after Enter, Tab or a short rest. Anything else is told from a person's typing by its speed, and may have paused.
// In a text field a person may be typing: there only what comes at a scanner's speed counts, and it leaves the field.

import { announce } from "./announcing.js";
import { KeyBurst } from "./key-burst.js";

const REST_MS = 80;
const PAUSE_MS = 1000;
const FIELD = "input:not([type=radio], [type=checkbox]), textarea, select";

class WedgeScanner extends HTMLElement {
  #burst = new KeyBurst();
  #field = null;
  #announcedAt = -Infinity;
  #timer = 0;

  connectedCallback() {
    window.addEventListener("keydown", this.#key, { capture: true });
  }

  disconnectedCallback() {
    window.removeEventListener("keydown", this.#key, { capture: true });
    clearTimeout(this.#timer);
  }

  #key = (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || !(event.target instanceof Element)) return;
    const field = event.target.closest(FIELD);
    if (field !== this.#field || this.#burst.gapTo(event) > PAUSE_MS) this.#begin(field);
    if (event.key === "Enter" || event.key === "Tab") return this.#end(event);
    const { isLetter, isQuick } = this.#burst.press(event, field?.value);
    if (!isLetter) return;
    if (isQuick && !field) event.preventDefault(); // or a space would press the focused button
    clearTimeout(this.#timer);
    const at = event.timeStamp;
    this.#timer = setTimeout(() => this.#done(at, false), this.#burst.read().isOurs ? REST_MS : PAUSE_MS);
  };

  #begin(field) {
    clearTimeout(this.#timer);
    this.#burst = new KeyBurst();
    this.#field = field;
  }

  #end(event) {
    const isLate = this.#burst.isEmpty && event.timeStamp - this.#announcedAt <= PAUSE_MS;
    if (!isLate && !this.#done(event.timeStamp, true)) return;
    event.preventDefault(); // or Enter would press the focused button, and Tab leave it
    event.stopPropagation();
  }

  /** Whether the burst was a scanner's. */
  #done(at, isEnded) {
    const [burst, field] = [this.#burst, this.#field];
    const read = burst.read();
    const isScan = field ? this.#leaves(field, burst, read, isEnded) : read.isOurs || burst.isQuick();
    this.#begin(field);
    if (!isScan) return false;
    this.#announcedAt = at;
    announce(this, [read.code], read.otherwise);
    return true;
  }

  // What landed in the field goes from it again; what a person typed before stays.
  #leaves(field, burst, read, isEnded) {
    if (!read.isOurs && (!isEnded || field.matches("[inputmode=numeric], [type=tel], [type=number]"))) return false;
    const began = burst.isEmpty ? -1 : burst.beganInField(read);
    if (began < 0) return false;
    field.value = burst.valueBefore(began);
    field.dispatchEvent(new Event("input", { bubbles: true }));
    return true;
  }
}

customElements.define("wedge-scanner", WedgeScanner);

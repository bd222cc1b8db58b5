// <wedge-scanner>: a hand scanner that types. Announces what it typed as a bubbling `scan` event with {codes: [text]}.
//
// A scanner is told from a person by its speed: 35 ms a key or less on the whole, done after Enter or 80 ms of rest.
// Keys that go into a text field stay there, since there a person may be typing.

const A_KEY_MS = 35;
const REST_MS = 80;
const SHORTEST = 6;
const LONGEST = 512;

class WedgeScanner extends HTMLElement {
  #typed = "";
  #firstKey = 0;
  #lastKey = -Infinity;
  #timer = 0;

  connectedCallback() {
    window.addEventListener("keydown", this.#key, { capture: true });
  }

  disconnectedCallback() {
    window.removeEventListener("keydown", this.#key, { capture: true });
    clearTimeout(this.#timer);
  }

  // A busy scanner may pause once, so single gaps are judged by the rest, and the whole by its pace.
  #key = (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || isTyping(event.target)) return;
    const gap = event.timeStamp - this.#lastKey;
    if (event.key === "Enter") return this.#enter(event, gap);
    if (event.key.length !== 1) return; // Shift and its kin
    if (gap > REST_MS) this.#begin(event.timeStamp);
    else if (gap <= A_KEY_MS) event.preventDefault(); // or a space would press the focused button
    this.#lastKey = event.timeStamp;
    this.#typed = (this.#typed + event.key).slice(0, LONGEST);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#done(), REST_MS);
  };

  #begin(at) {
    this.#typed = "";
    this.#firstKey = at;
  }

  #enter(event, gap) {
    if (gap > REST_MS || !this.#isScan()) return;
    event.preventDefault(); // or Enter would press the focused button
    event.stopPropagation();
    this.#done();
  }

  #isScan() {
    const keys = this.#typed.length;
    return keys >= SHORTEST && (this.#lastKey - this.#firstKey) / (keys - 1) <= A_KEY_MS;
  }

  #done() {
    clearTimeout(this.#timer);
    if (!this.#isScan()) return;
    const codes = [this.#typed.trim()];
    this.#begin(0);
    this.dispatchEvent(new CustomEvent("scan", { bubbles: true, detail: { codes } }));
  }
}

function isTyping(target) {
  return target instanceof Element && target.closest("input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]");
}

customElements.define("wedge-scanner", WedgeScanner);

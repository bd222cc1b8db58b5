// <wedge-scanner>: a hand scanner that types. Announces what it typed as a bubbling `scan` event with {codes: [text]}.
//
// A scanner is told from a person by its speed: at most 35 ms between keys, done after Enter or 80 ms of rest.
// Keys that go into a text field stay there, since there a person may be typing.

const BETWEEN_KEYS_MS = 35;
const REST_MS = 80;
const SHORTEST = 6;
const LONGEST = 512;

class WedgeScanner extends HTMLElement {
  #typed = "";
  #lastKey = 0;
  #timer = 0;

  connectedCallback() {
    window.addEventListener("keydown", this.#key, { capture: true });
  }

  disconnectedCallback() {
    window.removeEventListener("keydown", this.#key, { capture: true });
    clearTimeout(this.#timer);
  }

  #key = (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || isTyping(event.target)) return;
    const fast = event.timeStamp - this.#lastKey <= BETWEEN_KEYS_MS;
    if (event.key === "Enter") return this.#enter(event, fast);
    if (event.key.length !== 1) return; // Shift and its kin
    if (!fast) this.#typed = "";
    if (fast) event.preventDefault(); // or a space would press the focused button
    this.#lastKey = event.timeStamp;
    this.#typed = (this.#typed + event.key).slice(0, LONGEST);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#done(), REST_MS);
  };

  #enter(event, fast) {
    if (!fast || this.#typed.length < SHORTEST) return;
    event.preventDefault(); // or Enter would press the focused button
    event.stopPropagation();
    this.#done();
  }

  #done() {
    clearTimeout(this.#timer);
    const text = this.#typed.trim();
    this.#typed = "";
    if (text.length < SHORTEST) return;
    this.dispatchEvent(new CustomEvent("scan", { bubbles: true, detail: { codes: [text] } }));
  }
}

function isTyping(target) {
  return target instanceof Element && target.closest("input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]");
}

customElements.define("wedge-scanner", WedgeScanner);

// <wedge-scanner>: a hand scanner that types. Announces what it typed as a bubbling `scan` event with {codes: [text]}.
//
// A code of ours is told by its letters, however slowly they come: a busy tablet must not lose the first of them. It is
// done after Enter or a short rest. Anything else is told from a person's typing by its speed, and may have paused.
// Keys that go into a text field stay there, since there a person may be typing.

const A_KEY_MS = 35;
const REST_MS = 80;
const PAUSE_MS = 1000;
const SHORTEST = 6;
const LONGEST = 512;
const TICKET = /^[0-9A-TV-Z]*?([0-9A-TV-Z]{26})$/i; // somebody may have leant on the keys before it
const LINK = /(https?:\/\/\S+(?:\/b\/[0-9A-TV-Z]{20}|#[0-9A-TV-Z]{26}))$/i;

class WedgeScanner extends HTMLElement {
  #typed = "";
  #quickKeys = 0;
  #lastKey = -Infinity;
  #announced = -Infinity;
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
    const gap = event.timeStamp - this.#lastKey;
    if (gap > PAUSE_MS) this.#begin();
    if (event.key === "Enter") return this.#enter(event);
    if (event.key.length !== 1) return; // Shift and its kin
    if (this.#typed && gap <= A_KEY_MS) {
      this.#quickKeys += 1;
      event.preventDefault(); // or a space would press the focused button
    }
    this.#lastKey = event.timeStamp;
    this.#typed = (this.#typed + event.key).slice(0, LONGEST);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#done(), this.#ours() ? REST_MS : PAUSE_MS);
  };

  #begin() {
    clearTimeout(this.#timer);
    this.#typed = "";
    this.#quickKeys = 0;
  }

  #enter(event) {
    const isLate = !this.#typed && event.timeStamp - this.#announced <= PAUSE_MS;
    if (!isLate && !this.#ours() && !this.#isQuick()) return;
    event.preventDefault(); // or Enter would press the focused button
    event.stopPropagation();
    this.#done();
  }

  #ours() {
    return (TICKET.exec(this.#typed) ?? LINK.exec(this.#typed))?.[1];
  }

  #isQuick() {
    const keys = this.#typed.length;
    return keys >= SHORTEST && this.#quickKeys * 2 >= keys - 1;
  }

  #done() {
    const code = this.#ours() ?? (this.#isQuick() ? this.#typed.trim() : "");
    this.#begin();
    if (!code) return;
    this.#announced = this.#lastKey;
    this.dispatchEvent(new CustomEvent("scan", { bubbles: true, detail: { codes: [code] } }));
  }
}

function isTyping(target) {
  return target instanceof Element && target.closest("input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]");
}

customElements.define("wedge-scanner", WedgeScanner);

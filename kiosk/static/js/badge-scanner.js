// <badge-scanner>: the camera. Announces steady codes as a bubbling `scan` event with {codes}.
//
// Sentences for people are its children, already translated: [data-when="no-camera"], "denied", and for a code that is
// seen but not read for two seconds "dark", "closer" and "glare"; these come as `scanner-hint` {why} too, null when over.
// For tests and figures it also tells `scanner-frame` {codes, ms}. It rests while its tab is hidden.

import { announce } from "./announcing.js";
import { Camera } from "./camera.js";
import { ScanHints } from "./scan-hints.js";
import { SteadyCodes } from "./steady-codes.js";

const FRAME_EVERY_MS = 66;
const LOOK_AGAIN_MS = 10000;

class BadgeScanner extends HTMLElement {
  #camera = new Camera();
  #steady = new SteadyCodes();
  #hints = new ScanHints();
  #hint = null;
  #worker = null;
  #starting = false;
  #timer = 0;

  connectedCallback() {
    this.append(this.#camera.video);
    document.addEventListener("visibilitychange", this.#wake);
    this.#wake();
  }

  disconnectedCallback() {
    document.removeEventListener("visibilitychange", this.#wake);
    this.#rest();
    this.#worker?.terminate();
    this.#worker = null;
  }

  #wake = () => (document.hidden ? this.#rest() : this.#start());

  #rest() {
    clearTimeout(this.#timer);
    this.#camera.stop();
  }

  async #start() {
    if (this.#camera.open || this.#starting) return;
    this.#starting = true;
    try {
      await this.#camera.start(this.getAttribute("facing") ?? "user", () => this.#fail("no-camera"));
      this.#worker ??= this.#newWorker();
      this.#say(null);
      this.#look();
    } catch (fault) {
      this.#fail(fault.message);
    }
    this.#starting = false;
    if (document.hidden || !this.isConnected) this.#rest();
  }

  // Somebody may plug it in again, or allow it in the settings.
  #fail(why) {
    this.#rest();
    this.#say(why);
    this.#timer = setTimeout(this.#wake, LOOK_AGAIN_MS);
  }

  #newWorker() {
    const worker = new Worker(new URL("./scan-worker.js", import.meta.url), { type: "module" });
    worker.addEventListener("message", ({ data }) => this.#seen(data));
    worker.addEventListener("error", () => this.#say("no-camera"));
    return worker;
  }

  // One frame is in flight at a time: the next is taken only when the last one was read.
  async #look() {
    if (!this.#camera.open || !this.#worker) return;
    const frame = await this.#camera.frame().catch(() => null);
    if (frame) this.#worker?.postMessage(frame, [frame]);
    else this.#later();
  }

  #later() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#look(), FRAME_EVERY_MS);
  }

  #seen({ codes = [], why = null, ms, fault }) {
    const now = performance.now();
    const shown = this.#steady.see(codes.map((code) => code.text), now);
    this.#tell("scanner-frame", { codes, why, ms, fault });
    if (shown) announce(this, shown);
    if (fault) this.#say("no-camera");
    else this.#giveHint(this.#hints.see(codes, why, now));
    if (this.#camera.open) this.#later();
  }

  #giveHint(why) {
    if (why === this.#hint) return;
    this.#hint = why;
    this.#say(why);
    this.#tell("scanner-hint", { why });
  }

  #tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { bubbles: true, detail }));
  }

  #say(why) {
    for (const each of this.querySelectorAll("[data-when]")) each.hidden = each.dataset.when !== why;
  }
}

customElements.define("badge-scanner", BadgeScanner);

// <picture-badge>: a picture that somebody chose, read on this phone in a worker; the badge in it is opened.
//
// Nothing is uploaded. Its [data-when] sentences: "looking", "none", "other" (a code of somebody else's), "no-picture".

import { bare, kindOf } from "./our-codes.js";

const SIDES = [1600, 900, 2600]; // pixels of the longer side, by turns: codes are small in some pictures, blurred in others
const LOOKS = 9; // each side as it is, and in the worker's other ways (second-looks.js)

class PictureBadge extends HTMLElement {
  #worker = null;
  #turn = 0;

  connectedCallback() {
    this.querySelector("input").addEventListener("change", ({ target }) => this.#chosen(target.files[0]));
  }

  async #chosen(file) {
    if (!file) return;
    const turn = ++this.#turn; // another picture may be chosen meanwhile
    this.#say("looking");
    const said = await this.#look(file).catch(() => "no-picture");
    if (turn === this.#turn) this.#say(said);
  }

  async #look(file) {
    const picture = await createImageBitmap(file);
    let said = "none";
    for (let look = 0; look < LOOKS; look += 1) {
      const { codes = [] } = await this.#read(await sized(picture, SIDES[look % SIDES.length]));
      const badge = codes.find(({ text }) => kindOf(text) === "badge");
      if (badge) location.assign(`/b/${bare(badge.text)}`);
      if (badge) return "looking";
      if (codes.length) said = "other";
    }
    return said;
  }

  #read(frame) {
    this.#worker ??= new Worker(new URL("./scan-worker.js", import.meta.url), { type: "module" });
    return new Promise((resolve, reject) => {
      this.#worker.onmessage = ({ data }) => resolve(data);
      this.#worker.onerror = reject;
      this.#worker.postMessage(frame, [frame]);
    });
  }

  #say(why) {
    for (const each of this.querySelectorAll("[data-when]")) each.hidden = each.dataset.when !== why;
  }
}

function sized(picture, side) {
  const scale = Math.min(1, side / Math.max(picture.width, picture.height));
  const [width, height] = [picture.width, picture.height].map((pixels) => Math.max(1, Math.round(pixels * scale)));
  return createImageBitmap(picture, { resizeWidth: width, resizeHeight: height, resizeQuality: "high" });
}

customElements.define("picture-badge", PictureBadge);

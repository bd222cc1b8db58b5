// Decides when codes in front of the camera count as shown. One rule: what was announced stays quiet until it has left.
//
// Two codes count when the same two are in 3 frames running. One ticket counts after 2 frames; one badge waits a
// little longer, because its neighbour may be about to join it. Three or more codes at once are nobody's gesture.

const PAIR_FRAMES = 3;
const TICKET_FRAMES = 2;
const BADGE_FRAMES = 5;
const LEFT_AFTER_MS = 1200;
const LONGEST = 512;

export class SteadyCodes {
  #key = "";
  #frames = 0;
  #announced = new Map(); // code or pair -> when it was last in view

  /** The codes to announce after this frame, or null. `texts` is what the frame held, `now` is in ms. */
  see(texts, now) {
    const codes = [...new Set(texts.map((text) => text.slice(0, LONGEST)))].sort();
    const key = codes.join("\n");
    this.#forget(codes, key, now);
    this.#frames = key === this.#key ? this.#frames + 1 : 1;
    this.#key = key;
    if (!codes.length || codes.length > 2 || this.#announced.has(key)) return null;
    if (this.#frames < framesNeeded(codes)) return null;
    for (const each of [key, ...codes]) this.#announced.set(each, now);
    return codes;
  }

  #forget(codes, key, now) {
    for (const each of [key, ...codes]) if (this.#announced.has(each)) this.#announced.set(each, now);
    for (const [each, seen] of this.#announced) {
      if (now - seen > LEFT_AFTER_MS) this.#announced.delete(each);
    }
  }
}

function framesNeeded(codes) {
  if (codes.length === 2) return PAIR_FRAMES;
  return /\/b\//i.test(codes[0]) ? BADGE_FRAMES : TICKET_FRAMES;
}

// Decides when codes in front of the camera count as shown. One rule: what was announced stays quiet until it has left.
//
// Looked at is what was in the last frames, so that one blurred frame loses nothing and a code that flits through one
// means nothing. A ticket counts after 2 frames, two tickets after 3, two badges after 3 that hold both (who goes
// through one after the other has not met); a badge alone, and a code of others, wait a little longer, because a
// neighbour may be about to join. A ticket goes before badges, and ours before others'.

import { kindOf } from "./our-codes.js";

const REMEMBERED = 6; // frames, less than half a second
const TOGETHER_FRAMES = 3;
const TICKET_FRAMES = 2;
const ALONE_FRAMES = 5;
const LEFT_AFTER_MS = 1200;
const PATIENCE_MS = 3000; // the next in line may hold up a ticket before the last one's is away
const LONGEST = 512;

export class SteadyCodes {
  #frames = []; // sets of codes, newest first
  #announced = new Map(); // code or pair -> {seen, said}: when it was last in view, and announced

  /** The codes to announce after this frame, or null. `texts` is what the frame held, `now` is in ms. */
  see(texts, now) {
    const frame = new Set(texts.map((text) => text.slice(0, LONGEST)));
    this.#frames = [frame, ...this.#frames].slice(0, REMEMBERED);
    const shown = this.#shown(frame);
    const key = shown.join("\n");
    this.#forget(frame, shown.every((code) => frame.has(code)) ? key : null, now);
    if (!this.#isSteady(shown) || this.#announced.has(key) || this.#isNextInLine(shown, now)) return null;
    const isMeeting = shown.length === 2 && kindOf(shown[0]) === "badge"; // neither of them is news then
    for (const each of isMeeting ? [key, ...shown] : [key]) this.#announced.set(each, { seen: now, said: now });
    return shown;
  }

  // What is held up: of the most telling kind, in this frame or in more than one before it.
  #shown(frame) {
    if (!frame.size) return [];
    const codes = [...new Set(this.#frames.flatMap((each) => [...each]))].sort();
    const there = codes.filter((code) => frame.has(code) || this.#count(code) > 1);
    for (const kind of ["ticket", "badge"]) {
      const ofKind = there.filter((code) => kindOf(code) === kind);
      if (ofKind.length) return ofKind;
    }
    return there;
  }

  // Three badges at once are a crowd, three tickets a question for the server.
  #isSteady(shown) {
    if (!shown.length || shown.length > 3) return false;
    const isTicket = kindOf(shown[0]) === "ticket";
    if (shown.length === 3 && !isTicket) return false;
    if (shown.length === 2 && kindOf(shown[0]) === "badge") return this.#together(shown) >= TOGETHER_FRAMES;
    const alone = isTicket ? TICKET_FRAMES : ALONE_FRAMES;
    const needed = shown.length > 1 ? TOGETHER_FRAMES : alone;
    return shown.every((code) => this.#count(code) >= needed) && (shown.length > 1 || this.#isAlone(shown[0]));
  }

  // Two that are read by turns are two: what was joined for a frame is alone again after two.
  #isAlone(code) {
    const isOther = (each) => each !== code && kindOf(each) === "ticket";
    const lately = this.#frames.slice(0, TICKET_FRAMES);
    const wasJoined = this.#frames.some((frame) => [...frame].some(isOther));
    return !wasJoined || lately.every((frame) => frame.has(code) && ![...frame].some(isOther));
  }

  #count(code) {
    return this.#frames.filter((frame) => frame.has(code)).length;
  }

  #together(codes) {
    return this.#frames.filter((frame) => codes.every((code) => frame.has(code))).length;
  }

  #isNextInLine(shown, now) {
    if (shown.length < 2 || kindOf(shown[0]) !== "ticket") return false;
    return shown.some((code) => now - (this.#announced.get(code)?.said ?? -Infinity) < PATIENCE_MS);
  }

  #forget(frame, key, now) {
    for (const [each, when] of this.#announced) {
      if (frame.has(each) || each === key) when.seen = now;
      else if (now - when.seen > LEFT_AFTER_MS) this.#announced.delete(each);
    }
  }
}

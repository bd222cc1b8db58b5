// Decides when to tell somebody why their code is not read: it has been seen for two seconds, and always missed.

const LONG_MS = 1500;
const OFTEN = 3;
const REMEMBERED = 24; // frames: two seconds, and longer on a slow tablet

export class ScanHints {
  #frames = []; // {why, at}, oldest first

  /** The hint that fits after this frame: "dark", "closer", "glare", or null. `now` is in ms. */
  see(codes, why, now) {
    this.#frames = codes.length ? [] : [...this.#frames, { why, at: now }].slice(-REMEMBERED);
    const missed = this.#frames.filter((frame) => frame.why);
    if (missed.length < OFTEN || now - missed[0].at < LONG_MS) return null;
    return mostOften(missed.map((frame) => frame.why));
  }
}

function mostOften(words) {
  const counts = new Map();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts].sort(([, one], [, other]) => other - one)[0][0];
}

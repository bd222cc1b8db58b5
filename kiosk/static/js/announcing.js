// Says `scan` {codes, otherwise} once, whoever saw it: a camera and a hand scanner may read one ticket in one moment,
// and many a scanner sends twice. The same again within three seconds is no new scan, unless another came between.
//
// `otherwise` is what the keys say on another keyboard, for whoever looks codes up without the server.

import { bare } from "./our-codes.js";

const AGAIN_AFTER_MS = 3000;

let last = { codes: new Set(), at: -Infinity };

/** Announce from `element` what it read; false when that was said a moment ago. */
export function announce(element, codes, otherwise = []) {
  const at = performance.now();
  const said = new Set([...codes, ...otherwise].map(bare));
  const isKnown = (text) => last.codes.has(bare(text));
  const isAgain = codes.every(isKnown) || (otherwise.length > 0 && otherwise.every(isKnown));
  if (isAgain && at - last.at < AGAIN_AFTER_MS) return false;
  last = { codes: said, at };
  element.dispatchEvent(new CustomEvent("scan", { bubbles: true, detail: { codes, otherwise } }));
  return true;
}

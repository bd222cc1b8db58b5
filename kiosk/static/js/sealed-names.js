// Names without the server: a steward's PIN opens the sealed names for one check-in, then they are shut again.
//
// A row: [masked name, masked organisation, folded words, tag, kind, unpaid, first name, slip]. After five wrong PINs
// in a row the tablet waits, twice as long each time: that stops a passer-by. Who takes the tablet apart is stopped by
// the PIN's length and its 600,000 rounds only, which is why a fair has to allow this.

import * as list from "./sealed-list.js";
import { within } from "./sealed-store.js";

const MOST = 8;
const LEAST_LETTERS = 3;
const LEAST_EAST_ASIAN = 2;
const OPEN_FOR_MS = 90000;
const FREE_TRIES = 5;
const LOCKED_MS = 30000;
const SPECIAL = { ł: "l", ø: "o", đ: "d", ð: "d", þ: "th", æ: "ae", œ: "oe", ı: "i", ħ: "h", ŧ: "t", ŋ: "n", ĸ: "k", ß: "ss" };
const EAST_ASIAN = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;

let rows = null;
let shutting = 0;

export const isThere = () => list.names() !== null;
export const isOpen = () => rows !== null;

/** Open the names by the PIN: "open", "wrong", or "locked" after too many tries. */
export async function open(pin) {
  const tries = (await within("list", "readonly", (store) => store.get("tries"))) ?? { wrong: 0, until: 0 };
  if (Date.now() < tries.until) return "locked";
  rows = await unlocked(pin).catch(() => null);
  const wrong = rows ? 0 : tries.wrong + 1;
  const until = wrong < FREE_TRIES ? 0 : Date.now() + LOCKED_MS * 2 ** (wrong - FREE_TRIES);
  await within("list", "readwrite", (store) => store.put({ wrong, until }, "tries"));
  clearTimeout(shutting);
  shutting = setTimeout(shut, OPEN_FOR_MS);
  return rows ? "open" : "wrong";
}

/** Shut them again: it was for one check-in. */
export function shut() {
  rows = null;
}

/** At most eight people whose names have every word as a beginning, or null where it says too little. */
export function search(text) {
  const folded = fold(text);
  const letters = folded.replaceAll(" ", "").length;
  if (letters < (EAST_ASIAN.test(folded) ? LEAST_EAST_ASIAN : LEAST_LETTERS)) return null;
  const wanted = folded.split(" ");
  const fits = ([, , words]) => wanted.every((word) => ` ${words}`.includes(` ${word}`));
  return rows.filter(fits).slice(0, MOST).map(person);
}

/** Who was picked, by the slip. */
export function picked(slip) {
  return person(rows.find((row) => row.at(-1) === slip));
}

function person([masked, organisation, , tag, kind, unpaid, name, slip]) {
  return { masked, organisation, tag, kind, isUnpaid: unpaid === 1, name, slip };
}

async function unlocked(pin) {
  const { key, nonce, sealed } = list.names();
  const typed = await crypto.subtle.importKey("raw", new TextEncoder().encode(pin), "PBKDF2", false, ["deriveKey"]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt: list.bytes(key.salt), iterations: key.iterations };
  const opener = await crypto.subtle.deriveKey(how, typed, { name: "AES-GCM", length: 256 }, false, ["decrypt"]);
  const own = await crypto.subtle.decrypt({ name: "AES-GCM", iv: list.bytes(key.nonce) }, opener, list.bytes(key.wrapped));
  const names = await crypto.subtle.importKey("raw", own, "AES-GCM", false, ["decrypt"]);
  const plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv: list.bytes(nonce) }, names, sealed);
  return new Response(new Blob([plain]).stream().pipeThrough(new DecompressionStream("deflate"))).json();
}

function fold(text) {
  const opened = text.slice(0, 200).toLowerCase().normalize("NFKD").replace(/[łøđðþæœıħŧŋĸß]/g, (letter) => SPECIAL[letter]);
  const letters = opened.replace(/[\p{P}\p{Z}]+/gu, " ").replace(/[\p{C}\p{Mn}]/gu, "");
  return letters.normalize("NFC").trim().replace(/\s+/g, " ");
}

// The sealed list: whose code was read, told without the server. Each record opens only with its own code, so who takes
// the tablet reads no more than what is shown to it. Never older than a day, gone when the fair is over.
//
// A record is 96 bytes, in the order of their lookups: 16 of lookup, then AES-256-GCM of tag (6), kind, unpaid, name.
// The window hears `list-changed` {list: "ready" | "old" | "none"}.

import { bare, kindOf } from "./our-codes.js";
import { within } from "./sealed-store.js";

const LABEL = "kiosk-offline-v1|";
const LASTS_MS = 24 * 60 * 60 * 1000;
const SLOWEST_MS = 120000; // 1.5 MB for eight thousand people, over a poor network
const LOOKUP = 16;
const TAG = 6;
const encoder = new TextEncoder();

let kept = null; // { head, records, names, etag, fetchedAt, aheadMs }

export const head = () => kept?.head ?? null;
/** The sealed names, where the fair allows them and a PIN is set: {key, nonce, sealed}, else null. */
export const names = () => (kept?.head.names ? { ...kept.head.names, sealed: kept.names } : null);
export const age = () => (kept ? Math.abs(Date.now() - kept.fetchedAt) : Infinity);
/** The time by the server's clock, in milliseconds. */
export const now = () => Date.now() - (kept?.aheadMs ?? 0);
export const isReady = () => Boolean(kept && crypto.subtle) && state() === "ready";

/** Take the list from the disk: after a reload, or when the browser was killed. */
export async function wake() {
  kept ??= (await within("list", "readonly", (store) => store.get("kept"))) ?? null;
  await tidy();
}

/** Ask the server for a fresh list; whether it answered at all. */
export async function refresh(url) {
  const headers = kept ? { "If-None-Match": kept.etag } : {};
  const answer = await fetch(url, { headers, cache: "no-store", signal: AbortSignal.timeout(SLOWEST_MS) });
  if (answer.status === 401) await forget();
  if (answer.status >= 500) return false;
  const clocks = { fetchedAt: Date.now(), aheadMs: ahead(answer.headers.get("Date")) };
  if (answer.status === 304) kept = { ...kept, ...clocks };
  else if (answer.ok) kept = { ...parted(new Uint8Array(await answer.arrayBuffer())), etag: answer.headers.get("ETag"), ...clocks };
  if (answer.status === 304 || answer.ok) await within("list", "readwrite", (store) => store.put(kept, "kept"));
  await tidy();
  return true;
}

/** Forget the list, here and on the disk. */
export async function forget() {
  kept = null;
  announce();
  await within("list", "readwrite", (store) => store.clear());
}

/** Who is behind a code that was read: {tag, name, kind, isUnpaid, isTicket}, or null. */
export async function whose(text) {
  const code = encoder.encode(bare(text));
  if (!kindOf(text)) return null;
  const digest = await crypto.subtle.digest("SHA-256", concat(encoder.encode(LABEL), code));
  const lookup = new Uint8Array(digest, 0, LOOKUP);
  const record = found(lookup);
  if (!record) return null;
  const plain = await opened(record.subarray(LOOKUP), code, lookup);
  const name = new TextDecoder().decode(plain.subarray(TAG + 2)).replace(/\0+$/, "");
  return { tag: hex(plain.subarray(0, TAG)), kind: plain[TAG], isUnpaid: plain[TAG + 1] === 1, name, isTicket: kindOf(text) === "ticket" };
}

async function opened(sealed, code, lookup) {
  const base = await crypto.subtle.importKey("raw", code, "HKDF", false, ["deriveKey"]);
  const how = { name: "HKDF", hash: "SHA-256", salt: bytes(kept.head.salt), info: encoder.encode(`${LABEL}entry`) };
  const key = await crypto.subtle.deriveKey(how, base, { name: "AES-GCM", length: 256 }, false, ["decrypt"]);
  const secret = { name: "AES-GCM", iv: new Uint8Array(12), additionalData: lookup };
  return new Uint8Array(await crypto.subtle.decrypt(secret, key, sealed));
}

function found(lookup) {
  const { records, head: { record: size } } = kept;
  let [low, high] = [0, records.length / size];
  while (low < high) {
    const middle = (low + high) >> 1;
    const row = records.subarray(middle * size, (middle + 1) * size);
    const place = lookup.findIndex((byte, at) => byte !== row[at]);
    if (place < 0) return row;
    if (lookup[place] < row[place]) high = middle;
    else low = middle + 1;
  }
  return null;
}

function parted(whole) {
  const line = whole.indexOf(10);
  const head = JSON.parse(new TextDecoder().decode(whole.subarray(0, line)));
  const ends = whole.length - (head.names?.bytes ?? 0);
  return { head, records: whole.slice(line + 1, ends), names: whole.slice(ends) };
}

function state() {
  if (!kept) return "none";
  return age() > LASTS_MS || (kept.head.until && now() > kept.head.until) ? "old" : "ready";
}

/** Forget a list that is too old, and tell the window how it stands. */
export async function tidy() {
  if (state() === "old") await forget();
  else announce();
}

function announce() {
  window.dispatchEvent(new CustomEvent("list-changed", { detail: { list: state() } }));
}

// Two servers behind one another may each write the header; the browser joins them.
const ahead = (dates) => Date.now() - Date.parse(dates?.match(/^.*? GMT/)?.[0]) || 0;
const hex = (part) => Array.from(part, (byte) => byte.toString(16).padStart(2, "0")).join("");

export function bytes(base64) {
  return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
}

export function concat(...parts) {
  return new Uint8Array(parts.flatMap((part) => Array.from(part)));
}

// The scans the server has not heard of: each under its own op_id, in their order, sealed so that only the server reads
// them. Not even this tablet can: a browser keeps its own keys in a plain file. What stands beside is a tag that means
// something to the server alone, and the time: enough to say "you are noted already".
//
// The window hears `queue-changed` {waiting}.

import { bytes, concat } from "./sealed-list.js";
import { within } from "./sealed-store.js";

const LABEL = "kiosk-waiting-v1";
const ROOM = 256; // all letters of one scan are as long as each other
const encoder = new TextEncoder();

let waiting = [];

/** How many scans of `event` the server has not heard of. */
export const waitingCount = () => waiting.length;

/** The last of these kinds that waits for a person: {kind, at}, or undefined. */
export const lastOf = (tag, kinds) => waiting.findLast((each) => kinds.includes(each.kind) && each.tags.includes(tag));

/** Read what waits from the disk. */
export async function wake(event) {
  waiting = (await rows()).filter((each) => each.event === event);
  announce();
}

/** Keep a scan: {opId, letter, tags, kind, at}. It is on the disk when this is done. */
export async function keep({ opId, letter, tags, kind, at }, { event, settles }) {
  const sealed = await seal(bytes(settles), opId, letter);
  const row = { op_id: opId, event, tags, kind, at, sealed };
  await within("waiting", "readwrite", (store) => store.add(row));
  waiting.push(row);
  announce();
}

/** The oldest that wait, at most `most`. */
export async function oldest(event, most) {
  waiting = (await rows()).filter((each) => each.event === event); // another tab may have sent some
  return waiting.slice(0, most);
}

/** Let go of those the server has answered. */
export async function release(opIds) {
  const done = new Set(opIds);
  await within("waiting", "readwrite", (store) => {
    store.openCursor().onsuccess = ({ target: { result: cursor } }) => {
      if (!cursor) return;
      if (done.has(cursor.value.op_id)) cursor.delete();
      cursor.continue();
    };
  });
  waiting = waiting.filter((each) => !done.has(each.op_id));
  announce();
}

function rows() {
  return within("waiting", "readonly", (store) => store.getAll());
}

function announce() {
  window.dispatchEvent(new CustomEvent("queue-changed", { detail: { waiting: waiting.length } }));
}

async function seal(settles, opId, letter) {
  const curve = { name: "ECDH", namedCurve: "P-256" };
  const theirs = await crypto.subtle.importKey("raw", settles, curve, false, []);
  const mine = await crypto.subtle.generateKey(curve, false, ["deriveBits"]);
  const point = new Uint8Array(await crypto.subtle.exportKey("raw", mine.publicKey));
  const shared = await crypto.subtle.deriveBits({ name: "ECDH", public: theirs }, mine.privateKey, 256);
  const base = await crypto.subtle.importKey("raw", shared, "HKDF", false, ["deriveKey"]);
  const how = { name: "HKDF", hash: "SHA-256", salt: point, info: encoder.encode(LABEL) };
  const key = await crypto.subtle.deriveKey(how, base, { name: "AES-GCM", length: 256 }, false, ["encrypt"]);
  const secret = { name: "AES-GCM", iv: new Uint8Array(12), additionalData: encoder.encode(opId) };
  return concat(point, new Uint8Array(await crypto.subtle.encrypt(secret, key, padded(letter))));
}

function padded(letter) {
  const plain = encoder.encode(JSON.stringify(letter));
  const whole = new Uint8Array(Math.ceil(plain.length / ROOM) * ROOM).fill(32);
  whole.set(plain);
  return whole;
}

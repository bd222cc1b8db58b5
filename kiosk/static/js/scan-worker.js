// Reads QR codes from camera frames, off the page's thread. In: an ImageBitmap. Out: {codes: [{text}], why, ms}.
// This file's own response needs 'wasm-unsafe-eval' in its content-security policy; the decoder comes from our origin.

import { prepareZXingModule, readBarcodes } from "../vendor/zxing-wasm/reader/index.js";
import { causeOf, isNight } from "./scan-causes.js";
import { FIRST_LOOK, SecondLooks } from "./second-looks.js";

const HOME = new URL("../vendor/zxing-wasm/reader/", import.meta.url);
const OPTIONS = { formats: ["QRCode"], maxNumberOfSymbols: 4, tryDownscale: true, tryInvert: false, returnErrors: true };

prepareZXingModule({ overrides: { locateFile: (name) => new URL(name, HOME).href } });

const looks = new SecondLooks();
let canvas;

function drawn(frame, draw) {
  if (canvas?.width !== frame.width || canvas.height !== frame.height) {
    canvas = new OffscreenCanvas(frame.width, frame.height);
  }
  const context = canvas.getContext("2d", { willReadFrequently: true });
  draw(context, frame);
  return context.getImageData(0, 0, canvas.width, canvas.height);
}

async function look(frame, how) {
  const picture = drawn(frame, how.draw);
  const found = await readBarcodes(picture, { ...OPTIONS, ...how.options });
  const codes = found.filter((code) => code.isValid).map(({ text }) => ({ text }));
  const errors = found.filter((code) => !code.isValid);
  return { codes, errors, picture };
}

// `why` is null when all is well, or nothing is there.
async function read(frame) {
  const first = await look(frame, FIRST_LOOK);
  if (first.codes.length) return { codes: first.codes, why: null };
  const why = causeOf(first.errors, first.picture, FIRST_LOOK) ?? (isNight(first.picture) ? "dark" : null);
  const how = looks.next();
  if (!how) return { codes: [], why };
  const { codes, errors, picture } = await look(frame, how);
  looks.saw(how, codes.length > 0 || errors.length > 0);
  return { codes, why: codes.length ? null : why ?? causeOf(errors, picture, how) };
}

self.addEventListener("message", async ({ data: frame }) => {
  const began = performance.now();
  try {
    self.postMessage({ ...(await read(frame)), ms: performance.now() - began });
  } catch (fault) {
    self.postMessage({ fault: String(fault) });
  }
  frame.close();
});

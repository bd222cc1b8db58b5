// Reads QR codes from camera frames, off the page's thread. In: an ImageBitmap. Out: {codes: [{text, position}], ms}.
// This file's own response needs 'wasm-unsafe-eval' in its content-security policy; the decoder comes from our origin.

import { prepareZXingModule, readBarcodes } from "../vendor/zxing-wasm/reader/index.js";

const HOME = new URL("../vendor/zxing-wasm/reader/", import.meta.url);
const OPTIONS = { formats: ["QRCode"], maxNumberOfSymbols: 4, tryDownscale: true, tryInvert: false };

prepareZXingModule({ overrides: { locateFile: (name) => new URL(name, HOME).href } });

let canvas;

function pixels(frame) {
  if (canvas?.width !== frame.width || canvas.height !== frame.height) {
    canvas = new OffscreenCanvas(frame.width, frame.height);
  }
  const context = canvas.getContext("2d", { willReadFrequently: true });
  context.drawImage(frame, 0, 0);
  frame.close();
  return context.getImageData(0, 0, canvas.width, canvas.height);
}

self.addEventListener("message", async ({ data: frame }) => {
  const began = performance.now();
  try {
    const read = await readBarcodes(pixels(frame), OPTIONS);
    const codes = read.filter((code) => code.isValid).map(({ text, position }) => ({ text, position }));
    self.postMessage({ codes, ms: performance.now() - began });
  } catch (fault) {
    self.postMessage({ fault: String(fault) });
  }
});

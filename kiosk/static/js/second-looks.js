// How to look again at a frame in which nothing was read, by turns: a screen turned low is made brighter, a ticket far
// away larger and sharper, light on dark is turned round. A look that sees something is the next one too, and misses thrice before it goes.
//
// Each look has `draw(context, frame)`, the decoder's `options`, and what scan-causes.js asks: `zoom`, `isBrightened`.

const PATIENCE = 3;
const LUMA = 1; // green stands for all three colours

let small; // the canvas that `nearer` sharpens on

export const FIRST_LOOK = { draw: asItIs, options: {}, zoom: 1, isBrightened: false };

const SECOND_LOOKS = [
  { draw: (context, frame) => brighter(context, frame, 3), options: {}, zoom: 1, isBrightened: true },
  { draw: nearer, options: {}, zoom: 2, isBrightened: false },
  { draw: (context, frame) => brighter(context, frame, 4), options: {}, zoom: 1, isBrightened: true },
  { draw: asItIs, options: { tryInvert: true }, zoom: 1, isBrightened: false },
];

/** Takes turns; `next` gives a look after every other frame in which nothing was read, else null. */
export class SecondLooks {
  #empty = -1;
  #sticky = null;
  #patience = 0;

  next() {
    this.#empty += 1;
    if (this.#patience > 0) return this.#sticky;
    return this.#empty % 2 ? SECOND_LOOKS[((this.#empty - 1) / 2) % SECOND_LOOKS.length] : null;
  }

  saw(look, something) {
    this.#patience = something ? PATIENCE : this.#patience - 1;
    if (something) this.#sticky = look;
  }
}

function asItIs(context, frame) {
  context.drawImage(frame, 0, 0);
}

function brighter(context, frame, doublings) {
  context.drawImage(frame, 0, 0);
  context.globalCompositeOperation = "lighter";
  for (let doubled = 0; doubled < doublings; doubled += 1) context.drawImage(context.canvas, 0, 0);
  context.globalCompositeOperation = "source-over";
}

function nearer(context, frame) {
  const [width, height] = [frame.width >> 1, frame.height >> 1];
  small ??= new OffscreenCanvas(width, height);
  if (small.width !== width || small.height !== height) small = new OffscreenCanvas(width, height);
  const middle = small.getContext("2d", { willReadFrequently: true });
  middle.drawImage(frame, width >> 1, height >> 1, width, height, 0, 0, width, height);
  middle.putImageData(sharpened(middle.getImageData(0, 0, width, height)), 0, 0);
  context.imageSmoothingQuality = "high";
  context.drawImage(small, 0, 0, width * 2, height * 2);
}

// Each pixel, five times, less its four neighbours.
function sharpened({ data, width, height }) {
  const picture = new ImageData(width, height);
  const row = width * 4;
  picture.data.fill(255);
  for (let at = row + 4 + LUMA; at < data.length - row - 4; at += 4) {
    const value = 5 * data[at] - data[at - 4] - data[at + 4] - data[at - row] - data[at + row];
    picture.data[at - 1] = picture.data[at] = picture.data[at + 1] = value;
  }
  return picture;
}

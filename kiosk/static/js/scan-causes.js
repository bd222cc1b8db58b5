// Why a code that is in the picture cannot be read: "dark", "closer", "glare", or null where nobody could say.

const SMALL = 70; // pixels of a code's side below which it is too far away
const DARK = 60;
const BRIGHT = 0.8; // of the lightest pixel
const GLARE_SHARE = 0.6;
const NIGHT = 12;
const EVERY = 16; // pixels, when the whole picture's brightness is looked at
const LUMA = 1; // green stands for all three colours

/** The cause, from what a look saw and could not read. `picture` is the ImageData it looked at. */
export function causeOf(errors, picture, { zoom, isBrightened }) {
  for (const { position } of errors) {
    const box = boxAround(position, picture);
    if (Math.max(box.right - box.left, box.bottom - box.top) < SMALL * zoom) return "closer";
    const { highest, brightShare } = brightness(picture, box);
    if (isBrightened || highest < DARK) return "dark";
    if (brightShare > GLARE_SHARE) return "glare";
  }
  return null;
}

/** Whether the whole picture is black: a lens that is covered, a hall without light. */
export function isNight({ data }) {
  let [sum, count] = [0, 0];
  for (let at = LUMA; at < data.length; at += 4 * EVERY) {
    sum += data[at];
    count += 1;
  }
  return sum / count < NIGHT;
}

function boxAround({ topLeft, topRight, bottomRight, bottomLeft }, { width, height }) {
  const corners = [topLeft, topRight, bottomRight, bottomLeft];
  const [across, down] = [corners.map(({ x }) => x), corners.map(({ y }) => y)];
  return {
    left: Math.max(0, Math.floor(Math.min(...across))), right: Math.min(width, Math.ceil(Math.max(...across))),
    top: Math.max(0, Math.floor(Math.min(...down))), bottom: Math.min(height, Math.ceil(Math.max(...down))),
  };
}

// A code is half black. Where most of it is as light as the lightest, a lamp or a window shines on it.
function brightness({ data, width }, { left, right, top, bottom }) {
  const counts = new Uint32Array(256);
  for (let y = top; y < bottom; y += 2) {
    for (let x = left; x < right; x += 2) counts[data[(y * width + x) * 4 + LUMA]] += 1;
  }
  const highest = counts.findLastIndex((count) => count > 0);
  const bright = counts.slice(Math.round(highest * BRIGHT));
  return { highest, brightShare: sum(bright) / Math.max(1, sum(counts)) };
}

function sum(numbers) {
  return numbers.reduce((total, number) => total + number, 0);
}

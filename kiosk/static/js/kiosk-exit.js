// The way out of the kiosk that no visitor finds: the upper corner where lines begin, held for three seconds, or
// Alt+Shift+P. It shows the page that asks for the stations' PIN (<tablet-pulse data-staff>), if the server answers.

import { parsed } from "./swap.js";
import "./station-check.js";

const HOLD_MS = 3000;
const CORNER_PX = 72;
const MAY_TREMBLE_PX = 24;

let held = null;

function press({ clientX, clientY, isPrimary }) {
  release();
  const x = getComputedStyle(document.documentElement).direction === "rtl" ? innerWidth - clientX : clientX;
  if (!isPrimary || x > CORNER_PX || clientY > CORNER_PX) return;
  held = { x: clientX, y: clientY, timer: setTimeout(open, HOLD_MS) };
}

function move({ clientX, clientY }) {
  if (held && Math.hypot(clientX - held.x, clientY - held.y) > MAY_TREMBLE_PX) release();
}

function release() {
  clearTimeout(held?.timer);
  held = null;
}

async function open() {
  release();
  const tablet = document.querySelector("door-tablet");
  const url = document.querySelector("tablet-pulse")?.dataset.staff;
  const answer = url && (await fetch(url, { cache: "no-store" }).catch(() => null));
  if (!tablet || !answer?.ok) return;
  const detail = { answer: parsed(await answer.text()) };
  tablet.dispatchEvent(new CustomEvent("state-arrived", { detail }));
}

document.addEventListener("pointerdown", press);
document.addEventListener("pointermove", move);
for (const end of ["pointerup", "pointercancel"]) document.addEventListener(end, release);
document.addEventListener("contextmenu", (event) => event.preventDefault()); // a long press opens none
document.addEventListener("keydown", (event) => {
  if (event.altKey && event.shiftKey && event.code === "KeyP") open();
});

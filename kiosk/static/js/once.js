// Each form is sent once: an empty op_id is filled, and a second press within a few seconds does nothing.
// The op_id stays the same when somebody comes back and presses again, so the server answers the same.

import { newOpId } from "./op-id.js";

const AGAIN_AFTER_MS = 8000;
const sentAt = new WeakMap();

function fill(form) {
  for (const field of form.querySelectorAll('input[name="op_id"]')) field.value ||= newOpId();
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || event.defaultPrevented) return;
  const now = performance.now();
  if (now - (sentAt.get(form) ?? -Infinity) < AGAIN_AFTER_MS) {
    event.preventDefault();
    return;
  }
  sentAt.set(form, now);
  fill(form);
});

window.addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  for (const form of document.forms) sentAt.delete(form);
});

// Whether the server is within reach, as the last question to it showed. The window hears `reach-changed` {away}.

let away = false;

export const isAway = () => away;

export function reached(is = true) {
  if (away === !is) return;
  away = !is;
  window.dispatchEvent(new CustomEvent("reach-changed", { detail: { away } }));
}

// Keeps the screen on while the page is shown; a tablet that came back from another window asks again.

let lock = null;

async function stayAwake() {
  if (document.hidden || (lock && !lock.released)) return;
  lock = await navigator.wakeLock?.request("screen").catch(() => null); // the battery is low, or the browser says no
}

document.addEventListener("visibilitychange", stayAwake);
stayAwake();

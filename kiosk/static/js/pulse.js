// <tablet-pulse data-url data-home data-release>: tells the server every 2.5 seconds that this tablet lives, and how.
//
// It hears on the window: `queue-changed` {waiting} (scans the server has not heard) and `list-changed` {list: "ready",
// "old" or "none"} (the sealed list). 401: the tablet was revoked, so it forgets everything and asks to be paired. When
// another release is served, a waiting page loads it. The screen stays on meanwhile (wake-lock.js).

import { forget } from "./left-behind.js";
import "./wake-lock.js";

const EVERY_MS = 2500;

class TabletPulse extends HTMLElement {
  #waiting = 0;
  #list = "unknown";
  #battery = null;
  #timer = 0;

  connectedCallback() {
    window.addEventListener("queue-changed", this.#heard);
    window.addEventListener("list-changed", this.#heard);
    navigator.getBattery?.().then((battery) => (this.#battery = battery), () => {});
    this.#beat();
  }

  disconnectedCallback() {
    window.removeEventListener("queue-changed", this.#heard);
    window.removeEventListener("list-changed", this.#heard);
    clearTimeout(this.#timer);
  }

  #heard = ({ detail }) => {
    this.#waiting = detail.waiting ?? this.#waiting;
    this.#list = detail.list ?? this.#list;
  };

  async #beat() {
    const options = { method: "POST", body: this.#signs(), cache: "no-store", signal: AbortSignal.timeout(EVERY_MS) };
    const answer = await fetch(this.dataset.url, options).catch(() => null);
    if (answer?.status === 401) return this.#leave();
    if (answer?.ok) this.#renew(answer.headers.get("Kiosk-Release"));
    if (this.isConnected) this.#timer = setTimeout(() => this.#beat(), EVERY_MS);
  }

  #signs() {
    const signs = { waiting: this.#waiting, version: this.dataset.release, list: this.#list, camera: camera() };
    if (this.#battery) Object.assign(signs, power(this.#battery));
    return new URLSearchParams({ ...signs, sent_at: new Date().toISOString() });
  }

  async #leave() {
    document.body.hidden = true; // at once, however long forgetting takes
    await forget();
    location.replace(this.dataset.home);
  }

  // Once a release, so that two servers of different ones cannot make it load for ever.
  #renew(release) {
    if (!release || release === this.dataset.release || !document.querySelector("[data-waiting]")) return;
    if (sessionStorage.getItem("release") === release) return;
    sessionStorage.setItem("release", release);
    location.reload();
  }
}

function camera() {
  const scanner = document.querySelector("badge-scanner");
  if (!scanner) return "unknown";
  if (scanner.querySelector('[data-when="denied"]:not([hidden])')) return "denied";
  if (scanner.querySelector('[data-when="no-camera"]:not([hidden])')) return "none";
  return scanner.querySelector("video")?.srcObject?.active ? "on" : "none";
}

function power({ level, charging }) {
  return { battery: Math.round(level * 100), charging: charging ? "yes" : "no" };
}

customElements.define("tablet-pulse", TabletPulse);

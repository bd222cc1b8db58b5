// <phone-away>: lets this phone keep meetings without a network, sends what it kept, and says what became of it.
//
// It stands on pages of a linked phone that come after the first of a scan. Its [data-when] sentences: "sent",
// "waiting", "unsent" (with [data-why]) and "old"; a meeting that could not be sent is told once, then forgotten.

const SHELF = "phone-1"; // as in phone-sw.js
const SCOPES = ["/b/", "/B/"];
const KEPT = ["ask", "kept", "full"].map((name) => `/me/no-network/${name}`);
const LOOK = ["/static/css/first.css", "/static/circles.svg"];

class PhoneAway extends HTMLElement {
  connectedCallback() {
    if (!navigator.serviceWorker || !navigator.locks) return;
    window.addEventListener("online", () => this.#send());
    prepare().catch(() => {}); // a browser that keeps nothing does without
    this.#send().catch(() => {});
  }

  async #send() {
    const { sent } = await keptMeetings.send();
    const waiting = await keptMeetings.all();
    this.#show("sent", sent > 0);
    this.#show("waiting", waiting.length > 0);
    for (const row of await keptMeetings.all(true)) {
      if (row.why) this.querySelector("[data-why]").textContent = row.why;
      this.#show(row.why ? "unsent" : "old", true);
      await keptMeetings.forget(row.op_id);
    }
  }

  #show(name, isSo) {
    this.querySelector(`[data-when="${name}"]`).hidden = !isSo;
  }
}

async function prepare() {
  const shelf = await caches.open(SHELF);
  if (location.pathname !== "/me" && (await shelf.match(KEPT[0], { ignoreVary: true }))) return;
  for (const path of [...KEPT, ...LOOK]) {
    const answer = await fetch(path, { cache: "reload" });
    if (answer.ok) await shelf.put(path, answer);
  }
  for (const scope of SCOPES) await navigator.serviceWorker.register("/phone-sw.js", { scope, updateViaCache: "none" });
}

customElements.define("phone-away", PhoneAway);

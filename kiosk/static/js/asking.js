// The tablet's questions to the server: in order, one at a time, each asked until it is answered.

import { patientFetch } from "./patient-fetch.js";
import { parsed } from "./swap.js";

export class Asking {
  #pending = [];
  #busy = false;
  #show;
  #say;

  /** `show(document)` gets the last answer; `say(true)` means the server has not answered yet. */
  constructor(show, say) {
    this.#show = show;
    this.#say = say;
  }

  /** GET `url`, or POST `body` (URLSearchParams) to it. */
  ask(url, body = null) {
    if (!body && this.#pending.some((each) => !each.body && each.url === url)) return;
    this.#pending.push({ url, body });
    if (!this.#busy) this.#work();
  }

  // Only the last answer is shown, since its person is the one standing here.
  async #work() {
    this.#busy = true;
    while (this.#pending.length) {
      const { url, body } = this.#pending[0];
      const answer = await patientFetch(url, () => request(body), this.#say);
      this.#pending.shift();
      if (answer.status === 401) location.reload(); // this screen was revoked
      else if (!this.#pending.length) this.#show(parsed(answer.text));
    }
    this.#busy = false;
  }
}

function request(body) {
  const options = { headers: { Accept: "text/html" }, cache: "no-store" };
  if (!body) return options;
  if (body.has("happened_at")) body.set("sent_at", new Date().toISOString());
  return { ...options, method: "POST", body };
}

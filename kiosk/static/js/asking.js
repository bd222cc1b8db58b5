// The tablet's questions to the server: in order, one at a time, each asked until it is answered. A tablet that can go
// on alone does, when no answer comes soon: nobody at the door waits for a network.
//
// A scan that was noted alone is shown as the server has it, if its page is still up when it was sent.

import { answer as answerAlone, isReady, lost, stillWaiting } from "./offline-door.js";
import { isUp } from "./offline-page.js";
import { isAway, reached } from "./offline-reach.js";
import { patientFetch } from "./patient-fetch.js";
import { parsed } from "./swap.js";

const SOON_MS = 2500;

export class Asking {
  #pending = [];
  #busy = false;
  #noted = null;
  #turn = 0;
  #show;
  #say;

  /** `show(document)` gets the last answer; `say(true)` means the server has not answered yet. */
  constructor(show, say) {
    this.#show = show;
    this.#say = say;
    window.addEventListener("scans-settled", ({ detail }) => this.#settled(detail.settled));
  }

  /** GET `url`, or POST `body` (URLSearchParams) to it; `otherwise` is what a scan says on another keyboard. */
  ask(url, body = null, otherwise = []) {
    if (!body && this.#pending.some((each) => !each.body && each.url === url)) return;
    if (body?.has("codes") && !body.has("happened_at")) body.set("happened_at", new Date().toISOString());
    this.#pending.push({ url, body, otherwise, turn: ++this.#turn });
    if (!this.#busy) this.#work();
  }

  // Only the last answer is shown, since its person is the one standing here.
  async #work() {
    this.#busy = true;
    while (this.#pending.length) {
      const answer = await this.#answer(this.#pending[0]).catch(() => null);
      this.#pending.shift();
      if (answer === "revoked") location.reload();
      else if (answer && !this.#pending.length) this.#show(answer);
    }
    this.#busy = false;
  }

  async #answer({ url, body, otherwise, turn }) {
    const waits = isReady() && body?.has("codes") ? await stillWaiting(body, otherwise) : null;
    if (waits) return waits;
    const isOurs = body?.has("alone"); // a form for here, never to be sent
    if (!isOurs && (!isReady() || !isAway())) {
      const answer = await patientFetch(url, () => request(body), this.#say, this.#whoHelps(turn));
      if (answer) return answer.status === 401 ? "revoked" : parsed(answer.text);
      lost();
    }
    this.#noted = body?.has("codes") ? { url, body } : null;
    return answerAlone(url, body, otherwise);
  }

  // A server that was only slow has the last word, if nobody has come since.
  #whoHelps(turn) {
    const soon = () => (isReady() ? SOON_MS : 0);
    const late = (answer) => {
      reached();
      if (turn === this.#turn && answer.status !== 401) this.#show(parsed(answer.text));
    };
    return { soon, late };
  }

  #settled(settled) {
    const opId = this.#noted?.body.get("op_id");
    const mine = settled.find((each) => each.op_id === opId);
    if (mine && mine.status !== 404 && isUp(opId)) this.ask(this.#noted.url, this.#noted.body);
  }
}

function request(body) {
  const options = { headers: { Accept: "text/html" }, cache: "no-store" };
  if (!body) return options;
  if (body.has("happened_at")) body.set("sent_at", new Date().toISOString());
  return { ...options, method: "POST", body };
}

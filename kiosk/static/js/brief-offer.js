// <brief-offer seconds="5">: something that can be had for a few seconds, then goes. [data-left] counts down.

class BriefOffer extends HTMLElement {
  #left = 0;
  #timer = 0;

  connectedCallback() {
    this.#left = Number(this.getAttribute("seconds")) || 5;
    this.#timer = setInterval(() => this.#second(), 1000);
  }

  disconnectedCallback() {
    clearInterval(this.#timer);
  }

  #second() {
    if (this.querySelector('[aria-busy="true"]')) return; // pressed, and on its way
    this.#left -= 1;
    const words = this.querySelector("[data-left]");
    if (words) words.textContent = String(this.#left);
    if (this.#left <= 0) this.remove();
  }
}

customElements.define("brief-offer", BriefOffer);

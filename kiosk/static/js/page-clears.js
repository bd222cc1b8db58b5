// <page-clears seconds="20">: the page of one person goes away by itself. Any touch or key starts the time again.
//
// Writes what is left into its [data-left]; a [data-more-time] button, hidden where scripts are off, gives twice the
// time, and again with each press. At zero it sends a
// bubbling `page-clears` event; where nobody takes it, the browser goes to [data-home] and leaves no way back.

const USUAL_S = 20;

class PageClears extends HTMLElement {
  #left = 0;
  #timer = 0;

  connectedCallback() {
    for (const button of document.querySelectorAll("[data-more-time]")) button.hidden = false;
    this.#restart();
    this.#timer = setInterval(() => this.#second(), 1000);
    for (const sign of ["pointerdown", "keydown", "input"]) document.addEventListener(sign, this.#restart);
    document.addEventListener("click", this.#more);
    window.addEventListener("pageshow", this.#shown);
  }

  disconnectedCallback() {
    clearInterval(this.#timer);
    for (const sign of ["pointerdown", "keydown", "input"]) document.removeEventListener(sign, this.#restart);
    document.removeEventListener("click", this.#more);
    window.removeEventListener("pageshow", this.#shown);
  }

  get #whole() { return Number(this.getAttribute("seconds")) || USUAL_S; }

  #restart = () => this.#set(Math.max(this.#left, this.#whole));
  #more = ({ target }) => target.closest?.("[data-more-time]") && this.#set(Math.max(this.#left, this.#whole) + this.#whole);
  #shown = ({ persisted }) => persisted && location.reload();

  #second() {
    this.#set(this.#left - 1);
    if (this.#left > 0) return;
    clearInterval(this.#timer);
    const untaken = this.dispatchEvent(new CustomEvent("page-clears", { bubbles: true, cancelable: true }));
    if (untaken) location.replace(this.dataset.home ?? "/");
  }

  #set(seconds) {
    this.#left = seconds;
    const words = this.querySelector("[data-left]");
    if (words) words.textContent = String(seconds);
  }
}

customElements.define("page-clears", PageClears);

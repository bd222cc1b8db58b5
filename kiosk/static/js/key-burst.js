// Keys that came one after another: what they typed, what they say on the keyboard that scanners come set for, and how
// fast they were. A key's place does not change with the tablet's language, so `Z` for `Y` or `&` for `1` is undone here.

import { typedCode } from "./our-codes.js";

const A_KEY_MS = 50;
const A_KEY_IN_A_FIELD_MS = 80; // nobody types 20 letters without meaning in less
const SHORTEST = 6;
const LONGEST = 512;
const SHIFTED_DIGITS = ")!@#$%^&*(";
const PLACES = {
  Backquote: "`~", Minus: "-_", Equal: "=+", BracketLeft: "[{", BracketRight: "]}", Backslash: "\\|",
  Semicolon: ";:", Quote: "'\"", Comma: ",<", Period: ".>", Slash: "/?", Space: "  ",
};

export class KeyBurst {
  #keys = []; // {typed, placed, gap, before}
  #lastAt = -Infinity;

  get isEmpty() { return this.#keys.length === 0; }

  gapTo(event) { return event.timeStamp - this.#lastAt; }

  /** Add a key; `before` is what the field held that it goes to. Whether it was a letter, and whether it came quickly. */
  press(event, before = null) {
    const typed = /^\P{Cc}$/u.test(event.key) ? event.key : "";
    const placed = place(event);
    if (!typed && !placed) return { isLetter: false, isQuick: false }; // Shift and its kin
    const gap = this.gapTo(event);
    this.#lastAt = event.timeStamp;
    if (this.#keys.length < LONGEST) this.#keys.push({ typed, placed, gap, before });
    return { isLetter: true, isQuick: this.#keys.length > 1 && gap <= A_KEY_MS };
  }

  /** What was read: {code, otherwise, isOurs}. `otherwise` holds the other keyboard's reading, if it differs. */
  read() {
    const typed = this.#keys.map((key) => key.typed).join("");
    const placed = this.#keys.every((key) => key.placed) ? this.#keys.map((key) => key.placed).join("") : typed;
    const ours = [typed, placed].map(typedCode).filter(Boolean);
    const texts = ours.length ? ours : [typed, placed].sort((one, other) => likely(other) - likely(one)).map((text) => text.trim());
    return { code: texts[0], otherwise: texts.slice(1).filter((text) => text !== texts[0]), isOurs: ours.length > 0 };
  }

  isQuick() {
    return this.#keys.length >= SHORTEST && this.#gaps(1).filter((gap) => gap <= A_KEY_MS).length * 2 >= this.#keys.length - 1;
  }

  /** Where in a field a scanner's keys began, or -1 where a person typed. */
  beganInField({ code, isOurs }) {
    const began = Math.max(this.#keys.length - code.length, 0);
    const gaps = this.#gaps(began + 1);
    if (isOurs) return mean(gaps) <= A_KEY_IN_A_FIELD_MS ? this.#prefix(began) : -1;
    return this.isQuick() && Math.max(...gaps) <= A_KEY_MS && isOfOthers(code) ? began : -1;
  }

  valueBefore(place) { return this.#keys[place].before; }

  #gaps(from) { return this.#keys.slice(from).map((key) => key.gap); }

  // "]Q1" before a code is the scanner's too, whatever it became on this keyboard.
  #prefix(began) {
    const three = this.#keys.slice(Math.max(0, began - 3), began);
    const isPrefix = /^\][a-z]\d/i.test(three.map((key) => key.placed || key.typed).join(""));
    return isPrefix ? began - 3 : began;
  }
}

function mean(numbers) {
  return numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
}

// A link, then a plain number or word, then whatever it is.
function likely(text) {
  if (/^[a-z]{3,12}:/i.test(text)) return 2;
  return /^[0-9a-z]+$/i.test(text.trim()) ? 1 : 0;
}

function isOfOthers(text) {
  return likely(text) === 2 || (likely(text) === 1 && /\d.*\d.*\d.*\d/.test(text));
}

function place({ code, shiftKey }) {
  const [, letter] = /^Key([A-Z])$/.exec(code) ?? [];
  if (letter) return shiftKey ? letter : letter.toLowerCase();
  const [, pad, digit] = /^(Digit|Numpad)(\d)$/.exec(code) ?? [];
  if (digit) return shiftKey && pad === "Digit" ? SHIFTED_DIGITS[digit] : digit;
  return PLACES[code]?.[shiftKey ? 1 : 0] ?? "";
}

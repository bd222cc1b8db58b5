// What a code of ours looks like: a ticket of 26 letters, a badge of 20, bare or at the end of one of our addresses.
// The server says whose it is; this only tells ours from a person's typing and from other people's codes.

const LETTER = "[0-9A-TV-Z]";
const TICKET = new RegExp(`(?:^|/(?:ticket|claim)(?:#|%23))(${LETTER}{26})$`, "i");
const BADGE = new RegExp(`(?:^|/b/)(${LETTER}{20})/?$`, "i");
const TYPED_TICKET = new RegExp(`^\\W*${LETTER}*?(${LETTER}{26})$`, "i"); // after a scanner's prefix, or an elbow's
const TYPED_LINK = new RegExp(`(https?://\\S+(?:/b/${LETTER}{20}|#${LETTER}{26}))$`, "i");
const READ_AS = { O: "0", I: "1", L: "1" };

/** "ticket", "badge", or null for what is none of ours. */
export function kindOf(text) {
  const letters = text.replace(/[\s-]/g, "");
  if (TICKET.test(letters)) return "ticket";
  return BADGE.test(letters) ? "badge" : null;
}

/** The bare code in a text, as everybody would write it; a text of others as it is. */
export function bare(text) {
  const letters = text.replace(/[\s-]/g, "");
  const code = (TICKET.exec(letters) ?? BADGE.exec(letters))?.[1];
  return code ? code.toUpperCase().replace(/[OIL]/g, (letter) => READ_AS[letter]) : text;
}

/** The code of ours that keys which came one after another end in, or undefined. */
export function typedCode(text) {
  return (TYPED_TICKET.exec(text) ?? TYPED_LINK.exec(text))?.[1];
}

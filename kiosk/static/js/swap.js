// Exchanges a part of the page for what the server answered. Nodes are parsed as a document, so no script in them runs.

/** The answer as a document. */
export function parsed(html) {
  return new DOMParser().parseFromString(html, "text/html");
}

/** Put the children of `answer`'s #state (else of its main, else of its body) in place of `part`'s. */
export function swap(part, answer) {
  const from = answer.querySelector("#state") ?? answer.querySelector("main") ?? answer.body;
  part.replaceChildren(...Array.from(from.childNodes, (node) => document.importNode(node, true)));
  if (answer.title) document.title = answer.title;
}

/** Move the reader's place to the new heading, so that it is read out. */
export function focusHeading(part) {
  const target = part.querySelector("[autofocus]") ?? part.querySelector("h1");
  if (!target) return;
  if (target.tagName === "H1") target.tabIndex = -1;
  target.focus({ preventScroll: true });
  window.scrollTo(0, 0);
}

// What stands after # in a private link: taken into the form's field and out of the address bar at once.
//
// A mail scanner that opens the link changes nothing: the form is sent only by a press.
// [data-when="found"] shows when there was something, [data-when="missing"] when there was nothing.

export class FromLink extends HTMLElement {
  connectedCallback() {
    const text = decoded(location.hash.slice(1));
    if (text) history.replaceState(null, "", location.pathname + location.search);
    const field = this.querySelector("input[data-from-link]");
    if (text && field) field.value = text;
    for (const each of this.querySelectorAll("[data-when]")) each.hidden = (each.dataset.when === "found") !== Boolean(text);
  }
}

function decoded(text) {
  try {
    return decodeURIComponent(text).slice(0, 512);
  } catch {
    return "";
  }
}

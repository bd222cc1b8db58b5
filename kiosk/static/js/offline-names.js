// The way in by name while the server is away: a steward types the PIN, looks, and says who it is. One check-in each time.
//
// Its forms carry `alone`, so that nothing of them is ever sent: not the PIN, and no name.

import { page } from "./offline-page.js";
import { letIn } from "./offline-scan.js";
import * as names from "./sealed-names.js";

/** Shut the names: whoever opened them went away. */
export const end = names.shut;

/** The page that asks for the PIN, or says that names are not kept here. */
export function begin() {
  names.shut();
  return page(names.isThere() ? "pin" : "unknown");
}

/** The page that follows one of the forms (URLSearchParams). */
export async function go(body) {
  if (body.has("pin")) return opened(await names.open(body.get("pin").trim()));
  if (!names.isOpen()) return begin();
  if (body.has("q")) return found(names.search(body.get("q")));
  const person = names.picked(body.get("who"));
  names.shut();
  return letIn(person, body);
}

function opened(how) {
  return page({ open: "name", wrong: "pin-wrong", locked: "pin-locked" }[how]);
}

function found(people) {
  if (people === null) return page("name-short");
  if (!people.length) return page("name-unknown");
  const answer = page("found");
  const [row] = answer.querySelectorAll("[data-row]");
  for (const { masked, organisation, slip } of people) {
    const one = row.cloneNode(true);
    one.querySelector('[name="who"]').value = slip;
    one.querySelector("[data-masked]").textContent = masked;
    one.querySelector("[data-organisation]").textContent = organisation;
    row.before(one);
  }
  row.remove();
  return answer;
}

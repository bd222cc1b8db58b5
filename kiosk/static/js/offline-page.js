// The pages a tablet shows when it answers alone: the <template data-page> of <offline-door>, their [data-slot]s filled.

const LONG = 9; // as `huge` in kiosk/web/names.py

/** The page of that name as a document; `slots` are texts by name, `of` is the op_id whose page it is. */
export function page(name, slots = {}, of = "") {
  const answer = document.implementation.createHTMLDocument(document.title);
  const state = answer.createElement("div");
  state.id = "state";
  const written = document.querySelector(`offline-door template[data-page="${name}"]`);
  state.append(answer.importNode(written.content, true));
  if (of) state.firstElementChild.dataset.noted = of;
  for (const [slot, text] of Object.entries(slots)) fill(state, slot, text);
  answer.body.append(state);
  return answer;
}

/** Whether the page of that scan is up. */
export function isUp(opId) {
  return document.querySelector("[data-noted]")?.dataset.noted === opId;
}

/** The time of day at the fair: "10:04". */
export function timeOf(at, timeZone) {
  const language = document.documentElement.lang;
  const spoken = language === "en" ? "en-GB" : language; // 15:00, as kiosk/web/times.py has it
  return new Intl.DateTimeFormat(spoken, { hour: "2-digit", minute: "2-digit", timeZone }).format(at);
}

function fill(state, slot, text) {
  for (const each of state.querySelectorAll(`[data-slot="${slot}"]`)) {
    each.textContent = text;
    const longest = Math.max(...text.split(/[\s-]/).map((word) => word.length));
    if (slot === "name" && longest > LONG) each.closest(".huge")?.classList.add("long");
  }
}

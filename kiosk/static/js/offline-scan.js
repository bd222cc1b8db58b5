// What a scan means while the server is away, by the sealed list: as kiosk/web/tablet/reading.py decides, and no more
// than can be known alone. Whoever is let through is noted, which is less than checked in: the server has the last word.

import { page, timeOf } from "./offline-page.js";
import { newOpId } from "./op-id.js";
import * as list from "./sealed-list.js";
import * as queue from "./sealed-queue.js";

const BESIDE_WITHIN_MS = 10000;
const MOST = 3;

let first = null; // the badge that was shown alone at a meeting station: {person, text, at}

/** The page that answers a scan (URLSearchParams), which is on the disk by then if it counts. */
export async function answerScan(body, otherwise = []) {
  const codes = body.getAll("codes");
  const found = await recognised(codes, otherwise);
  const { mode } = list.head();
  if (!found.length) return page("unknown");
  if (codes.length === 1 && mode !== "meet") return through(found[0], body);
  const tickets = found.filter((person) => person.isTicket);
  if (tickets.length && mode === "meet") return page("tickets");
  if (new Set(tickets.map((person) => person.tag)).size > 1 || found.length > 2) return page("one-at-a-time");
  if (tickets.length) return through(tickets[0], body);
  if (found.length === 2 && found[0].tag !== found[1].tag) return meet(found, body);
  return mode === "meet" ? alone(found[0], body) : through(found[0], body);
}

/** The page for somebody whose scan waits here already, or null. */
export async function answerAgain(body, otherwise = []) {
  if (!list.isReady() || body.getAll("codes").length > 1) return null;
  const [person] = await recognised(body.getAll("codes"), otherwise);
  return person ? again(person, kindHere()) : null;
}

async function recognised(codes, otherwise) {
  const found = [];
  for (const text of codes.slice(0, MOST)) {
    const person = await list.whose(text);
    if (person) found.push({ ...person, text });
  }
  if (found.length || codes.length > 1) return found;
  for (const text of otherwise) {
    const person = await list.whose(text); // the scanner and the tablet know different keyboards
    if (person) return [{ ...person, text }];
  }
  return [];
}

const kindHere = () => (list.head().mode === "exit" ? "exit" : "entry");

async function through(person, body) {
  const kind = kindHere();
  const shut = kind === "entry" && whyShut(person);
  if (shut) return page(shut);
  const known = again(person, kind);
  if (known) return known;
  await note(body, [person], kind);
  return page(kind === "exit" ? "out" : "noted", { name: person.name }, body.get("op_id"));
}

/** The page of somebody whom a steward picked by name; `body` has the op_id and the slip. */
export async function letIn(person, body) {
  body.set("happened_at", new Date().toISOString());
  return through(person, body);
}

function again(person, kind) {
  const last = queue.lastOf(person.tag, ["entry", "exit"]);
  if (last?.kind !== kind || list.head().many) return null;
  return page("again", { time: timeOf(last.at, list.head().timezone) });
}

function whyShut(person) {
  const [opens, closes] = list.head().windows[person.kind] ?? [0, Infinity];
  if (person.isUnpaid) return "unpaid";
  if (list.now() < opens) return "not-open";
  return list.now() > closes ? "closed" : null;
}

async function meet(people, body) {
  first = null;
  await note(body, people, "meeting");
  return page("met", {}, body.get("op_id"));
}

function alone(person, body) {
  const at = Date.parse(body.get("happened_at"));
  const beside = first && first.person.tag !== person.tag && at - first.at <= BESIDE_WITHIN_MS ? first : null;
  if (!beside) {
    first = { person, text: person.text, at };
    return page("first", { name: person.name });
  }
  body.set("codes", beside.text); // both badges, as if they had been held up together
  body.append("codes", person.text);
  body.set("op_id", newOpId()); // the server may have heard of the one that was shown alone
  return meet([beside.person, person], body);
}

async function note(body, people, kind) {
  const { mode, list: atList, event, settles } = list.head();
  const fields = Object.fromEntries(body);
  for (const own of ["op_id", "sent_at", "alone"]) delete fields[own];
  if (body.has("codes")) fields.codes = body.getAll("codes");
  const letter = { ...fields, mode, at_list: atList };
  const tags = people.map((person) => person.tag);
  await queue.keep({ opId: body.get("op_id"), letter, tags, kind, at: list.now() }, { event, settles });
}

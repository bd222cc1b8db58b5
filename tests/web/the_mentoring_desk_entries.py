"""What each route of mentoring at the desk needs to work, one entry a route; see the_entries."""

from __future__ import annotations

from tests.web.an_entry import Entry

_HERE = {"slug": "event"}


def _of(**address: str) -> dict[str, str]:
    return {**_HERE, **address}


MENTORING_DESK_ENTRIES: dict[str, Entry] = {
    "desk.mentoring_page": Entry(_HERE),
    "desk.find_mentors": Entry(_HERE, {"q": "=mina"}),
    "desk.answer_mentor": Entry(_of(mentor="mentor"), {"answer": "=suspend"}, asker="coordinator"),
    "desk.answer_held": Entry(_of(held="held request"), {"answer": "=hold_back"}),
    "desk.invite_mentor": Entry(_of(person="carol")),
    "desk.invite_mentors": Entry(_HERE),
    "desk.offer_menu": Entry(_HERE),
    "desk.add_kind": Entry(_HERE, {"title": "=A visit to the laboratory"}),
    "desk.take_kind_off": Entry(_of(kind="kind of offer")),
    "desk.concerns_page": Entry(_HERE),
    "desk.concern_page": Entry(_of(concern="concern")),
    "desk.decide_concern": Entry(_of(concern="concern"), {"decision": "=suspended"}),
    "desk.lift_student": Entry(_of(person="asha")),
    "desk.thread_page": Entry(_of(asked="request")),
    "desk.read_thread": Entry(_of(asked="request")),
    "desk.mentoring_figures": Entry(_HERE),
    "desk.mentoring_figures_file": Entry(_HERE),
}

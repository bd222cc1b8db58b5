"""The phone door: one's own phone, at somebody's badge and at one's own page.

A phone speaks for its person only after a claim secret showed that it may; until then it sees what
is printed on a badge, and nothing else.
"""

from flask import Blueprint, g, render_template
from flask.typing import ResponseReturnValue

from kiosk.web.phone.phone_words import let_go_words

bp = Blueprint("phone", __name__)


def _draw_error(status: int, slug: str, sentence: str) -> ResponseReturnValue:
    page = "phone/not_linked.html" if status == 401 else "phone/error.html"
    headers = {"Retry-After": "3" if status == 503 else "60"} if status in {429, 503} else {}
    gone = let_go_words() if status == 401 else ""
    return render_template(page, slug=slug, sentence=sentence, let_go=gone), status, headers


@bp.before_request
def draw_our_errors() -> None:
    """Let errors behind this door be answered in its own look, with a way on."""
    g.draw_error = _draw_error


from kiosk.web.phone import (  # noqa: E402 - the pages attach themselves to bp
    away,
    badge,
    claim,
    contacts,
    deletions,
    details,
    keeping_away,
    ledger,
    linking,
    me,
    mentor_acts,
    mentor_asked,
    mentor_asking,
    mentors,
    met,
    on_paper,
    pack,
    pack_files,
    pack_link,
    pack_wishes,
    picture,
    remembered,
    sharing,
    typed,
    wishes,
)

__all__ = [
    "away",
    "badge",
    "bp",
    "claim",
    "contacts",
    "deletions",
    "details",
    "keeping_away",
    "ledger",
    "linking",
    "me",
    "mentor_acts",
    "mentor_asked",
    "mentor_asking",
    "mentors",
    "met",
    "on_paper",
    "pack",
    "pack_files",
    "pack_link",
    "pack_wishes",
    "picture",
    "remembered",
    "sharing",
    "typed",
    "wishes",
]

"""Who is not `accepted` and why, by state and page by page; and settling what nobody knows."""

from datetime import datetime
from typing import Literal

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from kiosk.domain import attendees, deliveries
from kiosk.domain.operations import Outcome
from kiosk.web.desk import bp
from kiosk.web.desk.letter_words import FOR_LETTERS, NEED_SOMEBODY
from kiosk.web.desk.page import acted, actor, show, this_event
from kiosk.web.desk.postroom import postroom
from kiosk.web.forms import Command, read_form
from kiosk.web.identity import access

_A_PAGE = 50
_FILTERS = tuple(state for state in deliveries.STATES if state not in {"accepted", "erased"})


class Resolution(Command):
    """What a person found out about a letter whose fate nobody knew."""

    answer: Literal["sent", "send_again"]


@bp.get("/<slug>/packs/letters")
@access("organiser", event="staff")
def pack_letters(slug: str) -> ResponseReturnValue:
    """List the letters in one state, or all that need somebody."""
    event = this_event(slug)
    state = request.args.get("state", "")
    states = (state,) if state in _FILTERS else NEED_SOMEBODY
    counts = deliveries.counts(event.id)
    total = sum(counts.get(each, 0) for each in states)
    pages = max(1, -(-total // _A_PAGE))
    page = min(max(1, request.args.get("page", 1, type=int)), pages)
    return show(
        "pack_letters",
        event,
        here="packs",
        live=False,
        **FOR_LETTERS,
        state=state if state in _FILTERS else "",
        filters=[each for each in _FILTERS if each in counts],
        counts=counts,
        total=total,
        page=page,
        pages=pages,
        cases=deliveries.cases(event.id, states=states, offset=(page - 1) * _A_PAGE, limit=_A_PAGE),
    )


@bp.post("/<slug>/packs/<delivery>/resolve")
@access("organiser", event="staff", op_id=True)
def resolve_letter(slug: str, delivery: str) -> ResponseReturnValue:
    """Settle a letter of which nobody knows whether it arrived."""
    event = this_event(slug)
    command = read_form(Resolution)
    acted(
        command,
        event.id,
        "resolve-letter",
        lambda at: _resolved(event.id, delivery, command.answer == "sent", at),
        subject=delivery,
        answer=command.answer,
    )
    if "page" in request.args:  # back to the list it was settled from
        state, page = request.args.get("state") or None, request.args["page"]
        return redirect(url_for("desk.pack_letters", slug=slug, state=state, page=page), 303)
    return redirect(url_for("desk.packs_page", slug=slug), 303)


def _resolved(event_id: int, public_id: str, sent: bool, at: datetime) -> Outcome:
    letter = deliveries.by_public_id(event_id, public_id)
    deliveries.resolve(letter, sent=sent, by=actor(), at=at)
    if letter.state == "frozen" and letter.attendee_id is not None:
        # Its address may have been corrected, so it is written anew before it goes.
        postroom().refreeze(attendees.get(letter.attendee_id), at)
        deliveries.release(letter, at)
    return Outcome(200, "resolved")

"""The way out of letters (RFC 8058): one click in a mail program, or one button on a page of ours.

A mail program posts from its own server, without cookie, Origin or op_id; the token is all there
is, and the guards let it through at this address alone. Looking changes nothing: mail scanners do.
"""

from flask import Blueprint, g, render_template, request
from flask.typing import ResponseReturnValue

from kiosk import clock
from kiosk.db import writing
from kiosk.domain import attendees, deliveries, events
from kiosk.domain.deliveries import Delivery
from kiosk.errors import NotKnown
from kiosk.web.identity import access
from kiosk.web.language import prefer
from kiosk.web.letters import letters
from kiosk.web.limits import misses
from kiosk.web.names import give_filters

bp = Blueprint("unsubscribe", __name__)
give_filters(bp)


class NoSuchLetter(NotKnown):
    """A token of no letter of ours: 404."""

    slug = "no_such_letter"
    sentence = (
        "We do not know that link. Please open it from the letter once more, "
        "or answer the letter: the organiser reads that."
    )


@bp.get("/unsubscribe/<token>")
@access("anyone", event="code")
@misses
def page(token: str) -> ResponseReturnValue:
    """Ask the reader of a letter whether it shall be the last; nothing is changed."""
    return _page(_letter(token), said=False)


@bp.post("/unsubscribe/<token>")
@access(
    "anyone", event="code",
    because="RFC 8058: a mail program posts it, with nothing but the token; again changes nothing",
)  # fmt: skip
@misses
def act(token: str) -> ResponseReturnValue:
    """Write no more to the reader of a letter, or again if they say so; never a redirect."""
    at, again = clock.now(), request.form.get("answer") == "again"
    with writing():
        letter = _letter(token)
        change = deliveries.write_again if again else deliveries.unsubscribe
        change(letter, at)
        if letter.attendee_id is not None:  # a pack that has not left counts as suppressed at once
            letters().refreeze(attendees.get(letter.attendee_id), at)
    return _page(letter, said=True)


def _letter(token: str) -> Delivery:
    letter = deliveries.by_unsubscribe_token(token)
    if letter is None:
        raise NoSuchLetter
    return letter


def _page(letter: Delivery, *, said: bool) -> str:
    event = events.get(letter.event_id)
    reader = attendees.get(letter.attendee_id) if letter.attendee_id is not None else None
    address = deliveries.address_of(letter)
    g.event_locale = event.locale
    prefer(reader.locale if reader else None)
    return render_template(
        "unsubscribe/page.html",
        fair=event,
        address=address,
        stopped=bool(address) and deliveries.suppressed_for(str(address)) is not None,
        said=said,
    )

"""The last six letters of a badge, typed on a linked phone: the same page, no code in an address.

Misses are limited by person, so that another cookie is no fresh start.
"""

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from kiosk.domain import codes, keys
from kiosk.errors import NotKnown
from kiosk.web.forms import Form, Line, read_form
from kiosk.web.identity import access, the_phone
from kiosk.web.limits import limiter, missed
from kiosk.web.phone import bp
from kiosk.web.phone.badge import no_badge, person_page
from kiosk.web.phone.handshake import Tap, shake
from kiosk.web.phone.worn import wearer


class Typed(Form):
    """Six letters."""

    letters: Line


class TypedTap(Tap):
    """The one button, on the page of a badge whose letters were typed."""

    letters: Line


by_person = limiter.shared_limit(
    "30/minute;200/hour", scope="letters", key_func=lambda: the_phone().asker, deduct_when=missed
)


def _six(letters: str) -> str:
    six = keys.normalise(letters)
    if not keys.is_code(six, codes.SUFFIX):
        raise NotKnown
    return six


@bp.post("/me/letters")
@access("phone", event="phone", because="writes nothing")
@by_person
def type_letters() -> ResponseReturnValue:
    """Show an attendee who wears the badge whose last six letters they typed."""
    phone = the_phone()
    try:
        letters = _six(read_form(Typed).letters)
        them = wearer(phone.event.id, letters)
    except NotKnown:
        return no_badge()
    return person_page(phone, them, url_for("phone.meet_by_letters"), letters)


@bp.post("/me/meetings")
@access("phone", event="phone", op_id=True)
@by_person
def meet_by_letters() -> ResponseReturnValue:
    """Let an attendee say that they have met who wears the badge they typed."""
    tap = read_form(TypedTap)
    try:
        meeting = shake(tap, _six(tap.letters), the_phone(), way="typed")
    except NotKnown:
        return no_badge()
    return redirect(url_for("phone.met", public_id=meeting), 303)

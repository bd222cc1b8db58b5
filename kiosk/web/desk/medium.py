"""Which labels or sheets somebody prints on, as the address of a page or file says it."""

from flask import current_app, request
from werkzeug.wrappers import Response

from kiosk.adapters.badge_sheets import Medium, medium, usual_medium
from kiosk.domain.events import Event
from kiosk.errors import Invalid
from kiosk.web.attachment import attachment
from kiosk.web.language import _

MOST_LETTERS = 40


def asked(name: str) -> str:
    """Return one word of the address's question, cut short; PostgreSQL knows no NUL."""
    return request.args.get(name, "").replace("\0", "").strip()[:MOST_LETTERS]


def asked_medium(event: Event, *, start: int | None = None) -> Medium:
    """Return the medium the address asks for, else the fair's own.

    Raises:
        NotKnown: there is no such medium.
        Invalid: its sheet has no such place.
    """
    name = asked("on") or usual_medium(event)
    places = medium(name).places
    first = _place(asked("start")) if start is None else start
    if not 1 <= first <= places:
        raise Invalid({"start": _("The places here are 1 to %(last)s.", last=places)})
    return medium(name, first, with_marks=asked("bare") != "yes")


def medium_or_fault(event: Event) -> tuple[Medium, dict[str, str]]:
    """Return the medium the address asks for, and what is wrong with its first place.

    Raises:
        NotKnown: there is no such medium.
    """
    try:
        return asked_medium(event), {}
    except Invalid as fault:
        return asked_medium(event, start=1), fault.fields


def _place(typed: str) -> int:
    if not typed:
        return 1
    if not (typed.isascii() and typed.isdigit()):
        raise Invalid({"start": _("Write the number of a place.")})
    return int(typed)


def public_url() -> str:
    """Return the address that badges bear."""
    return str(current_app.config["KIOSK"].public_url)


def pdf_file(content: bytes, name: str) -> Response:
    """Return a PDF to keep or print; its name names nobody."""
    return attachment(content, "application/pdf", f"{name}.pdf")

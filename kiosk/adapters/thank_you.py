"""The draft of a thank-you: opened in the reader's own mail program, theirs to change and to send.

A `mailto:` address (RFC 6068): percent-encoded UTF-8, line ends as %0D%0A, no plus for a space.
"""

from urllib.parse import quote

from flask_babel import force_locale, gettext

from kiosk.domain.attendees import Attendee
from kiosk.domain.events import Event
from kiosk.domain.packs import PackEntry

LONGEST_URL = 1800
"""Outlook under Windows takes no address of more than some two thousand characters."""
_SHORTENED = 40


def draft_url(entry: PackEntry, reader: Attendee, event: Event, language: str) -> str:
    """Return the address that opens a draft to somebody met; empty where they gave no address."""
    address = str(entry.met.shared.get("email", ""))
    if not address:
        return ""
    note = " ".join(entry.note.split())
    while True:
        with force_locale(language):
            subject, body = _said(entry, reader, event, note)
        url = f"mailto:{quote(address, safe='@')}?subject={quote(subject)}&body={quote(body)}"
        if len(url) <= LONGEST_URL or not note:
            return url
        note = note[: max(0, len(note) - _SHORTENED)].rstrip()


def _said(entry: PackEntry, reader: Attendee, event: Event, note: str) -> tuple[str, str]:
    name, fair = entry.met.person.first_name, event.name
    where = entry.met.station
    met = (
        gettext("It was good to meet you at %(fair)s, at %(place)s.", fair=fair, place=where)
        if where
        else gettext("It was good to meet you at %(fair)s.", fair=fair)
    )
    lines = [
        gettext("Hello %(name)s,", name=name),
        met,
        note or gettext("What I remember best:"),
        gettext("Thank you for your time."),
        reader.name,
    ]
    subject = gettext("Thank you, %(name)s: we met at %(fair)s", name=name, fair=fair)
    return subject, "\r\n\r\n".join(lines)

"""The draft of a thank-you: opened in the reader's own mail program, theirs to change and to send.

A `mailto:` address (RFC 6068): percent-encoded UTF-8, line ends as %0D%0A, no plus for a space.
"""

import re
from functools import lru_cache
from urllib.parse import quote

from flask_babel import force_locale, get_locale, gettext

from kiosk.domain.attendees import Attendee
from kiosk.domain.events import Event
from kiosk.domain.packs import PackEntry

LONGEST_URL = 1_800
"""Outlook under Windows takes no address of more than some two thousand characters."""
_SHORTENED = 40
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff]")


def draft_url(entry: PackEntry, reader: Attendee, event: Event, language: str) -> str:
    """Return the address that opens a draft to somebody met; empty where they gave no address."""
    with force_locale(language):
        return draft(entry, reader, event)


def draft(entry: PackEntry, reader: Attendee, event: Event, longest: int = LONGEST_URL) -> str:
    """Return `draft_url` in the language of the letter that is being written.

    What does not fit is left out: first the end of the note, then the words altogether.
    """
    address = str(entry.met.shared.get("email", ""))
    if not address:
        return ""
    to = f"mailto:{_encoded(address, safe='@')}"
    note = _one_line(entry.note)
    while True:
        subject, body = _said(entry, reader, event, note)
        short = f"{to}?subject={_encoded(subject)}"
        url = f"{short}&body={_encoded(body)}"
        if len(url) <= longest:
            return url
        if not note:
            return short if len(short) <= longest else to
        # Cut by what is too long, in characters of nine: "%E6%9D%8E" is one.
        too_long = max(_SHORTENED, (len(url) - longest) // 9)
        note = note[: max(0, len(note) - too_long)].rstrip()


def _said(entry: PackEntry, reader: Attendee, event: Event, note: str) -> tuple[str, str]:
    words = _words(str(get_locale()))
    known = {
        "name": _one_line(entry.met.person.first_name),
        "fair": _one_line(event.name),
        "place": _one_line(entry.met.station or ""),
    }
    lines = [
        words["hello"] % known,
        words["met_at" if known["place"] else "met"] % known,
        f"{words['remember']} {note}".rstrip(),
        words["thanks"],
        _one_line(reader.name),
    ]
    return words["subject"] % known, "\r\n\r\n".join(lines)


@lru_cache(maxsize=64)
def _words(_language: str) -> dict[str, str]:
    """The sentences of a draft in one language: a letter asks for them once for everybody met."""
    return {
        "hello": gettext("Hello %(name)s,"),
        "met_at": gettext("It was good to meet you at %(fair)s, at %(place)s."),
        "met": gettext("It was good to meet you at %(fair)s."),
        "remember": gettext("What I remember best:"),
        "thanks": gettext("Thank you for your time."),
        "subject": gettext("Thank you, %(name)s: we met at %(fair)s"),
    }


def _one_line(words: str) -> str:
    return " ".join(_CONTROLS.sub("", words).split())


def _encoded(words: str, safe: str = "") -> str:
    return quote(words, safe=safe, errors="replace")

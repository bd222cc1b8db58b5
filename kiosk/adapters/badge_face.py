"""A person's badge, as `badges` wants it: words from the record, the code from the key ring.

Its own words (the kind, "Ask me about") are in its wearer's language, else in the event's.
"""

from typing import cast
from urllib.parse import urlsplit

from flask_babel import force_locale, gettext

from badges import Face, Kind
from kiosk.adapters.mentoring_words import badge_words
from kiosk.domain import events
from kiosk.domain.attendees import Attendee
from kiosk.domain.events import Event
from kiosk.domain.mentoring.met import offered


def badge_url(public_url: str, code: str) -> str:
    """Return the address in the badge's QR code: capitals, so that it stays alphanumeric."""
    return f"{public_url}/B/{code}".upper()


def face_of(attendee: Attendee, code: str, *, public_url: str) -> Face:
    """Return what to draw."""
    words = _words(attendee.locale or events.get(attendee.event_id).locale)
    return Face(
        first_name=attendee.first_name,
        full_name=attendee.name,
        role_line=attendee.role_line,
        organisation=attendee.organisation or "",
        ask_me_about=", ".join(ask_lines(attendee)),
        kind=cast(Kind, attendee.kind),
        kind_label=words[attendee.kind],
        code_url=badge_url(public_url, code),
        domain=urlsplit(public_url).netloc,
        suffix=code[-6:],
        ask_label=words["ask"],
        scan_label=words["scan"],
        locale=attendee.locale or "en",
    )


def ask_lines(attendee: Attendee) -> tuple[str, ...]:
    """Return what to ask somebody about: their own words, then what they offer as a mentor."""
    own = (attendee.ask_me_about,) if attendee.ask_me_about else ()
    mentor = offered(attendee)
    if mentor is None:
        return own
    with force_locale(_language(attendee)):
        return (*own, *(badge_words(offer) for offer in mentor.offers))


def _language(attendee: Attendee) -> str:
    locale = attendee.locale or events.get(attendee.event_id).locale
    return locale.replace("-", "_")


def sample_face(event: Event, *, public_url: str) -> Face:
    """Return the badge of nobody, which shows how one looks; its code leads to the front page."""
    words = _words(event.locale)
    return Face(
        first_name="Asha",
        full_name="Asha Patel",
        role_line="MEng Civil Engineering",
        organisation=event.contact_name or event.name,
        ask_me_about=words["topic"],
        kind="student",
        kind_label=words["student"],
        code_url=public_url.upper(),
        domain=urlsplit(public_url).netloc,
        suffix="",
        ask_label=words["ask"],
        scan_label=words["scan"],
        locale=event.locale,
    )


def _words(locale: str) -> dict[str, str]:
    with force_locale(locale.replace("-", "_")):
        return {
            "student": gettext("STUDENT"),
            "employer": gettext("EMPLOYER"),
            "mentor": gettext("MENTOR"),
            "staff": gettext("STAFF"),
            "guest": gettext("GUEST"),
            "topic": gettext("building a bridge from spaghetti"),
            "ask": gettext("Ask me about"),
            "scan": gettext("Scan with any camera"),
        }

"""Practice tickets on paper: a face as a badge's, with the ticket's code.

They print on the badge printer as well as on any other: what comes out shows that its paper fits.
"""

from collections.abc import Iterable
from typing import cast
from urllib.parse import urlsplit

from flask_babel import gettext

from badges import Face, Kind
from kiosk.adapters.badge_sheets import Medium, badges_pdf
from kiosk.domain.attendees import Attendee


def practice_tickets_pdf(
    tickets: Iterable[tuple[Attendee, str]], on: Medium, public_url: str
) -> bytes:
    """Return these people's tickets as a PDF, in the language of who asks (slow)."""
    return badges_pdf([_face(person, code, public_url) for person, code in tickets], on)


def _face(person: Attendee, code: str, public_url: str) -> Face:
    return Face(
        first_name=person.first_name,
        full_name=person.name,
        kind=cast(Kind, person.kind),
        kind_label=gettext("PRACTICE"),
        role_line=gettext("Practice ticket"),
        code_url=code,
        domain=urlsplit(public_url).netloc,
        suffix=code[-6:],
        scan_label=gettext("Hold it to a tablet"),
    )

"""What somebody gave, in words: "name, email and phone"."""

from collections.abc import Iterable

from babel.lists import format_list
from flask_babel import get_locale

from kiosk.domain.attendees import Attendee
from kiosk.domain.meetings import Given, Share
from kiosk.web.language import _


def field_words() -> dict[str, str]:
    """Return what each field that can be shared is called, by its name."""
    return {
        "name": _("name"),
        "email": _("email"),
        "phone": _("phone"),
        "links": _("links"),
        "organisation": _("organisation"),
        "course": _("course"),
        "cv": _("CV"),
    }


def given_by(person: Attendee, gift: Share | Given) -> str:
    """Return the fields of a share as people read them, the ones that hold something."""
    words = field_words()
    # A field that somebody lets others have, but never filled in, is not promised.
    held = [name for name in gift.fields if name == "name" or getattr(person, name, None)]
    return str(format_list([words[name] for name in held], locale=get_locale() or "en"))


def gifts(given: Iterable[Given], people: list[Attendee]) -> list[tuple[str, str]]:
    """Return who gave what: first names and words; nothing when the under-18 rule forbids it."""
    by_giver = {gift.giver_id: gift for gift in given}
    if any(gift.act == "minor" for gift in by_giver.values()):
        return []
    who = [(person, by_giver[person.id]) for person in people if person.id in by_giver]
    return [(person.first_name, given_by(person, gift)) for person, gift in who]

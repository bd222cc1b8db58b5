"""A person's fields as the desk types them: those on the badge, and those to write to."""

from kiosk.web.forms import Command
from kiosk.web.person_fields import Typed

ON_THE_BADGE = (
    "name",
    "given_name",
    "kind",
    "pronouns",
    "organisation",
    "role",
    "course",
    "ask_me_about",
)
CONTACT = ("email", "phone")


class PersonFields(Command):
    """What may be typed about a person; what was not sent is left alone."""

    name: Typed = None
    given_name: Typed = None
    kind: Typed = None
    pronouns: Typed = None
    organisation: Typed = None
    role: Typed = None
    course: Typed = None
    ask_me_about: Typed = None
    email: Typed = None
    phone: Typed = None

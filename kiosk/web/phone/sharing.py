"""My sharing: what people of each class get when we meet, from now on.

What was given stands as it was; it is taken back one by one, at the person.
"""

from datetime import datetime

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from kiosk import clock
from kiosk.domain import attendees, events
from kiosk.domain.attendees import Attendee
from kiosk.domain.attendees import sharing as choices
from kiosk.domain.operations import Outcome
from kiosk.errors import Invalid
from kiosk.web.forms import Command, Line, once, read_form, settled
from kiosk.web.identity import access, the_phone
from kiosk.web.language import _
from kiosk.web.phone import bp
from kiosk.web.phone.speaker import speaking


class Sharing(Command):
    """One of the three ways for everybody, or fields by class."""

    preset: Line = ""
    attendees: tuple[str, ...] = ()
    employers: tuple[str, ...] = ()
    mentors: tuple[str, ...] = ()

    def by_audience(self) -> dict[str, tuple[str, ...]]:
        """Return the fields for each class of people.

        Raises:
            Invalid: none of the three ways.
        """
        if not self.preset:
            return {audience: getattr(self, audience) for audience in choices.AUDIENCES}
        if self.preset not in choices.PRESETS:
            raise Invalid({"preset": _("Choose one of the ways to share that are shown.")})
        return dict.fromkeys(choices.AUDIENCES, choices.PRESETS[self.preset])


@bp.get("/me/sharing")
@access("phone", event="phone")
def sharing() -> ResponseReturnValue:
    """Show an attendee what the people they meet get, and let them choose."""
    speaker = speaking()
    person, event = speaker.person, speaker.phone.event
    names = {
        "attendees": _("Students and guests"),
        "employers": _("Employers"),
        "mentors": _("Mentors"),
    }
    return render_template(
        "phone/sharing.html",
        chosen=choices.preset_of(person),
        classes=[(a, names[a], choices.standing(person, a)) for a in choices.AUDIENCES],
        fields=_fields(person),
        missing=_missing(person),
        consent=_(events.consent_wording(event.id, event.consent_version)),  # ours, until reworded
        is_minor=person.is_minor(event, clock.now()),
    )


def _fields(person: Attendee) -> list[tuple[str, str, bool]]:
    """Return what can be given beyond the name: value, words, and whether there is any yet."""
    words = {
        "email": _("Email"),
        "phone": _("Phone"),
        "links": _("Links"),
        "cv": _("CV link"),
        "organisation": _("Organisation"),
        "course": _("Course"),
    }
    return [(name, word, bool(getattr(person, name))) for name, word in words.items()]


def _missing(person: Attendee) -> list[tuple[str, str]]:
    """Return what somebody may add themselves, and has not: the field, and a sentence."""
    words = {
        "phone": _("No phone number yet"),
        "links": _("No links yet"),
        "cv": _("No CV link yet"),
    }
    return [(name, word) for name, word in words.items() if not getattr(person, name)]


@bp.post("/me/sharing")
@access("phone", event="phone", op_id=True)
def choose_sharing() -> ResponseReturnValue:
    """Set what an attendee gives to people they meet from now on."""
    command, phone = read_form(Sharing), the_phone()
    wanted = command.by_audience()

    def choose(at: datetime) -> Outcome:
        person = attendees.get(phone.attendee_id)
        for audience, fields in wanted.items():
            choices.choose(
                person, fields, audiences=(audience,), event=phone.event, through="phone", at=at
            )
        return Outcome(200, "sharing_chosen", {})

    settled(once(command, "choose_sharing", choose, event_id=phone.event.id, asker=phone.asker))
    flash(_("That holds for everyone you meet from now on."))
    return redirect(url_for("phone.me"), 303)

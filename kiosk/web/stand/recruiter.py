"""Who stands at this stand, and the page around everything they see."""

from dataclasses import dataclass

from flask import g, make_response, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from kiosk.domain import attendees, employers
from kiosk.domain.attendees import Attendee
from kiosk.domain.employers import Employer
from kiosk.domain.events import EventFacts
from kiosk.errors import Refused
from kiosk.web.identity import NotAllowed, this_device, this_phone
from kiosk.web.language import _
from kiosk.web.stand import bp


@dataclass(frozen=True)
class Stand:
    """The stand that asks: its employer, and who is on duty, as far as they are known."""

    event: EventFacts
    asker: str
    device_id: int | None
    employer_id: int | None
    recruiter_id: int | None

    @property
    def is_shared(self) -> bool:
        """Whether this is the employer's tablet, which anybody who passes can touch."""
        return self.device_id is not None


class NotARecruiter(NotAllowed):
    """A phone of somebody who is in no employer's team, or a screen that is no stand."""

    slug = "not_a_recruiter"
    sentence = "This page is for recruiters at their stand."


class NobodyOnDuty(Refused):
    """The stand's tablet does not know who is on duty."""

    slug = "nobody_on_duty"
    sentence = "Tap who is on duty first."


def this_stand() -> Stand | None:
    """Return the stand that asks, by its tablet or by a recruiter's own phone."""
    device = this_device()
    if device is not None and device.kind == "stand":
        return Stand(device.event, device.asker, device.id, device.employer_id, device.on_duty_id)
    return own_stand() if this_phone() else None


def own_stand() -> Stand:
    """Return the stand of a recruiter's own phone, whatever screen this browser is besides.

    Raises:
        NotARecruiter: nobody's phone, or of somebody who is in no employer's team (any more).
    """
    phone = this_phone()
    person = attendees.get(phone.attendee_id) if phone else None
    if phone is None or person is None or person.employer_id is None:
        raise NotARecruiter
    if person.status != "expected":
        raise NotARecruiter
    return Stand(phone.event, phone.asker, None, person.employer_id, person.id)


def the_stand() -> Stand:
    """Return the stand that asks; anybody else is refused."""
    stand = this_stand()
    if stand is None:
        raise NotARecruiter
    return stand


def on_duty(stand: Stand) -> Attendee | None:
    """Return the recruiter on duty, if they are (still) of this employer's team."""
    if stand.recruiter_id is None or stand.employer_id is None:
        return None
    found = attendees.by_ids(stand.event.id, [stand.recruiter_id]).get(stand.recruiter_id)
    return found if found is not None and found.employer_id == stand.employer_id else None


def the_recruiter(stand: Stand) -> Attendee:
    """Return the recruiter on duty.

    Raises:
        NobodyOnDuty: nobody has tapped their name.
    """
    recruiter = on_duty(stand)
    if recruiter is None:
        raise NobodyOnDuty
    return recruiter


def employer_of(stand: Stand) -> Employer | None:
    """Return whose stand it is."""
    ours = (each for each in employers.of_event(stand.event.id) if each.id == stand.employer_id)
    return next(ours, None)


@bp.before_request
def speak() -> None:
    """Speak the event's language unless the browser's own is offered; say no as a stand does."""
    g.draw_error = say_no


def page(name: str, stand: Stand | None, status: int = 200, **values: object) -> Response:
    """Return one page of the stand."""
    values.setdefault("recruiter", on_duty(stand) if stand else None)
    employer = employer_of(stand) if stand else None
    values.setdefault("has_logo", employer is not None and employers.has_logo(employer.id))
    text = render_template(f"stand/{name}.html", stand=stand, employer=employer, **values)
    return make_response(text, status)


def say_no(status: int, slug: str, sentence: str) -> ResponseReturnValue:
    """Return an error as a calm page that leads back to the start."""
    if request.path.startswith(("/stand/own", "/stand/ours")):
        told = _("Please open your private link first.") if status == 401 else sentence
        text = render_template("stand/own_sorry.html", sentence=told)
    else:
        text = render_template("stand/sorry.html", stand=None, sentence=sentence, slug=slug)
    answer = make_response(text, status)
    if status in {429, 503}:
        answer.headers["Retry-After"] = "3" if status == 503 else "20"
    return answer

"""The team as its employer names it: recruiters added before the fair, and taken off again.

Whoever has arrived stays: they have met people, who have a right to know whom.
"""

from datetime import datetime
from functools import partial

from flask.typing import ResponseReturnValue

from kiosk.adapters.attendee_file import cells
from kiosk.adapters.attendee_file.faults import FAULTS, CellRefused
from kiosk.domain import arrivals, attendees, codes, employers, events
from kiosk.domain.attendees import Attendee
from kiosk.domain.employers import Employer
from kiosk.errors import Invalid, NotKnown, Refused
from kiosk.web.forms import Command, read_form
from kiosk.web.identity import access
from kiosk.web.language import _
from kiosk.web.stand import bp
from kiosk.web.stand.own_page import changed

MOST = 40
"""Recruiters of one stand."""


class NewRecruiter(Command):
    """Whom the employer sends."""

    name: str = ""
    email: str = ""


@bp.post("/ours/team")
@access("employer", event="employer", op_id=True)
def add_recruiter() -> ResponseReturnValue:
    """Let somebody recruit at an employer's stand."""
    command = read_form(NewRecruiter)
    act = partial(_add, command)
    said = _("Added. Their ticket comes with the organiser's letter.")
    return changed(command, "recruiter_added", act, said)


def _add(command: NewRecruiter, employer: Employer, at: datetime) -> None:
    values = _read(command)
    employers.hold(employer.id)
    team = attendees.of_employer(employer.event_id, employer.id)
    if any(_is(person, values) for person in team):
        return
    if len(team) >= MOST:
        raise Refused("team_full", "Forty are enough for one stand. Take somebody off first.")
    known = attendees.with_address(employer.event_id, values["email"])
    back = [p for p in known if p.employer_id == employer.id and _is(p, values)]
    if back:
        attendees.expect(back[0], at)
        return
    recruiter = {**values, "kind": "employer", "organisation": employer.name}
    attendees.walk_in(events.get(employer.event_id), recruiter, at)
    codes.issue_missing(employer.event_id, at)


def _is(person: Attendee, values: dict[str, str]) -> bool:
    same_address = (person.email or "").casefold() == values["email"].casefold()
    return same_address and attendees.fold(person.name) == attendees.fold(values["name"])


def _read(command: NewRecruiter) -> dict[str, str]:
    faults, values = {}, {}
    for name, reader in (("name", cells.one_line(120)), ("email", cells.email)):
        try:
            values[name] = str(reader(getattr(command, name)[:2000]) or "")
        except CellRefused as refused:
            faults[name] = _(FAULTS[refused.slug], **refused.params)
        else:
            if not values[name]:
                faults[name] = _("Please fill this in.")
    if faults:
        raise Invalid(faults)
    return values


@bp.post("/ours/team/<person>/leave")
@access("employer", event="employer", op_id=True)
def take_off(person: str) -> ResponseReturnValue:
    """Take somebody off an employer's team who has not arrived."""

    def act(employer: Employer, at: datetime) -> None:
        found = attendees.by_public_id(employer.event_id, person)
        if found.employer_id != employer.id:
            raise NotKnown("no_such_recruiter", "Nobody of this team has that name.")
        if arrivals.has_arrived(found.id):
            raise Refused("has_arrived", "They have arrived already, so they stay in the team.")
        attendees.cancel(found, at)

    said = _("They are off the team.")
    return changed(read_form(Command), "recruiter_off", act, said, subject=person)

"""What an employer shows beside its words: a logo, and the vacancies a student can tap."""

from datetime import datetime
from hashlib import sha256

from flask.typing import ResponseReturnValue

from kiosk.adapters.event_picture import read_upload
from kiosk.domain import employers
from kiosk.domain.employers import Employer
from kiosk.errors import Refused
from kiosk.web.forms import Command, read_form
from kiosk.web.identity import access, the_employer
from kiosk.web.language import _
from kiosk.web.pictures import picture, uploaded, why_refused
from kiosk.web.stand import bp
from kiosk.web.stand.own_page import changed, own_page
from kiosk.web.stand.recruiter import the_stand

SIDE = 480
"""Dots a side at most: twice what a phone shows, and some twenty kilobytes."""


class NewVacancy(Command):
    """A job's title and where it is described."""

    title: str = ""
    url: str = ""


@bp.post("/ours/logo")
@access("employer", event="employer", op_id=True)
def put_own_logo() -> ResponseReturnValue:
    """Let an employer show this logo."""
    try:
        small = read_upload(uploaded(), side=SIDE)
    except Refused as fault:
        return own_page({"file": why_refused(fault)}, status=422)

    def act(employer: Employer, at: datetime) -> None:
        employers.put_logo(employer, small, at)

    mark = sha256(small).hexdigest()[:16]
    return changed(read_form(Command), "employer_logo", act, _("Your logo is kept."), subject=mark)


@bp.post("/ours/logo/remove")
@access("employer", event="employer", op_id=True)
def remove_own_logo() -> ResponseReturnValue:
    """Let an employer show no logo."""

    def act(employer: Employer, _at: datetime) -> None:
        employers.remove_logo(employer)

    return changed(read_form(Command), "employer_logo_gone", act, _("There is no logo now."))


@bp.get("/ours/logo.png")
@access("employer", event="employer")
def own_logo() -> ResponseReturnValue:
    """Show an employer its own logo."""
    return picture(employers.logo_of(the_employer().id), "logo")


@bp.get("/logo.png")
@access("stand", "phone", event="device")
def stand_logo() -> ResponseReturnValue:
    """Show whose stand it is, at that stand."""
    return picture(employers.logo_of(the_stand().employer_id or 0), "logo")


@bp.post("/ours/vacancies")
@access("employer", event="employer", op_id=True)
def add_vacancy() -> ResponseReturnValue:
    """Let an employer show one more vacancy to those its team meets."""
    command = read_form(NewVacancy)

    def act(employer: Employer, at: datetime) -> None:
        employers.add_vacancy(employer, command.title, command.url, at)

    return changed(command, "vacancy_added", act, _("The vacancy is shown."))


@bp.post("/ours/vacancies/<vacancy>/remove")
@access("employer", event="employer", op_id=True)
def remove_vacancy(vacancy: str) -> ResponseReturnValue:
    """Let an employer show a vacancy no more."""

    def act(employer: Employer, _at: datetime) -> None:
        employers.remove_vacancy(employer, vacancy)

    said = _("The vacancy is shown no more.")
    return changed(read_form(Command), "vacancy_removed", act, said, subject=vacancy)

"""The employers at the desk: what each stand still lacks, and the private link that prepares it.

A link is a secret of its employer, so only an organiser sees it, one employer at a time, and a new
one kills the old.
"""

from dataclasses import dataclass
from datetime import datetime

from flask import current_app, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from kiosk.domain import attendees, employers
from kiosk.domain.employers import Employer
from kiosk.domain.events import Event
from kiosk.domain.operations import Outcome
from kiosk.web.desk import bp
from kiosk.web.desk.page import acted, show, this_event
from kiosk.web.forms import Command, read_form
from kiosk.web.identity import access
from kiosk.web.language import _


@dataclass(frozen=True)
class Stand:
    """One employer, how many recruiters it sends, and what it lacks, in words."""

    employer: Employer
    team: int
    lacks: list[str]


@bp.get("/<slug>/employers")
@access("organiser", event="staff")
def employers_page(slug: str) -> ResponseReturnValue:
    """Show the organiser which stands are prepared."""
    event = this_event(slug)
    stands = _stands(event)
    ready = sum(not stand.lacks for stand in stands)
    return show("employers", event, here="employers", stands=stands, ready=ready)


def _stands(event: Event) -> list[Stand]:
    logos, vacancies = employers.with_logo(event.id), employers.vacancies_by_employer(event.id)
    recruiters = [p for p in attendees.of_event(event.id, "employer") if p.status == "expected"]
    team: dict[int, int] = {}
    for each in recruiters:
        team[each.employer_id or 0] = team.get(each.employer_id or 0, 0) + 1
    found = sorted(employers.of_event(event.id), key=employers.place_in_the_hall)
    return [
        Stand(
            one,
            team.get(one.id, 0),
            _lacks(one, one.id in logos, one.id in vacancies, one.id in team),
        )
        for one in found
    ]


def _lacks(employer: Employer, has_logo: bool, has_jobs: bool, has_team: bool) -> list[str]:
    has = (
        (has_team, _("no team")),
        (bool(employer.text), _("no text")),
        (has_logo, _("no logo")),
        (has_jobs or bool(employer.vacancies_url), _("no vacancies")),
    )
    return [words for is_there, words in has if not is_there]


@bp.get("/<slug>/employers/<employer>")
@access("organiser", event="staff")
def employer_page(slug: str, employer: str) -> ResponseReturnValue:
    """Show the organiser one employer's private link, to be sent to its contact."""
    event = this_event(slug)
    found = employers.by_public_id(event.id, employer)
    link = f"{current_app.config['KIOSK'].public_url}/stand/own#{employers.secret_of(found)}"
    team = attendees.of_employer(event.id, found.id)
    stand = next(each for each in _stands(event) if each.employer.id == found.id)
    return show("employer", event, here="employers", stand=stand, team=team, link=link)


@bp.post("/<slug>/employers/<employer>/link")
@access("organiser", event="staff", op_id=True)
def replace_link(slug: str, employer: str) -> ResponseReturnValue:
    """Make an employer's older links void, and whatever was opened with one."""
    event = this_event(slug)

    def act(_at: datetime) -> Outcome:
        employers.replace_link(employers.by_public_id(event.id, employer))
        return Outcome(200, "replaced")

    acted(read_form(Command), event.id, "replace-link", act, subject=employer)
    flash(_("There is a new link. The older one opens nothing any more."))
    return redirect(url_for("desk.employer_page", slug=slug, employer=employer), 303)

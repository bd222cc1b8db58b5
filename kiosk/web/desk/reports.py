"""Reports: who told the stewards about whom. A steward reads them; an organiser decides.

The reported person is not to learn who spoke, so the page says so wherever it names somebody.
"""

from datetime import datetime
from typing import Literal

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from kiosk.domain import attendees, meetings
from kiosk.domain.operations import Outcome
from kiosk.web.desk import bp
from kiosk.web.desk.page import acted, actor, show, this_event
from kiosk.web.forms import Command, read_form
from kiosk.web.identity import access
from kiosk.web.language import _
from kiosk.web.letters import refresh_packs


class Decision(Command):
    """What an organiser decides about somebody who was reported."""

    decision: Literal["upheld", "dismissed"]


@bp.get("/<slug>/reports")
@access("steward", event="staff")
def reports_page(slug: str) -> ResponseReturnValue:
    """Show the steward who was reported, and what holds of them now."""
    event = this_event(slug)
    people = sorted(meetings.reported_people(event.id), key=lambda each: not each.is_open)
    return show("reports", event, here="reports", people=people)


@bp.post("/<slug>/reports/<person>")
@access("organiser", event="staff", op_id=True)
def decide_reports(slug: str, person: str) -> ResponseReturnValue:
    """Let the organiser freeze a reported person for good, or free them."""
    event = this_event(slug)
    command = read_form(Decision)
    acted(
        command,
        event.id,
        "decide-reports",
        lambda at: _decided(event.id, person, command.decision, at),
        subject=person,
        decision=command.decision,
    )
    upheld = command.decision == "upheld"
    flash(_("Nothing of theirs is passed on any more.") if upheld else _("They are free again."))
    return redirect(url_for("desk.reports_page", slug=slug), 303)


def _decided(event_id: int, public_id: str, decision: str, at: datetime) -> Outcome:
    person = attendees.by_public_id(event_id, public_id)
    meetings.decide_reports(event_id, person, decision, by=actor(), at=at)
    refresh_packs(event_id, (person, *meetings.everyone_met(person)), at)
    return Outcome(200, decision)

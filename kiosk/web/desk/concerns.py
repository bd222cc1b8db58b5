"""Concerns, for coordinators alone: what somebody told them, and what they decide.

Whom a concern is about is not to learn who raised it, so the pages say so.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from kiosk.domain import attendees
from kiosk.domain.attendees import Attendee
from kiosk.domain.mentoring import Concern, Mentor, availability, caring, overseeing
from kiosk.domain.operations import Outcome
from kiosk.web.desk import bp
from kiosk.web.desk.page import acted, actor, show, this_event
from kiosk.web.forms import Command, read_form
from kiosk.web.identity import access
from kiosk.web.language import _


class Decision(Command):
    """What a coordinator decides about a concern."""

    decision: Literal["suspended", "spoken", "nothing"]


@dataclass(frozen=True)
class Told:
    """One concern as its page tells it."""

    concern: Concern
    reporter: Attendee
    about: Attendee
    mentor: Mentor | None
    """The profile of whom it is about, if they mentor."""

    @property
    def is_on_hold(self) -> bool:
        """Whether whom it is about is suspended now."""
        if self.mentor is not None:
            return self.mentor.suspended_at is not None
        student = caring.mentee(self.about.id)
        return student is not None and student.suspended_at is not None


def _told(concern: Concern) -> Told:
    return Told(concern, *caring.both_of(concern), caring.mentor_of(concern))


def decision_words() -> dict[str, str]:
    """Return what was decided, in words."""
    return {
        "suspended": _("suspended"),
        "spoken": _("spoken with"),
        "nothing": _("nothing to do"),
    }


@bp.get("/<slug>/mentoring/concerns")
@access("coordinator", event="staff")
def concerns_page(slug: str) -> ResponseReturnValue:
    """Show the coordinator what is open, what was decided, and who may not go on."""
    event = this_event(slug)
    return show(
        "concerns",
        event,
        here="mentoring",
        part="concerns",
        concerns=[_told(each) for each in caring.concerns_of(event.id)],
        decided=[_told(each) for each in reversed(caring.concerns_of(event.id, decided=True))],
        students=overseeing.suspended_mentees(event.id),
        mentors=overseeing.mentors_of(event.id, "suspended", 1).mentors,
        decision_words=decision_words(),
    )


@bp.get("/<slug>/mentoring/concerns/<concern>")
@access("coordinator", event="staff")
def concern_page(slug: str, concern: str) -> ResponseReturnValue:
    """Show the coordinator one concern; the messages themselves are opened by a word of theirs."""
    event = this_event(slug)
    told = _told(caring.concern_of_event(event.id, concern))
    asked = overseeing.asked_about(told.concern)
    return show(
        "concern", event, here="mentoring", part="concerns", told=told, asked=asked,
        decision_words=decision_words(),
    )  # fmt: skip


@bp.post("/<slug>/mentoring/concerns/<concern>")
@access("coordinator", event="staff", op_id=True)
def decide_concern(slug: str, concern: str) -> ResponseReturnValue:
    """Keep what the coordinator decides; a suspension holds at once."""
    event = this_event(slug)
    command = read_form(Decision)
    acted(
        command,
        event.id,
        "decide-concern",
        lambda at: _decided(event.id, concern, command.decision, at),
        subject=concern,
        decision=command.decision,
    )
    suspended = command.decision == "suspended"
    flash(_("They are suspended until you let them go on.") if suspended else _("Decided."))
    return _to_concerns(slug)


def _decided(event_id: int, public_id: str, decision: str, at: datetime) -> Outcome:
    concern = caring.concern_of_event(event_id, public_id)
    caring.settle_concern(concern, decision, actor(), at)
    told = _told(concern)
    if decision == "suspended" and told.mentor is not None:
        availability.suspend(told.mentor, event_id, actor(), at)
    elif decision == "suspended":
        caring.suspend_mentee(told.about, at)
    return Outcome(200, decision)


@bp.post("/<slug>/mentoring/students/<person>/lift")
@access("coordinator", event="staff", op_id=True)
def lift_student(slug: str, person: str) -> ResponseReturnValue:
    """Let a student ask and write again."""
    event = this_event(slug)
    command = read_form(Command)
    acted(
        command, event.id, "lift-student", lambda _at: _lifted(event.id, person), subject=person
    )  # fmt: skip
    flash(_("They go on as before."))
    return _to_concerns(slug)


def _lifted(event_id: int, public_id: str) -> Outcome:
    caring.suspend_mentee(attendees.by_public_id(event_id, public_id), None)
    return Outcome(200, "lifted")


def _to_concerns(slug: str) -> ResponseReturnValue:
    return redirect(url_for("desk.concerns_page", slug=slug), 303)

"""Once a request is accepted: the thread, how it ended, what it was worth, and a concern."""

from datetime import datetime

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from kiosk.domain import mentoring
from kiosk.domain.mentoring import Mentor, MentorRequest, caring, closing, threads
from kiosk.errors import Invalid
from kiosk.web.forms import Command, Line, read_form
from kiosk.web.identity import access
from kiosk.web.language import _
from kiosk.web.mentor import bp
from kiosk.web.mentor.asked import seat_of
from kiosk.web.mentor.asked_acts import done_to
from kiosk.web.mentor.own_act import Long, act_once, me


class Message(Command):
    """A message to the student, or what a coordinator should look at."""

    words: Long = ""


class Feedback(Command):
    """Two questions, and a thank-you."""

    worth: Line = ""
    came_of_it: Line = ""
    thanks: Long = ""


@bp.post("/requests/<request_id>/words")
@access("mentor", event="mentor", op_id=True)
def write(request_id: str) -> ResponseReturnValue:
    """Write to the student of a request that was accepted."""
    command = read_form(Message)

    def act(found: MentorRequest, _mentor: Mentor, at: datetime) -> None:
        threads.write(found, seat_of(found), command.words, at)

    return done_to(request_id, "write", command, act, anchor="thread")


@bp.post("/requests/<request_id>/done")
@access("mentor", event="mentor", op_id=True)
def say_done(request_id: str) -> ResponseReturnValue:
    """Say that it happened."""

    def act(found: MentorRequest, _mentor: Mentor, at: datetime) -> None:
        mentoring.mark_done(found, "mentor", at)

    return done_to(request_id, "done", read_form(Command), act, anchor="how")


@bp.post("/requests/<request_id>/missed")
@access("mentor", event="mentor", op_id=True)
def say_missed(request_id: str) -> ResponseReturnValue:
    """Say that the student did not come."""

    def act(found: MentorRequest, _mentor: Mentor, at: datetime) -> None:
        mentoring.mark_missed(found, "mentor", at)

    return done_to(request_id, "missed", read_form(Command), act, anchor="how")


@bp.post("/requests/<request_id>/how")
@access("mentor", event="mentor", op_id=True)
def say_how(request_id: str) -> ResponseReturnValue:
    """Say what it was worth, and thank the student."""
    command = read_form(Feedback)

    def act(found: MentorRequest, _mentor: Mentor, at: datetime) -> None:
        worth = int(command.worth) if command.worth in {"1", "2", "3"} else 0
        seat = seat_of(found)
        closing.give_feedback(found, seat, worth, command.came_of_it, command.thanks, at)

    return done_to(request_id, "how", command, act, _("Thank you."))


@bp.get("/requests/<request_id>/concern")
@access("mentor", event="mentor")
def concern(request_id: str) -> ResponseReturnValue:
    """Let a mentor tell the coordinators about a request."""
    return _concern_page(request_id)


def _concern_page(
    request_id: str, wrong: dict[str, str] | None = None, typed: str = ""
) -> str:  # fmt: skip
    found = mentoring.mentors_own(me().id, request_id)
    student = mentoring.row_of(found)[3]
    values = {"wrong": wrong or {}, "typed": {"words": typed}}
    return render_template("mentor/concern.html", request=found, student=student, **values)


@bp.post("/requests/<request_id>/concern")
@access("mentor", event="mentor", op_id=True)
def raise_concern(request_id: str) -> ResponseReturnValue:
    """Tell the coordinators about a request; they may read what was written."""
    command, mentor = read_form(Message), me()
    found = mentoring.mentors_own(mentor.id, request_id)

    def act(_mentor: Mentor, at: datetime) -> None:
        caring.raise_concern(found, seat_of(found), command.words, at)

    try:
        act_once(command, "concern", act, subject=request_id, event_id=found.event_id)
    except Invalid as fault:
        return _concern_page(request_id, fault.fields, command.words), 422
    flash(_("The coordinators know, and nobody else. They may write to you."))
    return redirect(url_for("mentor.asked", request_id=request_id), 303)

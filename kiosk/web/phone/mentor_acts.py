"""What a student does about a request: answer, move, write, send a CV, close, say how it was."""

from collections.abc import Callable
from datetime import datetime
from typing import Annotated

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from pydantic import Field

from kiosk.domain import mentoring
from kiosk.domain.attendees import Attendee
from kiosk.domain.mentoring import MentorRequest, Time, caring, closing, threads
from kiosk.domain.operations import Outcome
from kiosk.errors import Invalid
from kiosk.web import mentor_papers
from kiosk.web.forms import Command, Line, once, read_form, settled
from kiosk.web.identity import access
from kiosk.web.language import _
from kiosk.web.phone import bp
from kiosk.web.phone.mentor_asked import request_page
from kiosk.web.phone.mentors import Worry
from kiosk.web.phone.pack_reader import reading

Act = Callable[[MentorRequest, Attendee, datetime], object]


class Slot(Command):
    """Which of the open slots suits."""

    slot: Line = ""


class Message(Command):
    """A message to the mentor."""

    words: Annotated[str, Field(max_length=20_000)] = ""


class Feedback(Command):
    """Two questions, and a thank-you."""

    worth: Line = ""
    came_of_it: Line = ""
    thanks: Annotated[str, Field(max_length=5_000)] = ""


def _do(public_id: str, verb: str, command: Command, act: Act, said: str = "", anchor: str = ""
        ) -> ResponseReturnValue:  # fmt: skip
    """Do one thing to one of a student's own requests, once; a fault is said beside its field."""
    reader = reading()
    found = mentoring.students_own(reader.person, public_id)

    def change(at: datetime) -> Outcome:
        act(found, reader.person, at)
        return Outcome(200, verb, {"request": public_id})

    name = f"{verb} {public_id}"
    try:
        settled(once(command, name, change, event_id=reader.event.id, asker=reader.asker))
    except Invalid as fault:
        return _wrong(public_id, fault)
    if said:
        flash(said)
    return redirect(url_for("phone.asked", public_id=public_id, _anchor=anchor or None), 303)


def _wrong(public_id: str, fault: Invalid) -> ResponseReturnValue:
    reader = reading()
    found = mentoring.students_own(reader.person, public_id)
    typed = request.form.to_dict()
    return request_page(reader, found, wrong=fault.fields, typed=typed), 422


@bp.post("/me/mentors/asked/<public_id>/back")
@access("phone", "reader", event="reader", op_id=True)
def take_request_back(public_id: str) -> ResponseReturnValue:
    """Take a student's request back that was not answered."""
    said = _("Taken back. You can ask somebody else.")
    act: Act = lambda found, _me, at: mentoring.withdraw(found, at)  # noqa: E731
    return _do(public_id, "take_request_back", read_form(Command), act, said)


@bp.post("/me/mentors/asked/<public_id>/yes")
@access("phone", "reader", event="reader", op_id=True)
def agree_to_time(public_id: str) -> ResponseReturnValue:
    """Say that the suggested time suits a student."""
    event = reading().event
    act: Act = lambda found, _me, at: mentoring.agree_to(found, event, at)  # noqa: E731
    return _do(public_id, "agree_to_time", read_form(Command), act, _("Agreed. See you then."))


@bp.post("/me/mentors/asked/<public_id>/slot")
@access("phone", "reader", event="reader", op_id=True)
def choose_slot(public_id: str) -> ResponseReturnValue:
    """Choose another of the mentor's open slots, before it is agreed or after."""
    command = read_form(Slot)

    def act(found: MentorRequest, _me: Attendee, at: datetime) -> None:
        if not command.slot:
            raise Invalid({"slot": "Choose one of the times."})
        if found.state == "accepted":
            mentoring.move(found, Time(command.slot), "student", at)
        else:
            mentoring.wish_time(found, command.slot, at)

    return _do(public_id, "choose_slot", command, act, _("That time is noted, and they are told."))


@bp.post("/me/mentors/asked/<public_id>/words")
@access("phone", "reader", event="reader", op_id=True)
def write_to_mentor(public_id: str) -> ResponseReturnValue:
    """Write to a mentor who said yes."""
    command = read_form(Message)
    act: Act = lambda found, me, at: threads.write(found, me, command.words, at)  # noqa: E731
    return _do(public_id, "write_to_mentor", command, act, anchor="thread")


@bp.post("/me/mentors/asked/<public_id>/cv")
@access("phone", "reader", event="reader", op_id=True)
def send_cv(public_id: str) -> ResponseReturnValue:
    """Keep a student's CV with the request, for its mentor to read."""
    command = read_form(Command)
    mentoring.students_own(reading().person, public_id)
    try:
        content = mentor_papers.read_upload()  # slow, so before anything is written
    except Invalid as fault:
        return _wrong(public_id, fault)
    act: Act = lambda found, me, at: threads.put_paper(found, me, content, at)  # noqa: E731

    said = _("Your CV is there for them to read. It is deleted when the request is closed.")
    return _do(public_id, "send_cv", command, act, said)


@bp.post("/me/mentors/asked/<public_id>/cv/gone")
@access("phone", "reader", event="reader", op_id=True)
def remove_cv(public_id: str) -> ResponseReturnValue:
    """Take a student's CV away again."""
    act: Act = lambda found, _me, _at: threads.drop_paper(found.id)  # noqa: E731
    return _do(public_id, "remove_cv", read_form(Command), act, _("Your CV is deleted here."))


@bp.post("/me/mentors/asked/<public_id>/off")
@access("phone", "reader", event="reader", op_id=True)
def call_off(public_id: str) -> ResponseReturnValue:
    """Call off what a student and a mentor agreed."""
    act: Act = lambda found, _me, at: mentoring.cancel(found, "student", "", at)  # noqa: E731
    return _do(public_id, "call_off", read_form(Command), act, _("Called off. They are told."))


@bp.post("/me/mentors/asked/<public_id>/done")
@access("phone", "reader", event="reader", op_id=True)
def say_done(public_id: str) -> ResponseReturnValue:
    """Say that it happened."""
    act: Act = lambda found, _me, at: mentoring.mark_done(found, "student", at)  # noqa: E731
    return _do(public_id, "say_done", read_form(Command), act, anchor="how")


@bp.post("/me/mentors/asked/<public_id>/missed")
@access("phone", "reader", event="reader", op_id=True)
def say_missed(public_id: str) -> ResponseReturnValue:
    """Say that the mentor did not come."""
    act: Act = lambda found, _me, at: mentoring.mark_missed(found, "student", at)  # noqa: E731
    return _do(public_id, "say_missed", read_form(Command), act, anchor="how")


@bp.post("/me/mentors/asked/<public_id>/how")
@access("phone", "reader", event="reader", op_id=True)
def say_how_it_was(public_id: str) -> ResponseReturnValue:
    """Say what it was worth, and thank the mentor."""
    command = read_form(Feedback)

    def act(found: MentorRequest, me: Attendee, at: datetime) -> None:
        worth = int(command.worth) if command.worth in {"1", "2", "3"} else 0
        closing.give_feedback(found, me, worth, command.came_of_it, command.thanks, at)

    return _do(public_id, "say_how_it_was", command, act, _("Thank you."), "how")


@bp.post("/me/mentors/asked/<public_id>/concern")
@access("phone", "reader", event="reader", op_id=True)
def worry_about_request(public_id: str) -> ResponseReturnValue:
    """Tell the coordinators about a request; they may read what was written."""
    command = read_form(Worry)
    act: Act = lambda found, me, at: caring.raise_concern(found, me, command.words, at)  # noqa: E731
    said = _("The coordinators know, and nobody else. They may write to you.")
    return _do(public_id, "worry_about_request", command, act, said)

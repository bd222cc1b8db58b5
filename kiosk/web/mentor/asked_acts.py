"""What a mentor says to a request: yes with a time, another time, not this time; and moving it."""

from collections.abc import Callable
from datetime import datetime

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from kiosk.domain import mentoring
from kiosk.domain.mentoring import Answer, Mentor, MentorRequest, Time, changing_offers
from kiosk.errors import Invalid, Refused
from kiosk.web.forms import Command, Line, read_form
from kiosk.web.identity import access
from kiosk.web.language import _
from kiosk.web.mentor import bp
from kiosk.web.mentor.asked import fair_of, request_page
from kiosk.web.mentor.own_act import Long, act_once, me
from kiosk.web.mentor.typed_times import TypedTime, time_in

Act = Callable[[MentorRequest, Mentor, datetime], object]


class Yes(TypedTime):
    """Yes: when, where, and a few words."""

    where: Long = ""
    reply: Long = ""
    wished: Line = ""
    """The wished time that the page showed, in seconds: it may have changed meanwhile."""


class Another(TypedTime):
    """Another time, and a few words."""

    reply: Long = ""


class No(Command):
    """Not this time, and why."""

    reason: Line = ""
    reply: Long = ""


def done_to(
    request_id: str, verb: str, command: Command, act: Act, said: str = "", anchor: str = ""
) -> ResponseReturnValue:
    """Do one thing to one of a mentor's requests, once; a refusal keeps what was typed."""
    mentor = me()
    found = mentoring.mentors_own(mentor.id, request_id)

    def change(mentor: Mentor, at: datetime) -> None:
        act(mentoring.mentors_own(mentor.id, request_id), mentor, at)

    try:
        act_once(command, verb, change, subject=request_id, event_id=found.event_id)
    except Refused as fault:
        return _refused(request_id, verb, fault)
    if said:
        flash(said)
    where = url_for("mentor.asked", request_id=request_id, _anchor=anchor or None)
    return redirect(where, 303)


def _refused(request_id: str, verb: str, fault: Refused) -> ResponseReturnValue:
    mentor = me()
    found = mentoring.mentors_own(mentor.id, request_id)
    more = {"typed": request.form.to_dict(), "form": verb}
    if isinstance(fault, Invalid):
        return request_page(mentor, found, wrong=fault.fields, **more), 422
    refused, sentence = fault.slug, _(fault.sentence)
    return request_page(mentor, found, refused=refused, sentence=sentence, **more), 409


@bp.post("/requests/<request_id>/yes")
@access("mentor", event="mentor", op_id=True)
def accept(request_id: str) -> ResponseReturnValue:
    """Say yes: with the wished time, a slot, any other time, or without where none is needed."""
    command = read_form(Yes)

    def act(found: MentorRequest, mentor: Mentor, at: datetime) -> None:
        time = None if command.when in {"wished", "none"} else time_in(command, mentor)
        if time is None:
            _refuse_changed(found, command.wished)
        answer = Answer(time, command.where, command.reply)
        mentoring.accept(found, answer, fair_of(found), at)

    said = _("Agreed. They are told, and so are both calendars.")
    return done_to(request_id, "accept", command, act, said)


def _refuse_changed(found: MentorRequest, wished: str) -> None:
    now = str(int(found.starts_at.timestamp())) if found.starts_at else ""
    if found.state != "accepted" and wished != now:
        raise Refused("wish_changed", "The time has changed meanwhile. Please look again.")


@bp.post("/requests/<request_id>/another-time")
@access("mentor", event="mentor", op_id=True)
def suggest(request_id: str) -> ResponseReturnValue:
    """Suggest another time; the student says whether it suits."""
    command = read_form(Another)

    def act(found: MentorRequest, mentor: Mentor, at: datetime) -> None:
        mentoring.suggest(found, _needed(command, mentor), command.reply, at)

    said = _("They are asked whether that suits them.")
    return done_to(request_id, "suggest", command, act, said)


def _needed(command: TypedTime, mentor: Mentor) -> Time:
    time = time_in(command, mentor)
    if time is None:
        raise Invalid({"when": _("Choose a time.")})
    return time


@bp.post("/requests/<request_id>/no")
@access("mentor", event="mentor", op_id=True)
def decline(request_id: str) -> ResponseReturnValue:
    """Say no, kindly, with a reason."""
    command = read_form(No)

    def act(found: MentorRequest, _mentor: Mentor, at: datetime) -> None:
        mentoring.decline(found, command.reason, command.reply, at)

    said = _("They are told, kindly, and whom else they could ask.")
    return done_to(request_id, "decline", command, act, said)


@bp.post("/requests/<request_id>/room")
@access("mentor", event="mentor", op_id=True)
def make_room(request_id: str) -> ResponseReturnValue:
    """Have room for one more of an offer that was full."""

    def act(found: MentorRequest, _mentor: Mentor, at: datetime) -> None:
        changing_offers.make_room(mentoring.row_of(found)[1], at)

    said = _("There is room for one more now. Say yes when you are ready.")
    return done_to(request_id, "make_room", read_form(Command), act, said)


@bp.post("/requests/<request_id>/move")
@access("mentor", event="mentor", op_id=True)
def move(request_id: str) -> ResponseReturnValue:
    """Meet at another time than was agreed."""
    command = read_form(TypedTime)

    def act(found: MentorRequest, mentor: Mentor, at: datetime) -> None:
        mentoring.move(found, _needed(command, mentor), "mentor", at)

    said = _("Moved. They are told, and so are both calendars.")
    return done_to(request_id, "move", command, act, said)


@bp.post("/requests/<request_id>/off")
@access("mentor", event="mentor", op_id=True)
def call_off(request_id: str) -> ResponseReturnValue:
    """Call off what was agreed."""
    command = read_form(Another)

    def act(found: MentorRequest, _mentor: Mentor, at: datetime) -> None:
        mentoring.cancel(found, "mentor", command.reply, at)

    return done_to(request_id, "call_off", command, act, _("Called off. They are told."))

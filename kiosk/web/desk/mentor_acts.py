"""What a coordinator does about a mentor, or about a request that waits for them."""

from collections.abc import Callable
from datetime import datetime
from typing import Literal
from uuid import uuid5

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from kiosk.domain import attendees, events, mentoring
from kiosk.domain.mentoring import Mentor, availability, overseeing, profiles
from kiosk.domain.operations import Outcome
from kiosk.errors import Refused
from kiosk.web.desk import bp
from kiosk.web.desk.page import acted, actor, this_event
from kiosk.web.forms import Command, read_form
from kiosk.web.identity import NotAllowed, access, the_member
from kiosk.web.language import _

AT_ONCE = 50
"""How many are invited in one transaction: the doors want to write between."""
MOST_TIMES = 200


class MentorAnswer(Command):
    """What becomes of a mentor."""

    answer: Literal["approve", "turn_down", "suspend", "lift"]


class HeldAnswer(Command):
    """Whether the request of somebody under 18 goes to its mentor."""

    answer: Literal["let_go_on", "hold_back"]


def to_mentoring(slug: str) -> ResponseReturnValue:
    """Go back to the page that the form stood on."""
    return redirect(url_for("desk.mentoring_page", slug=slug), 303)


@bp.post("/<slug>/mentoring/mentors/<mentor>")
@access("coordinator", "organiser", event="staff", op_id=True)
def answer_mentor(slug: str, mentor: str) -> ResponseReturnValue:
    """Let a mentor in, say not this time, suspend them, or let them go on."""
    event = this_event(slug)
    command = read_form(MentorAnswer)
    mentoring.of_event(event.id, mentor)
    if command.answer in {"suspend", "lift"} and not the_member().may("coordinator"):
        raise NotAllowed
    acted(
        command,
        event.id,
        "mentor",
        lambda at: _answered(event.id, mentor, command.answer, at),
        subject=mentor,
        answer=command.answer,
    )
    flash(_said(command.answer))
    return to_mentoring(slug)


def _answered(event_id: int, public_id: str, answer: str, at: datetime) -> Outcome:
    mentor = mentoring.of_event(event_id, public_id)
    acts: dict[str, Callable[[Mentor], None]] = {
        "approve": lambda who: availability.approve(who, event_id, actor(), at),
        "turn_down": lambda who: availability.turn_down(who, event_id, actor(), at),
        "suspend": lambda who: availability.suspend(who, event_id, actor(), at),
        "lift": lambda who: availability.lift_suspension(who, event_id, at),
    }
    acts[answer](mentor)
    return Outcome(200, answer)


def _said(answer: str) -> str:
    return {
        "approve": _("Students find them now, and they are told."),
        "turn_down": _("They are told kindly."),
        "suspend": _("Students find them no more. They are told, and who waited for them too."),
        "lift": _("They go on as before."),
    }[answer]


@bp.post("/<slug>/mentoring/held/<held>")
@access("coordinator", "organiser", event="staff", op_id=True)
def answer_held(slug: str, held: str) -> ResponseReturnValue:
    """Let the request of somebody under 18 go to its mentor, or hold it back."""
    event = this_event(slug)
    command = read_form(HeldAnswer)
    acted(
        command,
        event.id,
        "held-request",
        lambda at: _held_answered(event.id, held, command.answer, at),
        subject=held,
        answer=command.answer,
    )
    goes_on = command.answer == "let_go_on"
    flash(_("It is with the mentor now.") if goes_on else _("Held back. The student is told."))
    return to_mentoring(slug)


def _held_answered(event_id: int, public_id: str, answer: str, at: datetime) -> Outcome:
    request, goes_on = mentoring.request_of_event(event_id, public_id), answer == "let_go_on"
    was_held = request.state == "held"
    act = mentoring.let_ask if goes_on else mentoring.hold_back
    act(request, at)
    # Another coordinator may have answered in the meantime, and otherwise.
    if not was_held or goes_on != (request.state != "declined"):
        raise Refused("answered_already", "Somebody has answered this already.")
    return Outcome(200, answer)


@bp.post("/<slug>/mentoring/invitations/<person>")
@access("coordinator", "organiser", event="staff", op_id=True)
def invite_mentor(slug: str, person: str) -> ResponseReturnValue:
    """Invite one mentor of the list."""
    event = this_event(slug)
    command = read_form(Command)
    acted(
        command, event.id, "invite-mentor", lambda at: _invited(event.id, person, at),
        subject=person,
    )  # fmt: skip
    flash(_("Invited. Their letter is on its way."))
    return to_mentoring(slug)


def _invited(event_id: int, public_id: str, at: datetime) -> Outcome:
    person = attendees.by_public_id(event_id, public_id)
    if person.kind != "mentor":
        raise Refused("not_a_mentor", "They are not on the list as a mentor. Correct the list.")
    profiles.invite(events.get(event_id), person, actor(), at)
    return Outcome(200, "invited")


@bp.post("/<slug>/mentoring/invitations")
@access("coordinator", "organiser", event="staff", op_id=True)
def invite_mentors(slug: str) -> ResponseReturnValue:
    """Invite every mentor of the list who has an address; some at a time, each a step of its own.

    A repeat takes the same steps, so it invites nobody twice.
    """
    event = this_event(slug)
    command, count = read_form(Command), 0
    for step in range(MOST_TIMES):
        own = Command(op_id=uuid5(command.op_id, str(step)))
        done = acted(own, event.id, "invite-mentors", lambda at: _some_invited(event.id, at))
        count += int(str(done.rows["invited"]))
        if not done.rows["left"]:
            break
    flash(_("Invited: %(count)s. Their letters are on their way.", count=count))
    return to_mentoring(slug)


def _some_invited(event_id: int, at: datetime) -> Outcome:
    event = events.get(event_id)
    some, count = overseeing.to_invite(event_id, AT_ONCE)
    for person in some:
        profiles.invite(event, person, actor(), at)
    return Outcome(200, "invited", {"invited": len(some), "left": count - len(some)})

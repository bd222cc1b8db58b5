"""Holding the run of packs back, letting it go on, taking it back; and a test letter to oneself."""

from datetime import datetime
from typing import Annotated, Literal

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from pydantic import EmailStr, Field, TypeAdapter, ValidationError

from kiosk.domain import deliveries
from kiosk.domain.events import Event
from kiosk.domain.operations import Outcome
from kiosk.errors import Invalid
from kiosk.web import limits
from kiosk.web.desk import bp
from kiosk.web.desk.packs import packs_with
from kiosk.web.desk.page import acted, actor, this_event
from kiosk.web.desk.postroom import postroom
from kiosk.web.forms import Command, Line, read_form
from kiosk.web.identity import access
from kiosk.web.language import _


class Turn(Command):
    """What becomes of the run."""

    answer: Literal["pause", "resume", "cancel"]


class TestLetter(Command):
    """Where a test letter shall go."""

    email: Annotated[Line, Field(max_length=254)] = ""


@bp.post("/<slug>/packs/run")
@access("organiser", event="staff", op_id=True)
def turn_packs(slug: str) -> ResponseReturnValue:
    """Pause, resume or cancel what has not left."""
    event = this_event(slug)
    command = read_form(Turn)
    answer = command.answer
    outcome = acted(
        command, event.id, f"{answer}-packs", lambda at: _turned(event.id, answer, at)
    )  # fmt: skip
    if answer == "cancel":
        flash(_("Cancelled: %(n)s letters. None of them had left.", n=outcome.rows["letters"]))
    return _back(slug)


def _turned(event_id: int, answer: str, at: datetime) -> Outcome:
    if answer == "cancel":
        return Outcome(200, "cancelled", {"letters": deliveries.cancel(event_id, "pack", at)})
    turn = deliveries.pause if answer == "pause" else deliveries.resume
    turn(event_id, "pack", actor(), at)
    return Outcome(200, answer)


@bp.post("/<slug>/packs/test")
@access("organiser", event="staff", op_id=True)
@limits.twenty_an_hour
def send_test_pack(slug: str) -> ResponseReturnValue:
    """Put an invented pack to a typed address into the outbox."""
    event = this_event(slug)
    try:
        command = read_form(TestLetter)
        TypeAdapter(EmailStr).validate_python(command.email)
    except (Invalid, ValidationError):
        return packs_with(slug, {"email": _("That is not an e-mail address.")}), 422
    acted(command, event.id, "test-pack", lambda at: _put(event, command.email, at))
    flash(_("A test letter is on its way, about people we made up."))
    return _back(slug)


def _put(event: Event, email: str, at: datetime) -> Outcome:
    postroom().put_sample(event, email, at)
    return Outcome(201, "put")


def _back(slug: str) -> ResponseReturnValue:
    return redirect(url_for("desk.packs_page", slug=slug), 303)

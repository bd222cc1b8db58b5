"""Introductions at the desk: who would like to meet whom, where they were seen, and who goes."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from kiosk.domain import meetings, staff
from kiosk.domain.attendees import Attendee
from kiosk.domain.events import Event
from kiosk.domain.meetings import Introduction
from kiosk.domain.operations import Outcome
from kiosk.web.desk import bp
from kiosk.web.desk.page import acted, actor, go_back, show, this_event
from kiosk.web.forms import Command, read_form
from kiosk.web.identity import access


class WishAnswer(Command):
    """What a steward does about a wish: goes, or has introduced them."""

    answer: Literal["take", "made"]
    back: Literal["help", "today", ""] = ""


@dataclass(frozen=True)
class Wish:
    """One wish as the desk tells it."""

    introduction: Introduction
    person: Attendee
    seen: tuple[str, datetime] | None
    """At which station last, and when."""
    goes: str
    """Whoever is on the way, by name."""

    @property
    def is_open(self) -> bool:
        """Whether nobody goes yet."""
        return self.introduction.state == "open"


def wishes(event: Event) -> list[Wish]:
    """Return who waits to be introduced, the longest first."""
    waiting = meetings.waiting_introductions(event.id)
    if not waiting:
        return []
    seen = meetings.last_seen(event.id, [person.id for _wish, person in waiting])
    names = {f"staff:{member.public_id}": member.name for member in staff.of_event(event.id)}
    return [
        Wish(wish, person, seen.get(person.id), names.get(wish.taken_by or "", ""))
        for wish, person in waiting
    ]


@bp.get("/<slug>/introductions")
@access("steward", event="staff")
def introductions_page(slug: str) -> ResponseReturnValue:
    """Show the steward who would like to be introduced."""
    event = this_event(slug)
    return show("introductions", event, here="introductions", wishes=wishes(event))


@bp.post("/<slug>/introductions/<introduction>")
@access("steward", event="staff", op_id=True)
def see_to_wish(slug: str, introduction: str) -> ResponseReturnValue:
    """Let the steward go, or say that they have introduced somebody."""
    event = this_event(slug)
    command = read_form(WishAnswer)
    acted(
        command,
        event.id,
        "introduction",
        lambda at: _seen_to(event.id, introduction, command.answer, at),
        subject=introduction,
        answer=command.answer,
    )
    if command.back:
        return go_back(slug, command.back)
    return redirect(url_for("desk.introductions_page", slug=slug), 303)


def _seen_to(event_id: int, public_id: str, answer: str, at: datetime) -> Outcome:
    wish = meetings.introduction_by_public_id(event_id, public_id)
    if answer == "take":
        meetings.take_introduction(wish, actor())
    else:
        meetings.introduce(wish, actor(), at)
    return Outcome(200, answer)

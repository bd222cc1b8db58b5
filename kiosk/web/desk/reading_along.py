"""Reading along: a coordinator opens what two people wrote, by a word of theirs that is noted.

The page shows the messages to whoever said so within the last half hour, and to nobody else. It is
open while a concern about it is, and always for people under 18, whose own page says so.
"""

from datetime import datetime, timedelta

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from kiosk import clock
from kiosk.domain import events, mentoring
from kiosk.domain.events import Event
from kiosk.domain.mentoring import MentorRequest, overseeing, threads
from kiosk.domain.mentoring.requests import Row
from kiosk.domain.operations import Outcome
from kiosk.errors import NotKnown, Refused
from kiosk.web import offer_words, slips
from kiosk.web.desk import bp
from kiosk.web.desk.page import acted, actor, show, this_event
from kiosk.web.forms import Command, read_form
from kiosk.web.identity import access

OPEN_FOR = timedelta(minutes=30)


@bp.get("/<slug>/mentoring/requests/<asked>")
@access("coordinator", event="staff")
def thread_page(slug: str, asked: str) -> ResponseReturnValue:
    """Show a request, and its messages to whoever has just said that they read them."""
    event = this_event(slug)
    found = mentoring.request_of_event(event.id, asked)
    row = mentoring.row_of(found)
    may, opened = _may(found, event, clock.now()), _is_opened(asked)
    return show(
        "thread", event, here="mentoring", part="concerns", row=row, may=may,
        said=_said(row) if may and opened else None,
        asked_for=offer_words.asked_for(row[1]), state=offer_words.STATES[found.state],
        moment=offer_words.moment(found.starts_at, event.timezone),
    )  # fmt: skip


def _may(found: MentorRequest, event: Event, at: datetime) -> bool:
    return overseeing.may_be_read(found, events.facts(event), at)


def _is_opened(asked: str) -> bool:
    slip = request.args.get("opened", "")
    try:
        facts = slips.unseal("thread", actor(), slip, clock.now(), lasts=OPEN_FOR)
    except NotKnown:
        return False
    return facts.get("request") == asked


def _said(row: Row) -> list[tuple[str, object, datetime]]:
    found, _offer, mentor, student = row
    names = {found.student_id: student.name, found.seat_id: mentor.name}
    return [
        (names.get(each.author_id, ""), offer_words.with_links(each.words), each.written_at)
        for each in threads.thread_of(found.id)
    ]


@bp.post("/<slug>/mentoring/requests/<asked>")
@access("coordinator", event="staff", op_id=True)
def read_thread(slug: str, asked: str) -> ResponseReturnValue:
    """Note that the coordinator reads what two people wrote, and open it to them for a while."""
    event = this_event(slug)
    command = read_form(Command)
    acted(
        command, event.id, "read-thread", lambda at: _opened(event, asked, at), subject=asked
    )  # fmt: skip
    slip = slips.seal("thread", actor(), clock.now(), request=asked)
    return redirect(url_for("desk.thread_page", slug=slug, asked=asked, opened=slip), 303)


def _opened(event: Event, asked: str, at: datetime) -> Outcome:
    found = mentoring.request_of_event(event.id, asked)
    if not _may(found, event, at):
        raise Refused("not_to_be_read", "Nobody reads this: no concern about it is open.")
    return Outcome(200, "opened")

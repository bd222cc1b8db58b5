"""A mentor's home page: what waits for an answer, what is agreed, and how it was."""

from dataclasses import dataclass
from datetime import datetime

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from kiosk import clock
from kiosk.domain import mentoring
from kiosk.domain.mentoring import Mentor, Row, availability, closing, profiles
from kiosk.web import offer_words
from kiosk.web.forms import Command, read_form
from kiosk.web.identity import access, the_mentor
from kiosk.web.language import _
from kiosk.web.mentor import bp
from kiosk.web.mentor.own_act import act_once, changed, me
from kiosk.web.mentor.pausing import Pause, back_on_in
from kiosk.web.mentor.typed_times import day_of, day_words

MOST_OVER = 30


@dataclass(frozen=True)
class Asked:
    """One request as the home page lists it."""

    id: str
    who: str
    what: str
    state: str
    since: str
    until: str
    when: str
    is_over: bool


@bp.get("")
@access("mentor", event="mentor")
def home() -> ResponseReturnValue:
    """Show a mentor what waits for them first."""
    return home_page(me())


def home_page(
    mentor: Mentor, wrong: dict[str, str] | None = None, typed: dict[str, str] | None = None
) -> str:
    """Draw the home page, with what is wrong in its form and what was typed."""
    at = clock.now()
    rows = mentoring.of_mentor(mentor.id)
    unsaid = _unsaid(rows)
    closed = [row for row in reversed(rows) if not row[0].is_live and row not in unsaid]
    agreed = sorted((r for r in rows if r[0].state == "accepted"), key=_begins)
    return render_template(
        "mentor/home.html",
        fair=the_mentor().event,
        mentor=mentor,
        is_paused=mentor.is_paused(mentoring.today_of(mentor, at)),
        back_on=day_words(mentor.back_on),
        offers=mentoring.live_offers(mentor.id),
        waiting=[_listed(row, at) for row in rows if row[0].state == "asked"],
        suggested=[_listed(row, at) for row in rows if row[0].state == "suggested"],
        agreed=[_listed(row, at) for row in agreed],
        to_say=[_listed(row, at) for row in unsaid],
        earlier=[_listed(row, at) for row in closed[:MOST_OVER]],
        states=offer_words.STATES,
        wrong=wrong or {},
        typed=typed or {},
    )


def _begins(row: Row) -> tuple[bool, float]:
    starts_at = row[0].starts_at
    return starts_at is None, starts_at.timestamp() if starts_at else 0


def _unsaid(rows: list[Row]) -> list[Row]:
    over = [row for row in rows if row[0].state in {"done", "missed", "lapsed"}][-MOST_OVER:]
    return [row for row in over if row[0].seat_id not in closing.feedback_of(row[0].id)]


def _listed(row: Row, at: datetime) -> Asked:
    request, offer, mentor, student = row
    return Asked(
        id=request.public_id,
        who=student.first_name,
        what=offer_words.asked_for(offer),
        state=request.state,
        since=day_of(request.asked_at, mentor),
        until=day_of(request.due_at, mentor),
        when=offer_words.moment(request.starts_at, mentor.timezone),
        is_over=mentoring.is_over(request, at),
    )


@bp.post("/conduct")
@access("mentor", event="mentor", op_id=True)
def agree_to_conduct() -> ResponseReturnValue:
    """Keep that a mentor accepts the code of conduct, once."""
    me(agreed=False)
    act_once(read_form(Command), "agree_to_conduct", profiles.agree_to_code)
    flash(_("Thank you. This is your page."))
    return redirect(url_for("mentor.home"), 303)


@bp.post("/pause")
@access("mentor", event="mentor", op_id=True)
def pause() -> ResponseReturnValue:
    """Let a mentor dip out, until a day or until further notice, and in again."""
    mentor, command = me(), read_form(Pause)

    def act(mentor: Mentor, at: datetime) -> None:
        if command.pause == "no":
            availability.resume(mentor, at)
        else:
            availability.pause(mentor, back_on_in(command), at)

    said = _("Welcome back. Students can ask you again.")
    if command.pause != "no":
        said = _("Paused. What is agreed goes on; nobody new can ask you.")
    typed = command.model_dump(mode="json")
    return changed(command, "pause", act, said, url_for("mentor.home"),
                   lambda wrong: home_page(mentor, wrong, typed))  # fmt: skip

"""Contact packs at the desk, one path: before, freeze, send, watch, and what came of it.

Nothing is written or sent from inside a request: the desk asks, and workers walk.
"""

from datetime import datetime
from typing import Any

from flask import current_app, flash, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from kiosk import clock
from kiosk.adapters.mail import takes_letters
from kiosk.domain import deliveries, notes, packs
from kiosk.domain.events import Event
from kiosk.domain.operations import Outcome
from kiosk.errors import Invalid
from kiosk.web.desk import bp
from kiosk.web.desk.letter_words import FOR_LETTERS, NEED_SOMEBODY
from kiosk.web.desk.page import acted, actor, number_format, show, this_event
from kiosk.web.forms import Command, Line, read_form
from kiosk.web.identity import access
from kiosk.web.language import _

_FEWEST = 5
"""Fewer than these are not told: few enough might be guessed by name."""
_CASES_HERE = 20
_ON_THE_WAY = ("queued", "claimed", "data_open", "deferred")
_WITHOUT_LETTER = {"empty", "no_address", "suppressed", "erased"}


class Sending(Command):
    """How many letters go out, typed by whoever means it."""

    number: Line = ""


@bp.get("/<slug>/packs")
@access("organiser", event="staff")
def packs_page(slug: str) -> ResponseReturnValue:
    """Show the organiser where the packs stand."""
    return packs_with(slug, {})


def packs_with(slug: str, wrong: dict[str, str]) -> str:
    """Draw the page, with what was wrong in its forms."""
    event = this_event(slug)
    progress = _progress(event)
    before = {} if progress["counts"] else _before(event.id)
    return show(
        "packs",
        event,
        here="packs",
        live=False,
        people=len(packs.people(event.id)),
        is_over=event.is_over(clock.now()),
        wrong=wrong,
        **progress,
        **before,
        **_afterwards(event.id, progress["accepted"]),
    )


def _before(event_id: int) -> dict[str, Any]:
    return {
        "forecast": packs.forecast(event_id, takes_letters),
        "unreachable": packs.unreachable(event_id, takes_letters),
    }


def _progress(event: Event) -> dict[str, Any]:
    counts, freezing = deliveries.counts(event.id), packs.open_freeze(event.id)
    letters = sum(n for state, n in counts.items() if state not in _WITHOUT_LETTER)
    return {
        **FOR_LETTERS,
        "counts": counts,
        "letters": letters,
        "accepted": counts.get("accepted", 0),
        "on_the_way": sum(counts.get(state, 0) for state in _ON_THE_WAY),
        "frozen": counts.get("frozen", 0),
        "freezing": freezing,
        "walked": packs.walked(freezing) if freezing else (0, 0),
        "run": deliveries.run_of(event.id, "pack"),
        "cases": deliveries.cases(event.id, states=NEED_SOMEBODY, limit=_CASES_HERE),
        "total": sum(counts.get(state, 0) for state in NEED_SOMEBODY),
    }


def _afterwards(event_id: int, accepted: int) -> dict[str, Any]:
    counted, opened = packs.count_readers(event_id)
    wrote, answered = notes.count_follow_ups(event_id)
    return {
        "notices": packs.open_notices(event_id),
        "late": len(packs.late_readers(event_id)) if accepted else 0,
        "came_of_it": {
            "counted": _told(counted),
            "opened": _told(opened) if counted >= _FEWEST else "",
            "wrote": _told(wrote),
            "answered": _told(answered),
        },
    }


def _told(number: int) -> str:
    """Write a number of people, small ones hidden; none is nobody's secret."""
    if 0 < number < _FEWEST:
        return _("fewer than %(n)s", n=_FEWEST)
    return number_format(number)


@bp.get("/<slug>/packs/progress")
@access("organiser", event="staff")
def packs_progress(slug: str) -> ResponseReturnValue:
    """Give the progress anew, or 304 when nothing has changed."""
    event = this_event(slug)
    answer = make_response(show("_progress", event, live=True, **_progress(event)))
    answer.add_etag()
    return answer.make_conditional(request)


@bp.post("/<slug>/packs/freeze")
@access("organiser", event="staff", op_id=True)
def freeze_packs(slug: str) -> ResponseReturnValue:
    """Ask that everybody's letter be written; a worker walks through the people."""
    event = this_event(slug)
    acted(read_form(Command), event.id, "freeze-packs", lambda at: _asked(event.id, at))
    flash(_("The letters are being written. Nothing is sent yet."))
    return redirect(url_for("desk.packs_page", slug=slug), 303)


def _asked(event_id: int, at: datetime) -> Outcome:
    packs.ask_freeze(event_id, 1, actor(), at)
    return Outcome(202, "asked")


@bp.post("/<slug>/packs/second")
@access("organiser", event="staff", op_id=True)
def write_second(slug: str) -> ResponseReturnValue:
    """Ask that those who were given something since their letter get a second one."""
    event = this_event(slug)

    def ask(at: datetime) -> Outcome:
        packs.ask_freeze(event.id, packs.next_edition(event.id), actor(), at)
        return Outcome(202, "asked")

    acted(read_form(Command), event.id, "second-packs", ask)
    flash(_("The second letters are being written. Nothing is sent yet."))
    return redirect(url_for("desk.packs_page", slug=slug), 303)


@bp.post("/<slug>/packs/send")
@access("organiser", event="staff", op_id=True)
def send_packs(slug: str) -> ResponseReturnValue:
    """Release the frozen letters, on the organiser's typed number."""
    event = this_event(slug)
    try:
        command = read_form(Sending)
        outcome = acted(
            command,
            event.id,
            "send-packs",
            lambda at: _released(event.id, command.number, at),
        )
    except Invalid as fault:
        return packs_with(slug, fault.fields), 422
    flash(_("Released: %(n)s letters are on their way.", n=outcome.rows["letters"]))
    return redirect(url_for("desk.packs_page", slug=slug), 303)


def _released(event_id: int, number: str, at: datetime) -> Outcome:
    frozen = deliveries.counts(event_id).get("frozen", 0)
    if not frozen:
        raise Invalid({"number": _("No letter waits to be sent. Freeze the packs first.")})
    if packs.open_freeze(event_id) is not None:
        raise Invalid({"number": _("The letters are still being written. Wait a moment.")})
    settings = current_app.config["KIOSK"]
    if not settings.mail_from and not settings.smtp_url.startswith("folder:"):
        raise Invalid({"number": _("No sender is set, so nothing can go: KIOSK_MAIL_FROM.")})
    if number != str(frozen):
        raise Invalid({"number": _("Type the number of letters: %(n)s.", n=frozen)})
    return Outcome(200, "released", {"letters": deliveries.start(event_id, "pack", at)})

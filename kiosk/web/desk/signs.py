"""Signs for stands and tent cards for mentors: as PDFs, or through the queue of a printer.

A sign's code leads to the fair's front page and names nobody; a tent card says what its mentor's
badge says.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TypeVar

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import ngettext
from werkzeug.wrappers import Response

from kiosk.adapters.paper_files import signs_pdf, tents_pdf
from kiosk.domain import attendees, employers, print_jobs
from kiosk.domain.attendees import Attendee
from kiosk.domain.employers import Employer
from kiosk.domain.events import Event
from kiosk.domain.operations import Outcome
from kiosk.errors import NotKnown, Refused
from kiosk.web.desk import bp
from kiosk.web.desk.medium import asked, pdf_file, public_url
from kiosk.web.desk.page import acted, number_format, show, this_event
from kiosk.web.desk.paper_words import FOR_PAPERS, PAPERS
from kiosk.web.forms import Command, read_form
from kiosk.web.identity import access
from kiosk.web.language import _

USUAL = "a4"


@bp.get("/<slug>/signs")
@access("steward", event="staff")
def signs_page(slug: str) -> ResponseReturnValue:
    """Show the steward every stand and every mentor, each with a sign or card to print."""
    event = this_event(slug)
    return show(
        "signs", event, here="signs", stands=_by_stand(event.id), mentors=_mentors(event.id),
        prints={what: print_jobs.printers_that_print(event.id, what) for what in ("sign", "tent")},
        on=_paper_name(), **FOR_PAPERS,
    )  # fmt: skip


def _paper_name() -> str:
    name = asked("on") or USUAL
    if name not in PAPERS:
        raise NotKnown("no_such_stock", "There is no such paper.")
    return name


def _by_stand(event_id: int) -> list[Employer]:
    """Return the employers in the order of a walk: by stand, numbers as numbers, then by name."""
    return sorted(employers.of_event(event_id), key=employers.place_in_the_hall)


def _mentors(event_id: int) -> list[Attendee]:
    people = attendees.of_event(event_id, "mentor")
    expected = (each for each in people if each.status == "expected")
    return sorted(expected, key=print_jobs.in_the_box)


@bp.get("/<slug>/signs/file")
@access("steward", event="staff")
def signs_file(slug: str) -> ResponseReturnValue:
    """Give the steward the signs of all stands as a PDF, a page each."""
    event = this_event(slug)
    return _signs(_by_stand(event.id), f"signs-{event.slug}")


@bp.get("/<slug>/signs/<employer>.pdf")
@access("steward", event="staff")
def sign_file(slug: str, employer: str) -> ResponseReturnValue:
    """Give the steward the sign of one stand as a PDF."""
    found = employers.by_public_id(this_event(slug).id, employer)
    return _signs([found], f"sign-{found.public_id}")


def _signs(stands: Sequence[Employer], name: str) -> Response:
    content, _left = signs_pdf(stands, _paper_name(), public_url=public_url())
    return pdf_file(content, name)


@bp.get("/<slug>/tents/file")
@access("steward", event="staff")
def tents_file(slug: str) -> ResponseReturnValue:
    """Give the steward the tent cards of all mentors as a PDF, a page each."""
    event = this_event(slug)
    return _tents(_mentors(event.id), f"tent-cards-{event.slug}")


@bp.get("/<slug>/people/<person>/tent.pdf")
@access("steward", event="staff")
def tent_file(slug: str, person: str) -> ResponseReturnValue:
    """Give the steward one mentor's tent card as a PDF."""
    found = attendees.by_public_id(this_event(slug).id, person)
    return _tents([found], f"tent-card-{found.public_id}")


def _tents(mentors: Sequence[Attendee], name: str) -> Response:
    content, _left = tents_pdf(mentors, _paper_name(), public_url=public_url())
    return pdf_file(content, name)


@bp.post("/<slug>/signs/print")
@access("steward", event="staff", op_id=True)
def print_signs(slug: str) -> ResponseReturnValue:
    """Print the signs of all stands, in the order of a walk."""
    event = this_event(slug)
    return _queued(event, "sign", lambda at: print_jobs.queue_signs(
        event.id, _able(event, "sign", _by_stand(event.id)), at))  # fmt: skip


@bp.post("/<slug>/signs/<employer>/print")
@access("steward", event="staff", op_id=True)
def print_sign(slug: str, employer: str) -> ResponseReturnValue:
    """Print the sign of one stand."""
    event = this_event(slug)

    def act(at: datetime) -> int:
        found = employers.by_public_id(event.id, employer)
        return print_jobs.queue_signs(event.id, _able(event, "sign", [found]), at)

    return _queued(event, "sign", act, subject=employer)


@bp.post("/<slug>/tents/print")
@access("steward", event="staff", op_id=True)
def print_tents(slug: str) -> ResponseReturnValue:
    """Print the tent cards of all mentors."""
    event = this_event(slug)
    return _queued(event, "tent", lambda at: print_jobs.queue_tents(
        event.id, _able(event, "tent", _mentors(event.id)), at))  # fmt: skip


@bp.post("/<slug>/people/<person>/tents")
@access("steward", event="staff", op_id=True)
def print_tent(slug: str, person: str) -> ResponseReturnValue:
    """Print one mentor's tent card."""
    event = this_event(slug)

    def act(at: datetime) -> int:
        found = attendees.by_public_id(event.id, person)
        return print_jobs.queue_tents(event.id, _able(event, "tent", [found]), at)

    return _queued(event, "tent", act, subject=person)


Of = TypeVar("Of")


def _able(event: Event, what: str, wanted: Sequence[Of]) -> Sequence[Of]:
    """Return what is wanted, where a printer of the event prints it."""
    if not print_jobs.printers_that_print(event.id, what):
        raise Refused("no_paper_printer", "No printer prints these. Have them as a PDF.")
    return wanted


def _queued(
    event: Event, what: str, act: Callable[[datetime], int], *, subject: str = ""
) -> ResponseReturnValue:
    """Queue papers once; what is under way already is not queued a second time."""
    outcome = acted(
        read_form(Command), event.id, f"print-{what}s",
        lambda at: Outcome(201, "queued", {"count": act(at)}), subject=subject,
    )  # fmt: skip
    count = int(outcome.rows["count"])
    if count:
        flash(ngettext("%(n)s is on its way to a printer.", "%(n)s are on their way to a printer.",
                       count, n=number_format(count)))  # fmt: skip
    else:
        flash(_("That is on its way to a printer already."))
    return redirect(url_for("desk.signs_page", slug=event.slug), 303)

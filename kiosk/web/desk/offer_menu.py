"""The coordinator's own kinds of offers, beside the five of ours."""

from datetime import datetime

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from kiosk.domain import mentoring
from kiosk.domain.operations import Outcome
from kiosk.errors import Invalid
from kiosk.web import offer_words
from kiosk.web.desk import bp
from kiosk.web.desk.page import acted, show, this_event
from kiosk.web.forms import Command, Line, read_form
from kiosk.web.identity import access
from kiosk.web.language import _


class NewKind(Command):
    """What the new kind of offer is called."""

    title: Line = ""


@bp.get("/<slug>/mentoring/menu")
@access("coordinator", "organiser", event="staff")
def offer_menu(slug: str) -> ResponseReturnValue:
    """Show what mentors choose from."""
    return _page(slug, {}, {})


def _page(slug: str, wrong: dict[str, str], typed: dict[str, str]) -> str:
    event = this_event(slug)
    return show(
        "offer_menu", event, here="mentoring", part="menu", menu=mentoring.menu_of(event.id),
        ours=list(offer_words.KINDS.values()), wrong=wrong, typed=typed,
    )  # fmt: skip


@bp.post("/<slug>/mentoring/menu")
@access("coordinator", "organiser", event="staff", op_id=True)
def add_kind(slug: str) -> ResponseReturnValue:
    """Put another kind of offer on the menu."""
    event = this_event(slug)
    try:
        command = read_form(NewKind)
        acted(command, event.id, "add-offer-kind", lambda _at: _added(event.id, command.title))
    except Invalid as fault:
        return _page(slug, fault.fields, {"title": request.form.get("title", "")[:160]}), 422
    flash(_("It is on the menu. Mentors choose it on their own page."))
    return _to_menu(slug)


def _added(event_id: int, title: str) -> Outcome:
    return Outcome(201, "added", {"kind": mentoring.add_to_menu(event_id, title).public_id})


@bp.post("/<slug>/mentoring/menu/<kind>/away")
@access("coordinator", "organiser", event="staff", op_id=True)
def take_kind_off(slug: str, kind: str) -> ResponseReturnValue:
    """Take a kind off the menu."""
    event = this_event(slug)
    command = read_form(Command)
    acted(
        command, event.id, "remove-offer-kind", lambda at: _taken_off(event.id, kind, at),
        subject=kind,
    )  # fmt: skip
    flash(_("It is off the menu. Who offers it already goes on doing so."))
    return _to_menu(slug)


def _taken_off(event_id: int, public_id: str, at: datetime) -> Outcome:
    mentoring.take_off_menu(event_id, public_id, at)
    return Outcome(200, "removed")


def _to_menu(slug: str) -> ResponseReturnValue:
    return redirect(url_for("desk.offer_menu", slug=slug), 303)

"""The team: who may sign in at this fair's desk, and as what.

A passphrase is hashed (slow on purpose) before any write transaction, and is no part of what an
operation remembers. An organiser cannot make an admin, and cannot shut themselves out.
"""

from datetime import datetime
from typing import Annotated, Literal

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from pydantic import Field

from kiosk.domain import staff
from kiosk.domain.operations import Outcome
from kiosk.domain.staff import StaffMember
from kiosk.errors import Invalid, Refused
from kiosk.web.desk import bp
from kiosk.web.desk.page import acted, show, this_event
from kiosk.web.forms import Command, Form, Line, read_form
from kiosk.web.identity import access, the_member
from kiosk.web.language import _

Role = Literal["steward", "coordinator", "organiser"]


class NewMember(Command):
    """A name and a role; the passphrase is read apart."""

    name: Annotated[Line, Field(min_length=2, max_length=80)]
    role: Role


class NewRole(Command):
    """What somebody may do from now on."""

    role: Role


class Passphrase(Form):
    """A passphrase, never part of a command."""

    passphrase: str = Field(min_length=1, max_length=500)


@bp.get("/<slug>/team")
@access("organiser", event="staff")
def team_page(slug: str) -> ResponseReturnValue:
    """Show the organiser who may sign in."""
    return _page(slug, {}, {})


def _page(slug: str, wrong: dict[str, str], typed: dict[str, str]) -> str:
    event = this_event(slug)
    team = staff.of_event(event.id)
    return show("team", event, here="team", team=team, wrong=wrong, typed=typed)


@bp.post("/<slug>/team")
@access("organiser", event="staff", op_id=True)
def add_member(slug: str) -> ResponseReturnValue:
    """Let somebody new sign in."""
    event = this_event(slug)
    try:
        command = read_form(NewMember)
        hashed = _hashed()
        acted(
            command,
            event.id,
            "add-staff",
            lambda at: _added(event.id, command, hashed, at),
            role=command.role,
        )
    except Invalid as fault:
        typed = {"name": request.form.get("name", "")[:80]}
        return _page(slug, fault.fields, typed), 422
    flash(_("Added. Give them their passphrase in person."))
    return _to_team(slug)


def _hashed() -> str:
    try:
        return staff.hash_passphrase(read_form(Passphrase).passphrase)
    except Invalid:
        raise Invalid({"passphrase": _("Please fill this in.")}) from None
    except Refused as refusal:
        raise Invalid({"passphrase": refusal.sentence}) from None


def _added(event_id: int, command: NewMember, hashed: str, at: datetime) -> Outcome:
    try:
        member = staff.add(command.name, command.role, hashed, event_id=event_id, at=at)
    except staff.NameTaken as refusal:
        raise Invalid({"name": refusal.sentence}) from None
    return Outcome(201, "added", {"member": member.public_id})


@bp.post("/<slug>/team/<member>/role")
@access("organiser", event="staff", op_id=True)
def change_role(slug: str, member: str) -> ResponseReturnValue:
    """Change what somebody may do."""
    event = this_event(slug)
    command = read_form(NewRole)
    acted(
        command,
        event.id,
        "change-role",
        lambda at: _role_changed(event.id, member, command.role),
        subject=member,
        role=command.role,
    )
    flash(_("Changed."))
    return _to_team(slug)


def _role_changed(event_id: int, public_id: str, role: str) -> Outcome:
    staff.change_role(_somebody_else(event_id, public_id), role)
    return Outcome(200, "changed")


def _somebody_else(event_id: int, public_id: str) -> StaffMember:
    if public_id == the_member().public_id:
        raise Refused("yourself", "Ask another organiser: you would shut yourself out.")
    return staff.by_public_id(event_id, public_id)


@bp.post("/<slug>/team/<member>/passphrase")
@access("organiser", event="staff", op_id=True)
def change_passphrase(slug: str, member: str) -> ResponseReturnValue:
    """Give somebody a new passphrase and sign them out everywhere."""
    event = this_event(slug)
    command = read_form(Command)
    try:
        hashed = _hashed()
    except Invalid as fault:
        return _page(slug, {f"passphrase-{member}": fault.sentence}, {}), 422
    acted(
        command,
        event.id,
        "change-passphrase",
        lambda at: _passphrase_changed(event.id, member, hashed, at),
        subject=member,
    )
    flash(_("Changed. They are signed out everywhere."))
    return _to_team(slug)


def _passphrase_changed(event_id: int, public_id: str, hashed: str, at: datetime) -> Outcome:
    staff.change_passphrase(staff.by_public_id(event_id, public_id), hashed, at)
    return Outcome(200, "changed")


@bp.post("/<slug>/team/<member>/leave")
@access("organiser", event="staff", op_id=True)
def let_go(slug: str, member: str) -> ResponseReturnValue:
    """End somebody's account; their name goes, what they did stays under their id."""
    event = this_event(slug)
    command = read_form(Command)
    acted(
        command,
        event.id,
        "end-staff",
        lambda at: _let_go(event.id, member, at),
        subject=member,
    )
    flash(_("They cannot sign in any more."))
    return _to_team(slug)


def _let_go(event_id: int, public_id: str, at: datetime) -> Outcome:
    staff.end_account(_somebody_else(event_id, public_id), at)
    return Outcome(200, "ended")


def _to_team(slug: str) -> ResponseReturnValue:
    return redirect(url_for("desk.team_page", slug=slug), 303)

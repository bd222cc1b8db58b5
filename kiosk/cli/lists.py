"""`kiosk list`: the check-in lists of a fair, with their rules and what they count.

A rule that is not named stays as it is; "none" gives it back to the fair.
"""

from collections.abc import Callable
from typing import Any

import click

from kiosk import clock
from kiosk.cli.frame import ACTOR, answer, event_option, in_app, json_option, short, the_event
from kiosk.db import writing
from kiosk.domain import arrivals, audit, events
from kiosk.domain import figures as counted
from kiosk.domain.events import ENTRIES, KINDS, CheckInList, Event, NoSuchHour
from kiosk.domain.figures import ListFigures
from kiosk.errors import NotKnown, Refused

_NONE = "none"
Command = Callable[..., None]


@click.group("list")
def list_() -> None:
    """Add, change and show a fair's check-in lists: doors, sessions, days."""


_RULES = (
    click.option("--kind", type=click.Choice(("door", "session")), help="What it is."),
    click.option("--lets-in", help="Kinds, as student,guest; none: everybody."),
    click.option("--capacity", help="How many at a time; none: as many as come."),
    click.option("--entries", type=click.Choice((*ENTRIES, _NONE)), help="How often one person."),
    click.option("--after-door/--without-door", default=None, help="Only who is inside the fair."),
    click.option("--opens", help="For example 2026-11-24T07:30; none: with the fair."),
    click.option("--closes", help="For example 2026-11-25T01:00; none: with the fair."),
)


def _rules(command: Command) -> Command:
    for option in reversed(_RULES):
        command = option(command)
    return command


@list_.command()
@event_option
@json_option
@in_app
def show(slug: str, as_json: bool) -> None:
    """Show every list with its rules and figures; times are in the fair's zone."""
    fair = the_event(slug)
    facts = [_facts(fair, each) for each in counted.of_lists(fair.id, clock.now())]
    lines = (
        f"{each['name']} ({each['kind']}): inside {each['inside']}, came in {each['entered']}"
        for each in facts
    )
    answer({"lists": facts}, as_json=as_json, line="\n".join(lines))


def _facts(fair: Event, each: ListFigures) -> dict[str, Any]:
    row = each.check_in_list
    opens, closes = (at and at.astimezone(fair.zone) for at in (row.opens_at, row.closes_at))
    return {
        "id": row.public_id,
        "name": row.name,
        "kind": row.kind,
        "lets_in": row.kinds,
        "capacity": row.capacity,
        "entries": row.entries,
        "after_door": row.after_door,
        "opens": opens and opens.isoformat(),
        "closes": closes and closes.isoformat(),
        "inside": each.inside,
        "entered": each.entered,
    }


@list_.command()
@event_option
@click.option("--name", required=True, callback=short(60), help='For example "Quiet hour".')
@_rules
@in_app
def add(slug: str, name: str, **typed: Any) -> None:
    """Add a list."""
    with writing():
        fair = the_event(slug)
        made = CheckInList(event_id=fair.id)
        defaults = {"kind": "door", "kinds": [], "after_door": False}
        events.shape_list(made, **{**defaults, "name": name, **_read(fair, typed)})
        audit.note(fair.id, ACTOR, "list_added", made.public_id, at=clock.now())
    click.echo(f"Added {name}.")


@list_.command("set")
@event_option
@click.option("--name", required=True, callback=short(60), help="Which list.")
@click.option("--rename", help="Its new name.")
@_rules
@in_app
def set_(slug: str, name: str, rename: str | None, **typed: Any) -> None:
    """Change a list; what is not named stays as it is."""
    with writing():
        fair = the_event(slug)
        known = _called(fair, name)
        renamed = {"name": _short_name(rename)} if rename is not None else {}
        events.shape_list(known, **{**renamed, **_read(fair, typed)})
        audit.note(fair.id, ACTOR, "list_changed", known.public_id, at=clock.now())
    click.echo(f"Changed {known.name}.")


def _short_name(typed: str) -> str:
    name = " ".join(typed.split())
    if not 0 < len(name) <= 60 or not name.isprintable():
        raise click.BadParameter("write 1 to 60 letters, all of them visible.")
    return name


@list_.command()
@event_option
@click.option("--name", required=True, callback=short(60), help="Which list.")
@in_app
def remove(slug: str, name: str) -> None:
    """Take a list away that nothing was counted on and no station uses."""
    with writing():
        fair = the_event(slug)
        known = _called(fair, name)
        arrivals.remove_list(known)
        audit.note(fair.id, ACTOR, "list_removed", known.public_id, at=clock.now())
    click.echo(f"Removed {name}.")


def _called(fair: Event, name: str) -> CheckInList:
    lists = {each.name: each for each in events.lists_of(fair.id)}
    if name not in lists:
        known = ", ".join(lists)
        raise NotKnown("no_such_list", f"There is no list of that name. There is: {known}.")
    return lists[name]


def _read(fair: Event, typed: dict[str, Any]) -> dict[str, object]:
    readers: dict[str, tuple[str, Callable[[str], object]]] = {
        "kind": ("kind", str),
        "lets_in": ("kinds", _kinds),
        "capacity": ("capacity", _capacity),
        "entries": ("entries", str),
        "opens": ("opens_at", lambda at: events.read_local(at, fair.zone)),
        "closes": ("closes_at", lambda at: events.read_local(at, fair.zone, ends=True)),
    }
    rules: dict[str, object] = {}
    for option, (rule, reader) in readers.items():
        value = typed[option]
        if value is not None:
            none: object = [] if option == "lets_in" else None
            rules[rule] = none if value == _NONE else _one(option, value, reader)
    if typed["after_door"] is not None:
        rules["after_door"] = typed["after_door"]
    return rules


def _one(option: str, value: str, reader: Callable[[str], object]) -> object:
    try:
        return reader(value)
    except NoSuchHour:
        why = f"--{option}: there is no such hour, the clocks go forward over it."
        raise Refused("no_such_hour", why) from None
    except (ValueError, OverflowError):
        example = {"lets_in": "student,guest", "capacity": "200"}.get(option, "2026-11-24T10:00")
        flag = option.replace("_", "-")
        raise click.BadParameter(f"write it as {example}.", param_hint=f"--{flag}") from None


def _kinds(value: str) -> list[str]:
    wanted = value.replace(",", " ").split()
    if not wanted or not set(wanted) <= set(KINDS):
        raise ValueError
    return [kind for kind in KINDS if kind in wanted]


def _capacity(value: str) -> int:
    if not (value.isascii() and value.isdigit() and 0 < int(value) < 10_000_000):
        raise ValueError
    return int(value)

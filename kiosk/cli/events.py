"""`kiosk event` and `kiosk figures`."""

import json
from typing import Any

import click

from kiosk import clock
from kiosk.cli.frame import (
    ACTOR,
    answer,
    event_option,
    in_app,
    json_option,
    read_instant,
    the_event,
)
from kiosk.db import writing
from kiosk.domain import audit, events
from kiosk.domain import figures as counted
from kiosk.domain.events import SETTINGS, Event
from kiosk.errors import Refused

_INSTANTS = {"starts_at", "ends_at"}
_YES = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}


@click.group()
def event() -> None:
    """Create and set up fairs."""


@event.command()
@click.option("--slug", required=True)
@click.option("--name", required=True)
@click.option("--starts", required=True, help="For example 2026-11-24T10:00")
@click.option("--ends", required=True)
@click.option("--timezone", default="Europe/London", show_default=True)
@click.option("--place", default="")
@in_app
def create(slug: str, name: str, starts: str, ends: str, timezone: str, place: str) -> None:
    """Create a fair."""
    if not slug.replace("-", "").isalnum() or slug != slug.lower() or not slug.isascii():
        raise click.BadParameter(
            "a slug has small letters, digits and hyphens", param_hint="--slug"
        )
    starts_at = read_instant(starts, timezone, "--starts")
    ends_at = read_instant(ends, timezone, "--ends")
    at = clock.now()
    with writing():
        made = events.create(slug, name, starts_at, ends_at, timezone=timezone, at=at)
        made.place = place
        audit.note(made.id, ACTOR, "event_created", made.public_id, at=at)
    click.echo(f"Created {slug}.")


@event.command("set")
@event_option
@click.argument("changes", nargs=-1, required=True, metavar="KEY=VALUE...")
@in_app
def set_(slug: str, changes: tuple[str, ...]) -> None:
    """Change settings: KEY=VALUE, or consent_text=…"""
    at = clock.now()
    with writing():
        fair = the_event(slug)
        for change in changes:
            key, sign, value = change.partition("=")
            if not sign:
                raise click.BadParameter(f"write {change} as key=value")
            _change(fair, key, value)
        audit.note(fair.id, ACTOR, "event_set", fair.public_id, at=at, fields=len(changes))
    click.echo(f"Set {', '.join(change.partition('=')[0] for change in changes)}.")


def _change(fair: Event, key: str, value: str) -> None:
    if key == "consent_text":
        events.reword_consent(fair, value, clock.now())
    elif key in _INSTANTS:
        fair.change(key, read_instant(value, fair.timezone, key))
    elif key in SETTINGS:
        fair.change(key, _typed(key, value))
    else:
        fair.change(key, value)  # refuses, naming the settings there are


def _typed(key: str, value: str) -> Any:
    kind = Event.__table__.c[key].type.python_type
    try:
        if kind is bool:
            return _YES[value.lower()]
        if kind is int:
            return int(value)
        return json.loads(value) if kind in {dict, list} else value
    except (ValueError, KeyError):
        raise Refused("wrong_value", f"{key}={value} cannot be read as {kind.__name__}.") from None


@event.command()
@event_option
@json_option
@in_app
def show(slug: str, as_json: bool) -> None:
    """Show a fair's settings."""
    fair = the_event(slug)
    facts = {key: getattr(fair, key) for key in ("slug", *SETTINGS)}
    facts = {key: value.isoformat() if key in _INSTANTS else value for key, value in facts.items()}
    facts["consent_text"] = events.consent_wording(fair.id, fair.consent_version)
    line = "\n".join(f"{key}: {value}" for key, value in facts.items())
    answer(facts, as_json=as_json, line=line)


@event.command("list")
@json_option
@in_app
def list_(as_json: bool) -> None:
    """List the fairs."""
    rows = [{"slug": fair.slug, "name": fair.name} for fair in events.every()]
    lines = "\n".join(f"{row['slug']}  {row['name']}" for row in rows)
    answer({"events": rows}, as_json=as_json, line=lines or "There is no event yet.")


@event.command()
@event_option
@in_app
def close(slug: str) -> None:
    """Close the doors of a fair."""
    at = clock.now()
    with writing():
        fair = the_event(slug)
        events.close(fair, at)
        audit.note(fair.id, ACTOR, "event_closed", fair.public_id, at=at)
    click.echo(f"Closed {slug}.")


@click.command()
@event_option
@json_option
@in_app
def figures(slug: str, as_json: bool) -> None:
    """Print a fair's figures."""
    facts = counted.of_event(the_event(slug).id)
    line = ", ".join(f"{name} {value}" for name, value in facts.items() if name != "packs")
    answer(facts, as_json=as_json, line=line)

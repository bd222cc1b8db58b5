"""`kiosk event` and `kiosk figures`."""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click

from kiosk import clock
from kiosk.adapters.event_picture import read_upload
from kiosk.cli.event_settings import read_instant, read_setting, read_zone
from kiosk.cli.frame import (
    ACTOR,
    answer,
    event_option,
    in_app,
    json_option,
    read_file,
    short,
    the_event,
)
from kiosk.db import writing
from kiosk.domain import audit, events
from kiosk.domain import figures as counted
from kiosk.domain.events import SETTINGS
from kiosk.errors import Refused

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@click.group()
def event() -> None:
    """Create and set up fairs."""


def _slug(_context: click.Context, _parameter: click.Parameter, value: str) -> str:
    if not _SLUG.fullmatch(value) or len(value) > 60:
        raise click.BadParameter("write small letters, digits and hyphens. For example: autumn-26")
    return value


@event.command()
@click.option("--slug", required=True, callback=_slug, help="Its name in addresses and commands.")
@click.option("--name", required=True, callback=short(120), help="Its name for people.")
@click.option("--starts", required=True, help="For example 2026-11-24T10:00.")
@click.option("--ends", required=True, help="For example 2026-11-24T15:00.")
@click.option("--timezone", default="Europe/London", show_default=True)
@click.option("--place", default="", callback=short(120, least=0), help="Where it is.")
@in_app
def create(slug: str, name: str, starts: str, ends: str, timezone: str, place: str) -> None:
    """Create a fair."""
    zone = _read(read_zone, timezone, "", "--timezone", "Europe/London")
    starts_at = _read(read_instant, starts, zone, "--starts", "2026-11-24T10:00")
    ends_at = _read(read_instant, ends, zone, "--ends", "2026-11-24T15:00")
    at = clock.now()
    with writing():
        made = events.create(slug, name, starts_at, ends_at, timezone=zone, at=at)
        made.place = place
        audit.note(made.id, ACTOR, "event_created", made.public_id, at=at)
    click.echo(f"Created {slug}.")


def _read(reader: Any, value: str, zone: str, option: str, example: str) -> Any:
    try:
        return reader(value, zone)
    except (ValueError, OverflowError):
        raise click.BadParameter(f"write it as {example}.", param_hint=option) from None


@event.command("set")
@event_option
@click.argument("changes", nargs=-1, required=True, metavar="KEY=VALUE...")
@in_app
def set_(slug: str, changes: tuple[str, ...]) -> None:
    """Change settings, all or none: print_on_arrival=never consent_text="..." """
    at = clock.now()
    pairs = [_pair(change) for change in changes]
    with writing():
        fair = the_event(slug)
        for key, value in _zone_first(pairs):
            fair.change(key, read_setting(key, value, fair.timezone))
        if fair.ends_at <= fair.starts_at:
            raise Refused("ends_before_start", "ends_at must be after starts_at.")
        for wording in (value for key, value in pairs if key == "consent_text"):
            events.reword_consent(fair, _wording(wording), at)
        audit.note(fair.id, ACTOR, "event_set", fair.public_id, at=at, fields=len(changes))
    click.echo(f"Set {', '.join(key for key, _value in pairs)}.")


def _pair(change: str) -> tuple[str, str]:
    key, sign, value = change.partition("=")
    if not sign:
        raise click.BadParameter(f"write {change} as key=value.")
    return key.strip(), value


def _zone_first(pairs: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    settings = [pair for pair in pairs if pair[0] != "consent_text"]
    return sorted(settings, key=lambda pair: pair[0] != "timezone")  # times are typed in it


def _wording(value: str) -> str:
    if not 20 <= len(value.strip()) <= 4000 or "\0" in value:
        why = (
            "consent_text cannot be that. Say in 20 to 4000 letters what is shared, and with whom."
        )
        raise Refused("wrong_value", why)
    return value


@event.command()
@event_option
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option("--remove", is_flag=True, help="Let badges and signs bear no logo.")
@in_app
def logo(slug: str, file: Path | None, remove: bool) -> None:
    """Let badges and signs bear a logo: a PNG, JPEG, WebP or SVG file, written anew."""
    if (file is None) != remove:
        raise click.UsageError("Name a FILE, or say --remove.")
    picture = read_upload(read_file(file)) if file else b""
    at = clock.now()
    with writing():
        fair = the_event(slug)
        if picture:
            events.put_logo(fair.id, picture, at)
        else:
            events.remove_logo(fair.id)
        verb = "put-logo" if picture else "remove-logo"
        audit.note(fair.id, ACTOR, verb, fair.public_id, at=at)
    click.echo(f"Badges of {slug} bear this logo." if picture else f"{slug} has no logo.")


@event.command()
@event_option
@json_option
@in_app
def show(slug: str, as_json: bool) -> None:
    """Show a fair's settings; times are in its own zone."""
    fair = the_event(slug)
    facts = {key: getattr(fair, key) for key in ("slug", *SETTINGS, "closed_at")}
    for key in ("starts_at", "ends_at", "closed_at"):
        facts[key] = facts[key] and facts[key].astimezone(fair.zone).isoformat()
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
    facts = counted.of_event(the_event(slug).id, clock.now())
    line = ", ".join(f"{name} {value}" for name, value in facts.items() if name != "packs")
    answer(facts, as_json=as_json, line=line)

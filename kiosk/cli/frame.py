"""What every command shares: the application, its event, and how an answer is printed."""

import json
from collections.abc import Callable
from datetime import datetime
from functools import wraps
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import click

from kiosk import create_app
from kiosk import db as database
from kiosk.domain import events
from kiosk.domain.events import Event
from kiosk.errors import Refused

event_option = click.option("--event", "slug", required=True, help="The event's slug.")
json_option = click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")
ACTOR = "command:kiosk"


def in_app(command: Callable[..., None]) -> Callable[..., None]:
    """Run a command inside the application, on a migrated database."""

    @wraps(command)
    def run(*args: Any, **kwargs: Any) -> None:
        with create_app().app_context():
            database.migrate()
            command(*args, **kwargs)

    return run


def the_event(slug: str) -> Event:
    """Return the event a command names."""
    return events.by_slug(slug)


def answer(facts: dict[str, Any], *, as_json: bool, line: str) -> None:
    """Print facts as JSON, or one line for a person."""
    click.echo(json.dumps(facts, ensure_ascii=False) if as_json else line)


def read_instant(value: str, timezone: str, option: str) -> datetime:
    """Return a time as typed, in the fair's own zone unless it names one.

    Raises:
        click.BadParameter: it is no time, or the zone is unknown.
    """
    try:
        at = datetime.fromisoformat(value)
        return at if at.tzinfo else at.replace(tzinfo=ZoneInfo(timezone))
    except (ValueError, ZoneInfoNotFoundError, IsADirectoryError):
        hint = f"write {option} as 2026-11-24T10:00 and the zone as Europe/London"
        raise click.BadParameter(hint) from None


def read_file(path: Path) -> bytes:
    """Return a file's bytes.

    Raises:
        Refused: it is not there, or cannot be read.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        raise Refused("no_file", f"{path}: {error.strerror}. Check the name.") from None

"""What every command shares: the application, its event, and how an answer is printed."""

import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import Any

import click
from flask import Flask

from kiosk import create_app
from kiosk import db as database
from kiosk.db import db
from kiosk.domain import events
from kiosk.domain.events import Event
from kiosk.errors import Refused

event_option = click.option("--event", "slug", required=True, help="The event's slug.")
json_option = click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")
ACTOR = "command:kiosk"


@contextmanager
def application() -> Iterator[Flask]:
    """Give the application in its context, and hand its connections back at the end."""
    app = create_app(doors=False)
    with app.app_context():
        try:
            yield app
        finally:
            db.session.remove()
            db.engine.dispose()


def in_app(command: Callable[..., None]) -> Callable[..., None]:
    """Run a command inside the application, on a migrated database."""

    @wraps(command)
    def run(*args: Any, **kwargs: Any) -> None:
        with application():
            database.migrate()
            command(*args, **kwargs)

    return run


def the_event(slug: str) -> Event:
    """Return the event a command names."""
    return events.by_slug(slug)


def answer(facts: dict[str, Any], *, as_json: bool, line: str) -> None:
    """Print facts as JSON, or one line for a person."""
    click.echo(json.dumps(facts, ensure_ascii=False) if as_json else line)


def short(most: int, least: int = 1) -> Callable[[click.Context, click.Parameter, str], str]:
    """Return a callback that trims a text and refuses an empty or overlong one."""

    def check(_context: click.Context, _parameter: click.Parameter, value: str) -> str:
        trimmed = " ".join(value.split())
        if not least <= len(trimmed) <= most or not trimmed.isprintable():
            raise click.BadParameter(f"write {least} to {most} letters, all of them visible.")
        return trimmed

    return check


def read_file(path: Path) -> bytes:
    """Return a file's bytes.

    Raises:
        Refused: it is not there, or cannot be read.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        raise Refused("no_file", f"{path}: {error.strerror}. Check the name.") from None


def write_private(path: Path, content: bytes) -> None:
    """Write a file that its owner alone can read, whole or not at all.

    Raises:
        Refused: it cannot be written there.
    """
    fresh = path.with_name(f".{path.name}.part")
    try:
        if path.exists() and not path.is_file():
            path.write_bytes(content)  # /dev/stdout is written to, never replaced
            return
        with os.fdopen(os.open(fresh, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600), "wb") as file:
            os.fchmod(file.fileno(), 0o600)
            file.write(content)
        fresh.replace(path)
    except OSError as error:
        fresh.unlink(missing_ok=True)
        why = f"{path} cannot be written ({error.strerror}). Choose another place."
        raise Refused("not_written", why) from None

"""`kiosk bounces`: what mail servers send back, from the mailbox or by a pipe."""

import sys
from collections import Counter
from typing import BinaryIO

import click
from alembic.util import CommandError
from flask import current_app
from sqlalchemy.exc import SQLAlchemyError

from kiosk.adapters.mail import LARGEST_REPORT
from kiosk.cli.frame import answer, application, in_app, json_option
from kiosk.db import sqlite_module
from kiosk.errors import KioskError, Refused
from kiosk.workers.bounces import BounceReader, take, told

EX_TEMPFAIL = 75
"""sysexits.h: the mail server keeps the message and tries again, whatever was wrong here."""


@click.group()
def bounces() -> None:
    """What mail servers send back about letters of ours."""


@bounces.command()
@json_option
@in_app
def read(as_json: bool) -> None:
    """Read the mailbox that KIOSK_BOUNCE_URL names, now."""
    settings = current_app.config["KIOSK"]
    if not settings.bounce_url:
        raise Refused(
            "no_bounce_url",
            "KIOSK_BOUNCE_URL is not set, so there is no mailbox to read. "
            "For example: maildir:/var/mail/bounces",
        )
    reader, came = BounceReader(settings), Counter[str]()
    while more := reader.read():
        came += more
    _say(came, as_json=as_json)


def _say(came: Counter[str], *, as_json: bool) -> None:
    number = came.total()
    whole = f"Read {number} {'message' if number == 1 else 'messages'}: {told(came)}."
    answer(dict(came), as_json=as_json, line=whole if came else "Nothing new in the mailbox.")


@bounces.command("take")
@click.option("--to", "sent_to", default="", help="Where the mail server says it came to.")
def take_one(sent_to: str) -> None:
    """Read one message from standard input, as a mail server's pipe gives it.

    Ends in 0 whatever the message was, and in 75 where the records are away: then the server tries
    again later.
    """
    raw = _whole(sys.stdin.buffer)
    try:
        with application():
            take(raw, (sent_to,) if sent_to else ())
    except (KioskError, SQLAlchemyError, sqlite_module.Error, CommandError, OSError, ImportError):
        click.echo("The records are away just now. Please keep it and try again.", err=True)
        raise click.exceptions.Exit(EX_TEMPFAIL) from None


def _whole(stream: BinaryIO) -> bytes:
    """Read what counts, and the rest to its end: a pipe that breaks is trouble to the server."""
    raw = stream.read(LARGEST_REPORT)
    while stream.read(1 << 16):
        pass
    return raw

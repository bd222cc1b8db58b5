"""Working through the outbox in a command's own process, safe beside a running server."""

import sys

import click
from flask import current_app

from kiosk.cli import starting
from kiosk.domain import deliveries
from kiosk.workers.mail import MailWorker

_EACH = 20
"""Letters between two progress lines: counting them for each would slow them down."""


def open_mail() -> MailWorker:
    """Return the worker that sends letters; refuses before anything is put when it cannot."""
    settings = current_app.config["KIOSK"]
    starting.check_mail(settings)
    return MailWorker(settings)


def work_through(worker: MailWorker, event_id: int, kind: str = "") -> None:
    """Send an event's letters until none is due now; on a terminal, say how many of a kind went."""
    told = bool(kind) and sys.stderr.isatty()
    tried = 0
    try:
        while worker.run_once(event_id):
            tried += 1
            if told and tried % _EACH == 0:
                click.echo(f"\r{_progress(event_id, kind)}\033[K", err=True, nl=False)
    finally:
        worker.close()
        if told:
            click.echo(err=True)


def _progress(event_id: int, kind: str) -> str:
    states = deliveries.counts(event_id, kind)
    waiting = sum(states.get(state, 0) for state in ("queued", "claimed", "data_open", "deferred"))
    return f"{states.get('accepted', 0)} sent, {waiting} to go"


def exit_if_some_did_not_go(event_id: int, kind: str) -> None:
    """End in exit 1, saying how many letters have not gone out and what to do."""
    states = deliveries.counts(event_id, kind)
    later = states.get("deferred", 0)
    stuck = sum(states.get(state, 0) for state in ("rejected", "failed", "unknown", "bounced"))
    if later:
        what = "was not taken yet and is" if later == 1 else "were not taken yet and are"
        click.echo(f"{later} {what} tried again by kiosk serve, or by this command.", err=True)
    if stuck:
        need = "letter needs" if stuck == 1 else "letters need"
        click.echo(f"{stuck} {need} somebody: look at the desk under Packs.", err=True)
    if later or stuck:
        raise click.exceptions.Exit(1)

"""Working through the outbox in a command's own process, safe beside a running server."""

import click
from flask import current_app

from kiosk.cli import starting
from kiosk.domain import deliveries
from kiosk.workers.mail import MailWorker


def open_mail() -> MailWorker:
    """Return the worker that sends letters; refuses before anything is put when it cannot."""
    settings = current_app.config["KIOSK"]
    starting.check_mail(settings)
    return MailWorker(settings)


def work_through(worker: MailWorker, event_id: int) -> None:
    """Send an event's letters until none is due now."""
    try:
        while worker.run_once(event_id):
            pass
    finally:
        worker.close()


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

"""Working through the outbox in a command's own process, safe beside a running server."""

import sys
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import closing
from threading import Event

import click
from flask import Flask, current_app

from kiosk.cli import starting
from kiosk.db import db
from kiosk.domain import deliveries
from kiosk.workers.connections import mail_workers
from kiosk.workers.mail import MailWorker


def open_mail() -> list[MailWorker]:
    """Return the workers that send letters; refuses before anything is put when they cannot."""
    settings = current_app.config["KIOSK"]
    starting.check_mail(settings)
    return mail_workers(settings)


def work_through(workers: list[MailWorker], event_id: int, kind: str = "") -> None:
    """Send an event's letters, several at once, until none is due now.

    On a terminal, it says how many of a kind went. Interrupted (Ctrl-C), each finishes the letter
    in its hands.
    """
    stopping = Event()
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]

    def work(worker: MailWorker) -> None:
        with app.app_context(), closing(worker):
            while not stopping.is_set() and worker.run_once(event_id):
                pass

    with ThreadPoolExecutor(len(workers)) as pool:
        try:
            going = [pool.submit(work, worker) for worker in workers]
            if kind and sys.stderr.isatty():
                _tell(going, event_id, kind)
            for each in going:
                each.result()
        finally:
            stopping.set()


def _tell(going: list[Future[None]], event_id: int, kind: str) -> None:
    while wait(going, timeout=1).not_done:
        click.echo(f"\r{progress(event_id, kind)[0]}\033[K", err=True, nl=False)
    click.echo(err=True)


def progress(event_id: int, kind: str) -> tuple[str, int]:
    """Return how the letters stand in a line, and how many are on their way."""
    db.session.rollback()  # what others have done meanwhile is to be seen
    states = deliveries.counts(event_id, kind)
    waiting = sum(states.get(state, 0) for state in ("queued", "claimed", "data_open", "deferred"))
    return f"{states.get('accepted', 0)} sent, {waiting} to go", waiting


def held_back(why: str) -> str:
    """Say why a run of letters is held back."""
    return {
        "unknowns": "Held back: the mail server fell silent over three letters within a minute.",
        "refusals": "Held back: the mail server refused more than one letter in twenty.",
    }.get(why, "Held back by hand.")


def exit_if_some_did_not_go(event_id: int, kind: str) -> None:
    """End in exit 1, saying how many letters have not gone out and what to do."""
    states = deliveries.counts(event_id, kind)
    later = states.get("deferred", 0) + states.get("queued", 0)
    stuck = sum(states.get(state, 0) for state in ("rejected", "failed", "unknown", "bounced"))
    run = deliveries.run_of(event_id, kind)
    if run is not None and run.state == "paused":
        click.echo(f"{held_back(run.why)} kiosk packs resume lets them go on.", err=True)
    elif later:
        what = "was not taken yet and is" if later == 1 else "were not taken yet and are"
        click.echo(f"{later} {what} tried again by kiosk serve, or by this command.", err=True)
    if stuck:
        need = "letter needs" if stuck == 1 else "letters need"
        click.echo(f"{stuck} {need} somebody: look at the desk under Packs.", err=True)
    if later or stuck:
        raise click.exceptions.Exit(1)

"""Working through the outbox in a command's own process, safe beside a running server."""

import sys
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import closing
from threading import Event

import click
from flask import Flask, current_app

from kiosk.cli import starting
from kiosk.db import db
from kiosk.domain import deliveries
from kiosk.workers.connections import mail_workers
from kiosk.workers.mail import MailWorker

_EACH_S = 1.0
"""Seconds between two progress lines."""


def open_mail() -> list[MailWorker]:
    """Return the workers that send letters; refuses before anything is put when they cannot."""
    settings = current_app.config["KIOSK"]
    starting.check_mail(settings)
    return mail_workers(settings)


def work_through(workers: list[MailWorker], event_id: int, kind: str = "") -> None:
    """Send an event's letters, several at once, until none is due now.

    On a terminal, say how many of a kind went. Interrupted (Ctrl-C), each finishes its letter.
    """
    stopping = Event()
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]

    def work(worker: MailWorker) -> None:
        with app.app_context(), closing(worker):
            while not stopping.is_set() and worker.run_once(event_id):
                pass

    with ThreadPoolExecutor(len(workers)) as pool:
        try:
            working = [pool.submit(work, worker) for worker in workers]
            if kind and sys.stderr.isatty():
                while wait(working, timeout=_EACH_S).not_done:
                    click.echo(f"\r{_progress(event_id, kind)}\033[K", err=True, nl=False)
                click.echo(err=True)
            for done in working:
                done.result()
        finally:
            stopping.set()


def _progress(event_id: int, kind: str) -> str:
    db.session.rollback()  # what other threads have settled since
    states = deliveries.counts(event_id, kind)
    waiting = sum(states.get(state, 0) for state in ("queued", "claimed", "data_open", "deferred"))
    return f"{states.get('accepted', 0)} sent, {waiting} to go"


def exit_if_some_did_not_go(event_id: int, kind: str) -> None:
    """End in exit 1, saying how many letters have not gone out and what to do."""
    states = deliveries.counts(event_id, kind)
    later = states.get("deferred", 0) + states.get("queued", 0)
    stuck = sum(states.get(state, 0) for state in ("rejected", "failed", "unknown", "bounced"))
    if later:
        what = "was not taken yet and is" if later == 1 else "were not taken yet and are"
        click.echo(f"{later} {what} tried again by kiosk serve, or by this command.", err=True)
    if stuck:
        need = "letter needs" if stuck == 1 else "letters need"
        click.echo(f"{stuck} {need} somebody: look at the desk under Packs.", err=True)
    if later or stuck:
        raise click.exceptions.Exit(1)

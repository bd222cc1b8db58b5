"""A desk beside a print room: who came, how a printer is, how a job ended."""

from kiosk import clock
from kiosk.db import db, writing
from kiosk.domain import print_jobs
from kiosk.domain.print_jobs import PrintJob
from tests.a_print_room import print_now, ready_printer, see
from tests.web.a_desk import Desk


def arrive(desk: Desk, *first_names: str) -> None:
    """Let people come in, so that their badges are queued."""
    with desk.app.app_context():
        desk.fair.check_in(*first_names, at=clock.now())


def seen(desk: Desk, state: str, reason: str = "", name: str = "Door left") -> str:
    """Let a printer of the fair be as it is said; return its public id."""
    with desk.app.app_context():
        ready_printer(desk.fair.id, name, clock.now())
        with writing():
            printer = next(p for p in print_jobs.printers_of(desk.fair.id) if p.name == name)
            see(printer, state, clock.now(), reason)
            return printer.public_id


def ended(desk: Desk, state: str, why: str = "") -> str:
    """Let the next job end in a state; return its public id."""
    with desk.app.app_context():
        return print_now(desk.fair.id, state, clock.now(), why).public_id


def jobs_of(desk: Desk) -> list[tuple[str, str, str]]:
    """What is printed, why, and its state: every job, oldest first."""
    with desk.app.app_context():
        rows = db.session.scalars(db.select(PrintJob).order_by(PrintJob.id))
        return [(job.what, job.reason, job.state) for job in rows]

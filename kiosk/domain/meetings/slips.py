"""The slip at the exit: somebody's own list of whom they met, printed when they ask for it.

Who may ask is the door's question: whoever showed a ticket, holds the linked phone, or is served
by a steward. A badge is not enough, for anybody may photograph one.
"""

from datetime import datetime, timedelta

from sqlalchemy import func, select

from kiosk.db import db
from kiosk.domain import devices, print_jobs
from kiosk.domain.attendees import Attendee, hold
from kiosk.domain.meetings.ledger import ledger_of
from kiosk.domain.print_jobs import Printer, PrintJob
from kiosk.errors import Refused

AN_HOUR = timedelta(hours=1)
MOST_AN_HOUR = 3
_UNDER_WAY = ("queued", "claimed", "sent")


def slip_printer(event_id: int) -> Printer | None:
    """Return the printer where slips are looked for: an exit's own, else the first that has them.

    None: no printer of the event prints slips.
    """
    able = print_jobs.printers_that_print(event_id, "slip")
    exit_station = _exit_with(event_id, {each.id for each in able})
    if exit_station is not None:
        return next(each for each in able if each.id == exit_station.printer_id)
    return able[0] if able else None


def _exit_with(event_id: int, printer_ids: set[int]) -> devices.Device | None:
    query = select(devices.Device).where(
        devices.Device.event_id == event_id,
        devices.Device.mode == "exit",
        devices.Device.revoked_at.is_(None),
        devices.Device.printer_id.in_(printer_ids),
    )
    return db.session.scalars(query.order_by(devices.Device.id).limit(1)).first()


def slip_under_way(attendee_id: int) -> PrintJob | None:
    """Return the slip of a person that is not out yet."""
    job = print_jobs.latest_of(attendee_id, "slip")
    return job if job is not None and job.state in _UNDER_WAY else None


def queue_slip(attendee: Attendee, *, device_id: int | None = None, at: datetime) -> str:
    """Queue a person's list of whom they met; return the job's public id.

    From elsewhere than a station (`device_id`) it is meant for the printer of an exit.

    Raises:
        Refused: no printer prints lists, they met nobody, one is being printed, or they had three
            within an hour.
    """
    hold(attendee.id)
    printers = print_jobs.printers_that_print(attendee.event_id, "slip")
    if not printers:
        raise Refused("no_slip_printer", "No printer here prints lists.")
    if not ledger_of(attendee):
        raise Refused("met_nobody", "There is nobody on that list yet.")
    if device_id is None:
        at_exit = _exit_with(attendee.event_id, {each.id for each in printers})
        device_id = at_exit.id if at_exit is not None else None
    if slip_under_way(attendee.id) is None and _lately(attendee.id, at) >= MOST_AN_HOUR:
        raise Refused("slips_enough", "That list was printed three times just now. Try it later.")
    job = print_jobs.queue_paper(
        attendee.event_id, "slip", attendee_id=attendee.id, device_id=device_id, at=at
    )
    if job is None:
        raise Refused("slip_printing", "That list is being printed already.")
    return job


def _lately(attendee_id: int, at: datetime) -> int:
    query = select(func.count()).where(
        PrintJob.attendee_id == attendee_id,
        PrintJob.what == "slip",
        PrintJob.state.not_in(("failed", "voided")),
        PrintJob.created_at > at - AN_HOUR,
    )
    return db.session.scalar(query) or 0

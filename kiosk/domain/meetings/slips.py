"""The slip at the exit: somebody's own list of whom they met, printed when they ask for it.

Who may ask is the door's question: whoever showed a ticket, holds the linked phone, or is served
by a steward. A badge is not enough, for anybody may photograph one.
"""

from collections.abc import Iterable
from dataclasses import dataclass
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
_PRINTING = "That list is being printed already."


@dataclass(frozen=True)
class SlipOffer:
    """Whether somebody may have their list now, what keeps it from them, and their newest one."""

    why: str
    job: PrintJob | None

    @property
    def may_print(self) -> bool:
        """Whether it would be queued."""
        return not self.why


def slip_offer(attendee: Attendee, at: datetime) -> SlipOffer:
    """Return whether a person may have their list: `why` is the slug `queue_slip` would refuse."""
    refusal = _refusal(attendee, at)
    job = print_jobs.latest_of(attendee.id, "slip")
    return SlipOffer(refusal.slug if refusal else "", job)


def slip_printers(event_id: int, device_id: int | None = None) -> list[Printer]:
    """Return the printers where a list may come out: a station's own, else an exit's, else all."""
    able = {each.id: each for each in print_jobs.printers_that_print(event_id, "slip")}
    station = _station_for(event_id, device_id, able)
    if station is not None and station.printer_id is not None:
        return [able[station.printer_id]]
    return list(able.values())


def _station_for(
    event_id: int, device_id: int | None, printer_ids: Iterable[int]
) -> devices.Device | None:
    """Return the station that asks, else an exit, where it has a printer of its own for lists."""
    asking = devices.Device.id == device_id if device_id else devices.Device.mode == "exit"
    query = select(devices.Device).where(
        devices.Device.event_id == event_id,
        devices.Device.revoked_at.is_(None),
        devices.Device.printer_id.in_(list(printer_ids)),
        asking,
    )
    return db.session.scalars(query.order_by(devices.Device.id).limit(1)).first()


def queue_slip(attendee: Attendee, *, device_id: int | None = None, at: datetime) -> str:
    """Queue a person's list of whom they met; return the job's public id.

    From elsewhere than a station (`device_id`) it is meant for the printer of an exit.

    Raises:
        Refused: no printer prints lists, they met nobody, one is being printed, or they had three
            within an hour.
    """
    hold(attendee.id)
    if refusal := _refusal(attendee, at):
        raise refusal
    printers = (each.id for each in print_jobs.printers_that_print(attendee.event_id, "slip"))
    station = _station_for(attendee.event_id, device_id, printers)
    meant_for = station.id if station is not None else device_id
    job = print_jobs.queue_paper(
        attendee.event_id, "slip", attendee_id=attendee.id, device_id=meant_for, at=at
    )
    if job is None:
        raise Refused("slip_printing", _PRINTING)
    return job


def _refusal(attendee: Attendee, at: datetime) -> Refused | None:
    if not print_jobs.printers_that_print(attendee.event_id, "slip"):
        return Refused("no_slip_printer", "No printer here prints lists.")
    if not ledger_of(attendee):
        return Refused("met_nobody", "There is nobody on that list yet.")
    job = print_jobs.latest_of(attendee.id, "slip")
    if job is not None and job.state in _UNDER_WAY:
        return Refused("slip_printing", _PRINTING)
    if _lately(attendee.id, at) >= MOST_AN_HOUR:
        return Refused("slips_enough", "That list was printed three times just now. Try it later.")
    return None


def _lately(attendee_id: int, at: datetime) -> int:
    query = select(func.count()).where(
        PrintJob.attendee_id == attendee_id,
        PrintJob.what == "slip",
        PrintJob.state.not_in(("failed", "voided")),
        PrintJob.created_at > at - AN_HOUR,
    )
    return db.session.scalar(query) or 0

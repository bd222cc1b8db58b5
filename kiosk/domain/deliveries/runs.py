"""Runs: whether letters of a kind are being sent just now at an event, and how fast all may go.

Without a row a run goes on. The pace is one row for all workers on all machines, so that a mail
server's limit holds however many there are.
"""

from datetime import datetime, timedelta

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint, func, select, update
from sqlalchemy.orm import Mapped, mapped_column

from kiosk.db import Instant, Model, OptionalInstant, db, plain
from kiosk.domain.deliveries.record import Delivery
from kiosk.domain.operations import insert_once, insert_statement

UNKNOWNS, WITHIN = 3, timedelta(minutes=1)
REFUSALS, OF_LETTERS = 0.05, 40
"""The breaker: so many unknown in a minute, or more than that share refused of so many letters."""
_STOPPED = ("frozen", "queued", "deferred", "claimed")


class MailRun(Model):
    """Letters of one kind at one event: sent, or held back by somebody or by the breaker."""

    __tablename__ = "mail_runs"
    __table_args__ = (
        CheckConstraint("state IN ('running', 'paused')", name="state"),
        CheckConstraint("why IN ('', 'by_hand', 'unknowns', 'refusals')", name="why"),
        UniqueConstraint("event_id", "kind"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"))
    kind: Mapped[str] = mapped_column(String(20), info=plain("which letter"))
    state: Mapped[str] = mapped_column(String(10), info=plain("a state"))
    why: Mapped[str] = mapped_column(String(10), default="", info=plain("a reason"))
    by: Mapped[str | None] = mapped_column(String(40), info=plain("who, as a public id"))
    since: Mapped[Instant]
    """When it was paused, or began; the breaker counts from here."""


class MailPace(Model):
    """When the next letter may go out, whoever sends it."""

    __tablename__ = "mail_pace"

    id: Mapped[int] = mapped_column(primary_key=True)
    next_at: Mapped[OptionalInstant]


def run_of(event_id: int, kind: str) -> MailRun | None:
    """Return the run of letters of a kind at an event; None goes on, and began at no known time."""
    query = select(MailRun).where(MailRun.event_id == event_id, MailRun.kind == kind)
    return db.session.scalar(query.execution_options(populate_existing=True))


def is_paused(event_id: int, kind: str) -> bool:
    """Whether letters of a kind are held back at an event."""
    run = run_of(event_id, kind)
    return run is not None and run.state == "paused"


def begin(event_id: int, kind: str, at: datetime) -> None:
    """Let a release begin the run, the breaker counting from now; a paused one stays paused."""
    _row(event_id, kind, at)
    _turn(event_id, kind, "running", since=at)


def pause(event_id: int, kind: str, by: str, at: datetime, why: str = "by_hand") -> bool:
    """Hold letters of a kind back; False: they are held back already. What is open goes on."""
    _row(event_id, kind, at)
    return _turn(event_id, kind, "running", state="paused", why=why, by=by, since=at)


def resume(event_id: int, kind: str, by: str, at: datetime) -> bool:
    """Let letters of a kind go again, the breaker counting from now; False: they do already."""
    return _turn(event_id, kind, "paused", state="running", why="", by=by, since=at)


def _row(event_id: int, kind: str, at: datetime) -> None:
    insert_once(MailRun, event_id=event_id, kind=kind, state="running", why="", since=at)


def _turn(event_id: int, kind: str, before: str, **values: object) -> bool:
    query = update(MailRun).where(MailRun.event_id == event_id, MailRun.kind == kind)
    query = query.where(MailRun.state == before).values(**values)
    return db.session.execute(query.returning(MailRun.id)).first() is not None


def cancel(event_id: int, kind: str, at: datetime) -> int:
    """Take back every letter of a kind of which nothing has left; return how many.

    They may be frozen and released again. A worker that holds one fails on its epoch.
    """
    query = (
        update(Delivery)
        .where(Delivery.event_id == event_id, Delivery.kind == kind)
        .where(Delivery.state.in_(_STOPPED))
        .values(state="cancelled", settled_at=at, lease_until=None, epoch=Delivery.epoch + 1)
    )
    return len(db.session.execute(query.returning(Delivery.id)).all())


def trip(event_id: int, kind: str, at: datetime) -> str:
    """Pause a run that goes wrong; return why, or nothing where it goes on or is paused already."""
    why = _goes_wrong(event_id, kind, at)
    return why if why and pause(event_id, kind, "breaker", at, why) else ""


def _goes_wrong(event_id: int, kind: str, at: datetime) -> str:
    run = run_of(event_id, kind)
    settled = [Delivery.event_id == event_id, Delivery.kind == kind]
    if run is not None:
        settled.append(Delivery.settled_at >= run.since)
    unknown = select(func.count()).where(
        *settled, Delivery.state == "unknown", Delivery.settled_at >= at - WITHIN
    )
    if (db.session.scalar(unknown) or 0) >= UNKNOWNS:
        return "unknowns"
    query = select(
        func.count().filter(Delivery.state == "rejected"),
        func.count().filter(Delivery.state.in_(("accepted", "rejected", "unknown", "bounced"))),
    ).where(*settled)
    refused, letters = db.session.execute(query).one()
    return "refusals" if letters >= OF_LETTERS and refused > REFUSALS * letters else ""


def take_slot(rate: int, at: datetime) -> float:
    """Take the next moment at which a letter may go, `rate` a minute; return seconds to wait.

    0: it is now, and taken. All workers on all machines share one row.
    """
    if rate <= 0:
        return 0.0
    connection = db.session.connection()
    connection.execute(insert_statement(MailPace, connection.dialect.name), {"id": 1})
    free = update(MailPace).where(MailPace.id == 1)
    free = free.where(MailPace.next_at.is_(None) | (MailPace.next_at <= at))
    gap = timedelta(seconds=60 / rate)
    if db.session.execute(free.values(next_at=at + gap).returning(MailPace.id)).first():
        return 0.0
    next_at = db.session.scalar(select(MailPace.next_at).where(MailPace.id == 1))
    return max(0.001, (next_at - at).total_seconds()) if next_at else 0.001

"""Blocks and reports: how somebody keeps another away, without the other learning who did.

A block hides two people from each other. A report freezes a pair at once, and everything of the
reported person after three reporters or a steward's decision. Both hold when something is read, so
what was given before is seen no more, and again once they end. To the one who is kept away it looks
like an `asked` that nobody has answered.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BindParameter,
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
    bindparam,
    or_,
    select,
    text,
)
from sqlalchemy.orm import Mapped, aliased, mapped_column

from kiosk.db import Instant, Model, OptionalInstant, PublicId, db, new_public_id, personal, plain
from kiosk.domain.attendees import Attendee
from kiosk.domain.meetings.record import Meeting
from kiosk.domain.operations import insert_once
from kiosk.errors import Invalid, NotKnown

LONGEST = 500
ENOUGH_REPORTERS = 3


class Block(Model):
    """One person wants to have no more to do with another."""

    __tablename__ = "blocks"
    __person__ = ("blocker_id", "blocked_id")
    __told_to__ = ("blocker_id",)
    __table_args__ = (
        Index("uq_blocks_live", "blocker_id", "blocked_id", unique=True,
              sqlite_where=text("ended_at IS NULL"), postgresql_where=text("ended_at IS NULL")),
        Index("ix_blocks_blocked", "blocked_id"),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[PublicId] = mapped_column(default=new_public_id)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"))
    blocker_id: Mapped[int] = mapped_column(ForeignKey("attendees.id"))
    blocked_id: Mapped[int] = mapped_column(ForeignKey("attendees.id"))
    since: Mapped[Instant]
    ended_at: Mapped[OptionalInstant]


class Report(Model):
    """One person tells the stewards about another; what they say is for the stewards alone."""

    __tablename__ = "reports"
    __person__ = ("reporter_id", "reported_id")
    __told_to__ = ("reporter_id",)
    __table_args__ = (
        CheckConstraint("decision IN ('upheld', 'dismissed')", name="decision"),
        UniqueConstraint("reporter_id", "reported_id"),
        Index("ix_reports_reported", "reported_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[PublicId] = mapped_column(default=new_public_id)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"))
    reporter_id: Mapped[int] = mapped_column(ForeignKey("attendees.id"))
    reported_id: Mapped[int] = mapped_column(ForeignKey("attendees.id"))
    words: Mapped[str] = mapped_column(
        Text, default="", info=personal("lets a steward decide about somebody who was reported")
    )
    reported_at: Mapped[Instant]
    decision: Mapped[str | None] = mapped_column(String(10), info=plain("a decision"))
    decided_at: Mapped[OptionalInstant]
    decided_by: Mapped[str | None] = mapped_column(String(40), info=plain("who, as a public id"))


@dataclass(frozen=True)
class KeptApart:
    """Who is kept from whom at one event, as far as the people asked about are concerned."""

    blocks: frozenset[tuple[int, int]]
    reported: frozenset[tuple[int, int]]
    frozen: frozenset[int]

    def hides(self, reader_id: int, other_id: int) -> bool:
        """Whether a reader wants to see nothing of somebody any more."""
        return (reader_id, other_id) in self.blocks

    def withholds(self, one_id: int, other_id: int) -> bool:
        """Whether these two get nothing of each other beyond what the badge prints."""
        pairs = {(one_id, other_id), (other_id, one_id)}
        return bool(pairs & (self.blocks | self.reported) or {one_id, other_id} & self.frozen)


# Built once: whoever freezes thousands of packs asks thousands of times.
_ids: BindParameter[Any] = bindparam("ids", expanding=True)
_BLOCKS = select(Block.blocker_id, Block.blocked_id).where(
    Block.ended_at.is_(None), or_(Block.blocker_id.in_(_ids), Block.blocked_id.in_(_ids))
)
_REPORTS = select(Report.reporter_id, Report.reported_id, Report.decision).where(
    Report.event_id == bindparam("event_id"), Report.decision.is_distinct_from("dismissed")
)


def kept_apart(event_id: int, attendee_ids: Iterable[int]) -> KeptApart:
    """Return who is kept away by or from any of these people, in two short statements."""
    reports = db.session.execute(_REPORTS, {"event_id": event_id})
    found = [(row[0], row[1], row[2]) for row in reports]
    blocks = db.session.execute(_BLOCKS, {"ids": list(attendee_ids)})
    return KeptApart(
        blocks=frozenset((row[0], row[1]) for row in blocks),
        reported=frozenset((reporter, reported) for reporter, reported, _decision in found),
        frozen=frozen_by(found),
    )


def frozen_by(reports: list[tuple[int, int, str | None]]) -> frozenset[int]:
    """Return whom these reports (by whom, about whom, decision) freeze; none is dismissed."""
    by_reported: dict[int, list[str | None]] = {}
    for _reporter, reported, decision in reports:
        by_reported.setdefault(reported, []).append(decision)
    return frozenset(
        reported
        for reported, decisions in by_reported.items()
        if "upheld" in decisions or len(decisions) >= ENOUGH_REPORTERS
    )


def block(meeting: Meeting, blocker: Attendee, at: datetime) -> None:
    """Keep whom one met away from now on; again changes nothing.

    Raises:
        NotKnown: the blocker was not at this meeting.
    """
    insert_once(
        Block,
        public_id=new_public_id(),
        event_id=meeting.event_id,
        blocker_id=blocker.id,
        blocked_id=_other(meeting, blocker),
        since=at,
    )


def _other(meeting: Meeting, person: Attendee) -> int:
    if person.id not in (meeting.low_id, meeting.high_id):
        raise NotKnown("no_such_meeting", "There is no such meeting.")
    return meeting.other(person.id)


def unblock(blocker: Attendee, public_id: str, at: datetime) -> Attendee:
    """Let somebody near again whom one kept away; return them. Again changes nothing.

    Raises:
        NotKnown: the blocker keeps nobody away by that id.
    """
    query = select(Block).where(Block.blocker_id == blocker.id, Block.public_id == public_id)
    found = db.session.scalar(query)
    if found is None:
        raise NotKnown("no_such_block", "You keep nobody away by that name.")
    found.ended_at = found.ended_at or at
    return db.session.get_one(Attendee, found.blocked_id)


def blocked_by(attendee: Attendee) -> list[tuple[Block, Attendee]]:
    """Return whom a person keeps away, the latest first."""
    query = (
        select(Block, Attendee)
        .join(Attendee, Attendee.id == Block.blocked_id)
        .where(Block.blocker_id == attendee.id, Block.ended_at.is_(None))
        .where(Attendee.erased_at.is_(None))
        .order_by(Block.since.desc(), Block.id.desc())
    )
    return [(row[0], row[1]) for row in db.session.execute(query)]


def report(meeting: Meeting, reporter: Attendee, words: str, at: datetime) -> Report:
    """Tell the stewards about whom one met; said again, the newer words stand.

    Raises:
        Invalid: longer than 500 characters.
        NotKnown: the reporter was not at this meeting.
    """
    words, reported_id = words.strip(), _other(meeting, reporter)
    if len(words) > LONGEST:
        raise Invalid({"words": "Please say it in at most 500 characters."})
    made = insert_once(
        Report,
        public_id=new_public_id(),
        event_id=meeting.event_id,
        reporter_id=reporter.id,
        reported_id=reported_id,
        words=words,
        reported_at=at,
    )
    if made is not None:
        return made
    query = select(Report).where(
        Report.reporter_id == reporter.id, Report.reported_id == reported_id
    )
    found = db.session.scalars(query.with_for_update()).one()
    found.words = words or found.words
    return found


@dataclass(frozen=True)
class ReportedPerson:
    """Somebody who was reported: by whom, with what words, and what holds of them now."""

    person: Attendee
    reports: tuple[tuple[Report, Attendee], ...]

    @property
    def is_open(self) -> bool:
        """Whether somebody has still to decide."""
        return any(row.decision is None for row, _reporter in self.reports)

    @property
    def is_frozen(self) -> bool:
        """Whether nothing of theirs is passed on."""
        rows = [row for row, _reporter in self.reports if row.decision != "dismissed"]
        return bool(frozen_by([(row.reporter_id, row.reported_id, row.decision) for row in rows]))


def reported_people(event_id: int) -> list[ReportedPerson]:
    """Return who was reported at an event, the latest report first."""
    reported, reporter = aliased(Attendee), aliased(Attendee)
    query = (
        select(Report, reported, reporter)
        .join(reported, reported.id == Report.reported_id)
        .join(reporter, reporter.id == Report.reporter_id)
        .where(Report.event_id == event_id, reported.erased_at.is_(None))
        .order_by(Report.reported_at.desc(), Report.id.desc())
    )
    found: dict[int, tuple[Attendee, list[tuple[Report, Attendee]]]] = {}
    for row, person, by in db.session.execute(query):
        found.setdefault(person.id, (person, []))[1].append((row, by))
    return [ReportedPerson(person, tuple(reports)) for person, reports in found.values()]


def decide_reports(
    event_id: int, person: Attendee, decision: str, *, by: str, at: datetime
) -> None:
    """Settle what was said about somebody: `upheld` freezes them, `dismissed` frees them.

    Raises:
        NotKnown: nobody reported them at this event.
    """
    query = select(Report).where(Report.event_id == event_id, Report.reported_id == person.id)
    found = list(db.session.scalars(query.with_for_update()))
    if not found:
        raise NotKnown("not_reported", "Nobody has reported this person.")
    for row in found:
        if row.decision != decision:
            row.decision, row.decided_at, row.decided_by = decision, at, by

"""Deletion notices: somebody took back what another holds already, and is told to delete it.

One row for each who holds it; for an employer it stands at the desk until somebody confirms.
Whoever got a letter with it holds it, and so does an employer's team: it has its files at once.
"""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, select, update
from sqlalchemy.orm import Mapped, aliased, mapped_column

from kiosk.db import (
    Instant,
    Json,
    Model,
    OptionalInstant,
    PublicId,
    db,
    new_public_id,
    plain,
)
from kiosk.domain import attendees, deliveries, events, meetings
from kiosk.domain.attendees import Attendee
from kiosk.domain.employers import Employer
from kiosk.domain.meetings import Meeting, Share
from kiosk.domain.operations import insert_once
from kiosk.domain.packs.record import Pack
from kiosk.errors import NotKnown


class DeletionNotice(Model):
    """One person or team holds what somebody else gave and has taken back since."""

    __tablename__ = "deletion_notices"
    __person__ = ("giver_id", "receiver_id")
    __table_args__ = (
        CheckConstraint("why IN ('withdrawn', 'erased')", name="why"),
        UniqueConstraint("meeting_id", "giver_id", "receiver_id", "why"),
        Index("ix_deletion_notices_receiver", "receiver_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[PublicId] = mapped_column(default=new_public_id)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"), index=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"))
    giver_id: Mapped[int] = mapped_column(ForeignKey("attendees.id"))
    receiver_id: Mapped[int] = mapped_column(ForeignKey("attendees.id"))
    employer_id: Mapped[int | None] = mapped_column(ForeignKey("employers.id"), index=True)
    """Whose team must confirm; none for somebody who is here on their own."""
    why: Mapped[str] = mapped_column(String(10), info=plain("a reason"))
    fields: Mapped[list[str]] = mapped_column(Json, info=plain("names of fields"))
    asked_at: Mapped[Instant]
    told_in: Mapped[int | None]
    """The edition of the letter that told the receiver."""
    confirmed_at: Mapped[OptionalInstant]
    confirmed_by: Mapped[str | None] = mapped_column(String(40), info=plain("who, as a public id"))


def notify_deletion(meeting: Meeting, giver: Attendee, why: str, at: datetime) -> list[Attendee]:
    """Note who must delete what a giver gave at a meeting; return whom to tell. Repeatable.

    Call it before the share itself is emptied. Nobody holds what was never given.
    """
    share = next(each for each in meetings.shares_of(meeting) if each.giver_id == giver.id)
    if share.state != "given":
        return []
    receiver = attendees.get(share.receiver_id)
    holders = [receiver, *(each for each in attendees.with_team(receiver)[1:]
                           if _may_read(each, giver, meeting))]  # fmt: skip
    return [holder for holder in holders if _ask(holder, meeting, share, why, at)]


def _may_read(colleague: Attendee, giver: Attendee, meeting: Meeting) -> bool:
    """Whether a colleague may have what the receiver was given, as notes.talks_for decides."""
    event = events.facts(events.get(meeting.event_id))
    apart = meetings.kept_apart(meeting.event_id, [colleague.id])
    kept = apart.hides(colleague.id, giver.id) or apart.withholds(colleague.id, giver.id)
    return not kept and not colleague.is_minor(event, meeting.happened_at)


def _ask(holder: Attendee, meeting: Meeting, share: Share, why: str, at: datetime) -> bool:
    """Ask one holder to delete what they hold; False: nothing, or they were asked already."""
    fields = _held(holder, meeting, share)
    if not fields:
        return False
    made = insert_once(
        DeletionNotice, public_id=new_public_id(), event_id=meeting.event_id,
        meeting_id=meeting.id, giver_id=share.giver_id, receiver_id=holder.id,
        employer_id=holder.employer_id, why=why, fields=fields, asked_at=at,
    )  # fmt: skip
    if made is not None:
        return True
    again = update(DeletionNotice).where(
        DeletionNotice.meeting_id == meeting.id, DeletionNotice.giver_id == share.giver_id,
        DeletionNotice.receiver_id == holder.id, DeletionNotice.why == why,
        # It was given once more since, so it is to be deleted once more.
        DeletionNotice.asked_at < (share.decided_at or meeting.happened_at),
    )  # fmt: skip
    again = again.values(
        fields=fields, asked_at=at, told_in=None, confirmed_at=None, confirmed_by=None
    )
    return db.session.execute(again.returning(DeletionNotice.id)).first() is not None


def _held(holder: Attendee, meeting: Meeting, share: Share) -> list[str]:
    """Return what a person holds of a share: by their letters, or by their team's files."""
    if holder.employer_id is not None:
        return [name for name in share.fields if name != "name"]
    packs = select(Pack.items).where(Pack.attendee_id == holder.id)
    letter = deliveries.of_attendee(holder.id, "pack")
    if letter is None or not letter.has_left:
        packs = packs.where(Pack.edition < (letter.edition if letter else 1))
    sent = [item for items in db.session.scalars(packs) for item in items]
    got = {name for item in sent if item["meeting"] == meeting.public_id for name in item["fields"]}
    return sorted(got)


def notify_erasure(person: Attendee, at: datetime) -> list[Attendee]:
    """Note who must delete what somebody gave who is being erased; return whom to tell."""
    mine = (Meeting.low_id == person.id) | (Meeting.high_id == person.id)
    query = select(Meeting).where(mine, Meeting.undone_at.is_(None)).order_by(Meeting.id)
    told: dict[int, Attendee] = {}
    for meeting in db.session.scalars(query):
        for holder in notify_deletion(meeting, person, "erased", at):
            told[holder.id] = holder
    return list(told.values())


_giver, _receiver = aliased(Attendee), aliased(Attendee)
DeletionRow = tuple[DeletionNotice, Attendee, Attendee, Meeting]
"""A notice, whom it is about, who must delete, and where the two met."""


def _rows(*conditions: object) -> list[DeletionRow]:
    query = (
        select(DeletionNotice, _giver, _receiver, Meeting)
        .join(_giver, _giver.id == DeletionNotice.giver_id)
        .join(_receiver, _receiver.id == DeletionNotice.receiver_id)
        .join(Meeting, Meeting.id == DeletionNotice.meeting_id)
        .where(_receiver.erased_at.is_(None), *conditions)  # type: ignore[arg-type]
        .order_by(DeletionNotice.asked_at, DeletionNotice.id)
    )
    return [(row[0], row[1], row[2], row[3]) for row in db.session.execute(query)]


def tell_in(receiver: Attendee, edition: int) -> list[DeletionRow]:
    """Let a letter tell what was not told yet, and return all that it tells."""
    untold = update(DeletionNotice).where(DeletionNotice.receiver_id == receiver.id)
    db.session.execute(
        untold.where(DeletionNotice.told_in.is_(None)).values(told_in=edition),
        execution_options={"synchronize_session": "fetch"},
    )
    return _rows(DeletionNotice.receiver_id == receiver.id, DeletionNotice.told_in == edition)


def open_notices(event_id: int) -> list[tuple[Employer, list[DeletionRow]]]:
    """Return what employers have not confirmed yet, by employer; each deletion once a team."""
    rows = _rows(
        DeletionNotice.event_id == event_id,
        DeletionNotice.employer_id.is_not(None),
        DeletionNotice.confirmed_at.is_(None),
    )
    by_employer: dict[int, list[DeletionRow]] = {}
    for row in _once_a_team(rows):
        by_employer.setdefault(row[0].employer_id or 0, []).append(row)
    return [(db.session.get_one(Employer, each), found) for each, found in by_employer.items()]


def notices_of_employer(employer_id: int) -> list[DeletionRow]:
    """Return what one employer's team must still delete and confirm, each deletion once."""
    mine = DeletionNotice.employer_id == employer_id
    return list(_once_a_team(_rows(mine, DeletionNotice.confirmed_at.is_(None))))


def _once_a_team(rows: Iterable[DeletionRow]) -> Iterable[DeletionRow]:
    seen: set[tuple[int | None, int, int, str]] = set()
    for row in rows:
        what = (row[0].employer_id, row[0].meeting_id, row[0].giver_id, row[0].why)
        if what not in seen:
            seen.add(what)
            yield row


def confirm_deletion(employer_id: int, public_id: str, by: str, at: datetime) -> None:
    """Keep that an employer's team has deleted it, for each of the team. Repeatable.

    Raises:
        NotKnown: it is no notice of this employer.
    """
    query = select(DeletionNotice).where(
        DeletionNotice.public_id == public_id, DeletionNotice.employer_id == employer_id
    )
    notice = db.session.scalar(query)
    if notice is None:
        raise NotKnown("no_such_notice", "There is no such request to delete something.")
    whole = update(DeletionNotice).where(
        DeletionNotice.employer_id == employer_id,
        DeletionNotice.meeting_id == notice.meeting_id,
        DeletionNotice.giver_id == notice.giver_id,
        DeletionNotice.confirmed_at.is_(None),
    )
    db.session.execute(whole.values(confirmed_at=at, confirmed_by=by))

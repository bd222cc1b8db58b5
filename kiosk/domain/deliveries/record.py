"""One letter to one person: kind and edition make it unique, so nobody gets it twice.

The bytes are stored before anything is sent and every try sends the same ones, under the same
Message-ID. They go 14 days after settling, or when anyone inside is erased.
"""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    UniqueConstraint,
    select,
    update,
)
from sqlalchemy.orm import Mapped, deferred, mapped_column

from kiosk.db import (
    Instant,
    Model,
    OptionalInstant,
    PublicId,
    db,
    new_public_id,
    one_of,
    personal,
    plain,
)
from kiosk.domain.attendees import Attendee
from kiosk.errors import NotKnown

STATES = (
    "frozen",
    "queued",
    "claimed",
    "data_open",
    "accepted",
    "deferred",
    "rejected",
    "failed",
    "unknown",
    "cancelled",
    "bounced",
    "suppressed",
    "empty",
    "no_address",
    "erased",
)
KINDS = (
    *("pack", "ticket", "phone_linked", "phone_confirm", "phone_left"),
    *("nudge", "deletion", "test", "mentoring"),
)
SETTLED = ("accepted", "rejected", "failed", "cancelled", "bounced", "suppressed", "erased")
UNTOUCHED = (
    *("frozen", "queued", "deferred", "empty", "no_address", "suppressed", "claimed"),
    "cancelled",
)
"""States in which no byte of content has left, so the letter may still be replaced."""
WAITING = ("frozen", "queued", "claimed", "deferred")
"""States of a letter that will be sent and of which nothing has left."""
BYTES_KEPT = timedelta(days=14)
TEST_KEPT = timedelta(days=1)


class Delivery(Model):
    """One letter of the outbox."""

    __tablename__ = "deliveries"
    __person__ = "attendee_id"
    __table_args__ = (
        CheckConstraint(f"state IN {tuple(STATES)}", name="state"),
        CheckConstraint(f"kind IN {KINDS}", name="kind"),
        UniqueConstraint("attendee_id", "kind", "edition"),
        Index("ix_deliveries_due", "state", "not_before"),
        Index("ix_deliveries_event_kind", "event_id", "kind", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[PublicId] = mapped_column(default=new_public_id)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"))
    attendee_id: Mapped[int | None] = mapped_column(ForeignKey("attendees.id"))
    """Whose letter; none for a test letter, which an organiser sends to themselves."""
    kind: Mapped[str] = mapped_column(String(20), info=plain("which letter"))
    edition: Mapped[int]
    state: Mapped[str] = mapped_column(String(12), info=plain("a state"))
    epoch: Mapped[int] = mapped_column(default=0)
    attempts: Mapped[int] = mapped_column(default=0)
    to_address: Mapped[str | None] = mapped_column(
        String(254), info=personal("where this letter goes", erase="blank")
    )
    message_id: Mapped[str | None] = mapped_column(
        String(120), info=plain("keyed hash at the sending domain")
    )
    message: Mapped[bytes | None] = deferred(
        mapped_column(
            LargeBinary,
            info=personal(
                "the letter exactly as it is sent", until="14 days after settling", erase="blank"
            ),
        )
    )
    lease_until: Mapped[OptionalInstant]
    not_before: Mapped[OptionalInstant]
    reply: Mapped[str | None] = mapped_column(
        String(500),
        info=personal("the mail server's answer; it may name the address", erase="blank"),
    )
    put_at: Mapped[Instant]
    opened_at: Mapped[OptionalInstant]
    settled_at: Mapped[OptionalInstant]
    resolved_by: Mapped[str | None] = mapped_column(String(40), info=plain("who, as a public id"))
    evidence: Mapped[str | None] = mapped_column(
        String(20), info=plain("what settled it: a reply, a bounce, its page, an unsubscribe")
    )

    @property
    def has_left(self) -> bool:
        """Whether a byte of content may have left, so that the letter cannot be replaced."""
        return self.state not in UNTOUCHED


class DeliveryAttempt(Model):
    """One try of one letter: how far it came, and what the mail server said."""

    __tablename__ = "delivery_attempts"
    __table_args__ = (UniqueConstraint("delivery_id", "n"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"))
    delivery_id: Mapped[int] = mapped_column(ForeignKey("deliveries.id", ondelete="CASCADE"))
    n: Mapped[int]
    epoch: Mapped[int]
    phase: Mapped[str] = mapped_column(String(20), info=plain("how far it came"))
    outcome: Mapped[str] = mapped_column(String(12), info=plain("a state"))
    began_at: Mapped[Instant]
    ended_at: Mapped[OptionalInstant]


def put(
    attendee: Attendee,
    kind: str,
    *,
    message: bytes,
    message_id: str,
    state: str,
    at: datetime,
    edition: int = 1,
    not_before: datetime | None = None,
    held: Mapping[int, Delivery] | None = None,
) -> Delivery:
    """Put a letter into the outbox, or replace one of which nothing has left yet.

    `state` is "frozen" (waits for a release) or "queued". One that is on its way, or arrived, stays
    as it is and is returned. `held` are the editions that `editions_of` gave in this transaction.
    """
    delivery = _one(attendee, kind, edition, at, held)
    same = delivery.message == message and delivery.state in WAITING
    if delivery.state not in UNTOUCHED or same:
        return delivery
    delivery.epoch += 1  # a worker that holds the old letter must not send it
    keeps = delivery.state in {"queued", "claimed", "deferred"}
    delivery.state = "queued" if keeps else state
    delivery.to_address, delivery.message = attendee.email, message
    delivery.message_id, delivery.lease_until = message_id, None
    delivery.put_at, delivery.not_before = at, not_before or delivery.not_before
    db.session.flush()
    return delivery


def put_without_letter(
    attendee: Attendee,
    kind: str,
    state: str,
    *,
    at: datetime,
    edition: int = 1,
    held: Mapping[int, Delivery] | None = None,
) -> Delivery:
    """Record that somebody gets no letter, and why: empty, no_address or suppressed."""
    delivery = _one(attendee, kind, edition, at, held)
    if delivery.state in UNTOUCHED:
        delivery.epoch += 1
        delivery.state, delivery.message, delivery.to_address = state, None, None
        db.session.flush()
    return delivery


def put_test(
    event_id: int, address: str, message: bytes, message_id: str, at: datetime
) -> Delivery:
    """Put an invented letter to an organiser into the outbox; it is nobody's pack."""
    delivery = Delivery(
        event_id=event_id,
        kind="test",
        edition=1,
        state="queued",
        epoch=0,
        attempts=0,
        to_address=address,
        message=message,
        message_id=message_id,
        put_at=at,
    )
    db.session.add(delivery)
    db.session.flush()
    return delivery


def _one(
    attendee: Attendee,
    kind: str,
    edition: int,
    at: datetime,
    held: Mapping[int, Delivery] | None,
) -> Delivery:
    known = held if held is not None else editions_of(attendee.id, kind)
    return known.get(edition) or _new(attendee, kind, edition, at)


def _new(attendee: Attendee, kind: str, edition: int, at: datetime) -> Delivery:
    delivery = Delivery(
        event_id=attendee.event_id,
        attendee_id=attendee.id,
        kind=kind,
        edition=edition,
        state="empty",
        epoch=0,
        attempts=0,
        put_at=at,
    )
    db.session.add(delivery)
    return delivery


def editions_of(attendee_id: int, kind: str) -> dict[int, Delivery]:
    """Return a person's letters of a kind by edition, the oldest first, held for this transaction.

    Asked anew even if they were read before: a worker may have opened the data meanwhile.
    """
    query = select(Delivery).where(Delivery.attendee_id == attendee_id, Delivery.kind == kind)
    query = query.order_by(Delivery.edition).execution_options(populate_existing=True)
    return {each.edition: each for each in db.session.scalars(query.with_for_update())}


def of_attendee(attendee_id: int, kind: str) -> Delivery | None:
    """Return a person's newest letter of a kind."""
    query = select(Delivery).where(Delivery.attendee_id == attendee_id, Delivery.kind == kind)
    return db.session.scalars(query.order_by(Delivery.edition.desc()).limit(1)).first()


def by_public_id(event_id: int, public_id: str) -> Delivery:
    """Return a letter of this event.

    Raises:
        NotKnown: none of this event.
    """
    return one_of(
        Delivery, event_id, public_id, NotKnown("no_such_delivery", "There is no such letter.")
    )


def attempts_of(delivery: Delivery) -> list[DeliveryAttempt]:
    """Return the tries of a letter, first one first."""
    query = select(DeliveryAttempt).where(DeliveryAttempt.delivery_id == delivery.id)
    return list(db.session.scalars(query.order_by(DeliveryAttempt.n)))


def drop_bytes(attendee_id: int, kind: str) -> None:
    """Drop the stored bytes of a person's letters of a kind: somebody in them was erased."""
    query = update(Delivery).where(Delivery.attendee_id == attendee_id, Delivery.kind == kind)
    db.session.execute(query.values(message=None))


def take_back(attendee_id: int, kind: str, editions: Collection[int], at: datetime) -> None:
    """Drop some letters' bytes, and let those that have not left stay here: what they say is gone.

    A worker that holds one fails on its epoch.
    """
    mine = update(Delivery).where(Delivery.attendee_id == attendee_id, Delivery.kind == kind)
    mine = mine.where(Delivery.edition.in_(editions))
    values = {"state": "cancelled", "settled_at": at, "epoch": Delivery.epoch + 1}
    db.session.execute(mine.where(Delivery.state.in_(WAITING)).values(**values))
    db.session.execute(mine.values(message=None))


def drop_settled_bytes(at: datetime) -> None:
    """Drop the stored bytes of letters settled more than 14 days ago, of accepted tickets now.

    A ticket letter holds two secrets, and a thief of the database alone is to have none.
    """
    old = Delivery.state.in_(SETTLED) & (Delivery.settled_at < at - BYTES_KEPT)
    secret = (Delivery.kind == "ticket") & (Delivery.state == "accepted")
    held = Delivery.message.is_not(None)
    db.session.execute(update(Delivery).where(held, old | secret).values(message=None))
    test = (Delivery.kind == "test") & (Delivery.settled_at < at - TEST_KEPT)
    db.session.execute(update(Delivery).where(test).values(message=None, to_address=None))

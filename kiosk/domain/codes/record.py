"""The code's record: found by its keyed hash, advanced for a reprint, dead at last.

Only live codes are ever found; unknown, dead, erased and foreign ones are alike.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    UniqueConstraint,
    bindparam,
    func,
    insert,
    select,
    text,
    update,
)
from sqlalchemy.orm import Mapped, mapped_column

from kiosk.db import Instant, Model, OptionalInstant, db, plain
from kiosk.domain import keys
from kiosk.domain.attendees import Attendee
from kiosk.domain.codes.making import (
    LENGTHS,
    SUFFIX,
    code_row,
    derive,
    free_serial,
    suffix_hash,
)
from kiosk.domain.operations import insert_once
from kiosk.errors import NotKnown


class Code(Model):
    """One serial of one of a person's three secrets; the secret itself is not here."""

    __tablename__ = "codes"
    __person__ = "attendee_id"
    __table_args__ = (
        CheckConstraint("kind IN ('ticket', 'badge', 'claim')", name="kind"),
        UniqueConstraint("attendee_id", "kind", "serial"),
        Index("uq_codes_live_suffix", "event_id", "suffix_hash", unique=True,
              sqlite_where=text("died_at IS NULL"), postgresql_where=text("died_at IS NULL")),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"))
    attendee_id: Mapped[int] = mapped_column(ForeignKey("attendees.id"))
    kind: Mapped[str] = mapped_column(String(10), info=plain("which of the three secrets"))
    serial: Mapped[int]
    key_id: Mapped[str] = mapped_column(String(20), info=plain("which key made it"))
    lookup_hash: Mapped[str] = mapped_column(String(64), unique=True, info=plain("keyed hash"))
    suffix_hash: Mapped[str | None] = mapped_column(String(64), info=plain("keyed hash"))
    made_from: Mapped[str | None] = mapped_column(
        String(16), info=plain("the random id of the spare badge it was printed on")
    )
    issued_at: Mapped[Instant]
    died_at: Mapped[OptionalInstant]


def read(scanned: str) -> str:
    """Return the bare code in what was typed or scanned: a code, or one of our addresses."""
    return keys.bare(scanned)


def live_suffixes(event_id: int) -> set[str]:
    """Return the keyed hashes of the last six letters of all live badges."""
    query = select(Code.suffix_hash).where(Code.event_id == event_id, Code.kind == "badge")
    return set(filter(None, db.session.scalars(query.where(Code.died_at.is_(None)))))


def code_of(kind: str, attendee: Attendee) -> str:
    """Return a person's newest live code of a kind, derived anew.

    Raises:
        NotKnown: there is none (erased, or never issued).
    """
    query = select(Code).where(
        Code.attendee_id == attendee.id, Code.kind == kind, Code.died_at.is_(None)
    )
    row = db.session.scalar(query.order_by(Code.serial.desc()).limit(1))
    if row is None:
        raise NotKnown
    return secret_of(row, attendee)


def secret_of(row: Any, attendee: Any) -> str:
    """Return the secret of a code, each a record or a row of its columns."""
    if row.made_from is not None:
        return spare_code(row.made_from, row.key_id)
    return derive(row.kind, attendee.public_id, row.serial, row.key_id)


def spare_code(public_id: str, key_id: str) -> str:
    """Return the badge code printed on a spare badge, whoever will wear it."""
    return keys.derive_code("badge", LENGTHS["badge"], public_id, "spare", key_id=key_id)


def codes_of_event(event_id: int) -> list[tuple[Attendee, dict[str, str]]]:
    """Return everybody who is expected with their live codes by kind, by name."""
    query = (
        select(Attendee, Code)
        .join(Code, Code.attendee_id == Attendee.id)
        .where(Attendee.event_id == event_id, Attendee.status == "expected")
        .where(Attendee.erased_at.is_(None), Code.died_at.is_(None))
        .order_by(Attendee.name, Attendee.id, Code.serial)
    )
    found: dict[int, tuple[Attendee, dict[str, str]]] = {}
    for attendee, row in db.session.execute(query):
        kinds = found.setdefault(attendee.id, (attendee, {}))[1]
        kinds[row.kind] = secret_of(row, attendee)
    return list(found.values())


_WHOSE = (
    select(Attendee, Code.kind, Code.lookup_hash)
    .join(Code, Code.attendee_id == Attendee.id)
    .where(Code.lookup_hash.in_(bindparam("hashes", expanding=True)))
    .where(Code.event_id == bindparam("event_id"), Code.died_at.is_(None))
    .where(Attendee.erased_at.is_(None))
)


_WHOSE_HELD = _WHOSE.with_for_update(of=Attendee, key_share=True)


def whose(event_id: int, scanned: str, *kinds: str, held: bool = False) -> tuple[Attendee, str]:
    """Return whose code this is in this event, and which of the kinds, in one statement.

    What opens nothing is asked once more, as a scanner set for another keyboard meant it. `held`
    lets others who act about that person wait until the transaction ends, as attendees.hold does.

    Raises:
        NotKnown: unknown, dead, erased and foreign codes alike.
    """
    query = _WHOSE_HELD if held else _WHOSE
    found = _owner(query, event_id, (read(scanned),), kinds)
    found = found or _owner(query, event_id, keys.other_readings(scanned), kinds)
    if found is None:
        raise NotKnown
    return found


def whose_each(event_id: int, scanned: Sequence[str], kind: str) -> list[Attendee]:
    """Return whose codes these are in this event, in their order, in one statement where it can be.

    Raises:
        NotKnown: one of them is unknown, dead, erased or foreign.
    """
    hashes = {text: keys.lookup_hash(kind, read(text)) for text in scanned}
    asked = {"hashes": list(hashes.values()), "event_id": event_id}
    found = {row[2]: row[0] for row in db.session.execute(_WHOSE, asked)}
    return [found.get(hashes[text]) or whose(event_id, text, kind)[0] for text in scanned]


def _owner(
    query: Any, event_id: int, read: Iterable[str], kinds: tuple[str, ...]
) -> tuple[Attendee, str] | None:
    hashes = [
        keys.lookup_hash(kind, code)
        for code in read
        for kind in kinds
        if keys.is_code(code, LENGTHS[kind])
    ]
    if not hashes:
        return None
    rows = db.session.execute(query, {"hashes": hashes, "event_id": event_id}).all()
    return (rows[0][0], rows[0][1]) if len(rows) == 1 else None  # of two readings neither is sure


def event_of(scanned: str, kind: str) -> int:
    """Return the event a live code belongs to: for a phone, which is of no event yet.

    Raises:
        NotKnown: unknown, dead and erased codes alike.
    """
    code = read(scanned)
    query = select(Code.event_id).where(
        Code.lookup_hash == keys.lookup_hash(kind, code), Code.died_at.is_(None)
    )
    event_id = db.session.scalar(query) if keys.is_code(code, LENGTHS[kind]) else None
    if event_id is None:
        raise NotKnown
    return event_id


def by_suffix(event_id: int, typed: str) -> Attendee:
    """Return who wears the badge that ends in these six letters.

    Raises:
        NotKnown: nobody.
    """
    suffix = keys.normalise(typed)
    query = (
        select(Attendee)
        .join(Code, Code.attendee_id == Attendee.id)
        .where(Code.suffix_hash == suffix_hash(event_id, suffix), Code.died_at.is_(None))
        .where(Code.event_id == event_id, Attendee.erased_at.is_(None))
    )
    attendee = db.session.scalar(query) if keys.is_code(suffix, SUFFIX) else None
    if attendee is None:
        raise NotKnown
    return attendee


def dead_badges(event_id: int) -> list[tuple[Attendee, str]]:
    """Return the badge codes that open nothing any more, the last five hundred, with whose."""
    query = (
        select(Attendee, Code)
        .join(Code, Code.attendee_id == Attendee.id)
        .where(Code.event_id == event_id, Code.kind == "badge", Code.died_at.is_not(None))
        .where(Attendee.erased_at.is_(None))
        .order_by(Code.died_at.desc())
    )
    rows = db.session.execute(query.limit(500))
    return [(attendee, secret_of(row, attendee)) for attendee, row in rows]


def advance(attendee: Attendee, *, lost: bool, at: datetime) -> int:
    """Issue the badge's next serial for a reprint and return it; a lost badge's code dies now."""
    newest = _newest_serial(attendee.id)
    if lost:
        retire(attendee.id, below=newest + 1, at=at)
    taken = live_suffixes(attendee.event_id)
    serial = free_serial(attendee.event_id, attendee.public_id, newest + 1, taken)
    db.session.execute(insert(Code), [_badge_row(attendee, serial, at)])
    return serial


def badge_serial(attendee_id: int) -> int:
    """Return the newest live serial of a person's badge."""
    query = select(Code.serial).where(
        Code.attendee_id == attendee_id, Code.kind == "badge", Code.died_at.is_(None)
    )
    return db.session.scalars(query.order_by(Code.serial.desc())).first() or 1


def badge_code(attendee: Attendee, serial: int) -> str:
    """Return the badge code of one serial, for the print job that prints it."""
    query = select(Code).where(
        Code.attendee_id == attendee.id, Code.kind == "badge", Code.serial == serial
    )
    return secret_of(db.session.scalars(query).one(), attendee)


def wear_spare(attendee: Attendee, public_id: str, key_id: str, at: datetime) -> int | None:
    """Let a person wear a spare badge; return its serial, None where somebody wears it already.

    Their older badges die: one person wears one badge.
    """
    code = spare_code(public_id, key_id)
    serial = _newest_serial(attendee.id) + 1
    row = _badge_row(attendee, serial, at) | {
        "key_id": key_id,
        "lookup_hash": keys.lookup_hash("badge", code),
        "suffix_hash": suffix_hash(attendee.event_id, code[-SUFFIX:]),
        "made_from": public_id,
    }
    if insert_once(Code, **row) is None:
        return None
    retire(attendee.id, below=serial, at=at)
    return serial


def _badge_row(attendee: Attendee, serial: int, at: datetime) -> dict[str, Any]:
    row = code_row(attendee.event_id, attendee.public_id, "badge", serial, at)
    return row | {"attendee_id": attendee.id}


def wears_spare(attendee_id: int) -> bool:
    """Whether a person's badge is a spare one, given out before theirs was printed."""
    query = select(Code.id).where(
        Code.attendee_id == attendee_id, Code.made_from.is_not(None), Code.died_at.is_(None)
    )
    return db.session.scalars(query.limit(1)).first() is not None


def _newest_serial(attendee_id: int) -> int:
    query = select(func.max(Code.serial)).where(
        Code.attendee_id == attendee_id, Code.kind == "badge"
    )
    return db.session.scalar(query) or 0


def retire(attendee_id: int, *, below: int, at: datetime) -> None:
    """Let badge serials below one die: the newer badge is out."""
    query = update(Code).where(Code.attendee_id == attendee_id, Code.kind == "badge")
    db.session.execute(query.where(Code.serial < below, Code.died_at.is_(None)).values(died_at=at))


def kill_all(attendee_id: int, at: datetime) -> None:
    """Let every code of a person die: erased, or cancelled."""
    query = update(Code).where(Code.attendee_id == attendee_id, Code.died_at.is_(None))
    db.session.execute(query.values(died_at=at))

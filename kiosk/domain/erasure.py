"""Export and erasure of one person, generated from what each column declares.

A record with personal columns names the columns that point at its person in `__person__`. A new
column without reason, term and erasure rule fails the build (tests/test_house.py), so neither verb
here ever needs to be told about it.
"""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import Column, Table, delete, or_, select, update

from kiosk.db import Base, Personal, db
from kiosk.domain import arrivals, codes, deliveries, mentoring, packs, print_jobs
from kiosk.domain.attendees import Attendee, hold, names_changed


def records() -> Iterator[tuple[Table, tuple[str, ...]]]:
    """Yield every table that holds rows about attendees, and the columns that name the person."""
    for mapper in Base.registry.mappers:
        person = getattr(mapper.class_, "__person__", None)
        if person is not None and isinstance(mapper.local_table, Table):
            yield mapper.local_table, (person,) if isinstance(person, str) else tuple(person)


def personal_columns(table: Table) -> dict[str, Personal]:
    """Return a table's personal columns with what they declare."""
    return {c.name: c.info["personal"] for c in table.columns if "personal" in c.info}


def as_markdown() -> str:
    """Return docs/privacy.md's table: each personal column, why, until when, how it goes."""
    gone = {"row": "row deleted", "blank": "emptied", "keep": "kept"}
    lines = ["| what | why it is kept | until | at erasure |", "|---|---|---|---|"]
    for table in sorted(Base.metadata.tables.values(), key=lambda table: table.name):
        for name, row in personal_columns(table).items():
            kept = f"{row.reason} | {row.until} | {gone[row.erase]}"
            lines.append(f"| `{table.name}.{name}` | {kept} |")
    return "\n".join(lines) + "\n"


def _told(table: Table, person: tuple[str, ...]) -> tuple[str, ...]:
    """Return whose export shows a row: everybody it names, unless it keeps a secret from one."""
    mapper = next(each for each in Base.registry.mappers if each.local_table is table)
    return tuple(getattr(mapper.class_, "__told_to__", person))


def export(attendee: Attendee) -> dict[str, Any]:
    """Return everything kept about a person, table by table, ready for JSON."""
    found = {}
    for table, person in sorted(records(), key=lambda pair: pair[0].name):
        about = _about(table, _told(table, person), attendee.id)
        rows = db.session.execute(select(table).where(about))
        found[table.name] = [_readable(table, row._mapping) for row in rows]
    return found | _profile(attendee)


def _profile(attendee: Attendee) -> dict[str, Any]:
    """Return the profile of somebody who mentors, with all that hangs on it: it is theirs too."""
    mentor = mentoring.of_attendee(attendee.id)
    if mentor is None:
        return {}
    found = {}
    for record in (mentoring.Mentor, mentoring.MentorTag, mentoring.MentorOffer, mentoring.Opening):
        table = Base.metadata.tables[record.__tablename__]
        own = table.c.id if record is mentoring.Mentor else table.c.mentor_id
        rows = db.session.execute(select(table).where(own == mentor.id))
        found[table.name] = [_readable(table, row._mapping) for row in rows]
    return found


def _about(table: Table, person: tuple[str, ...], attendee_id: int) -> Any:
    return or_(*(table.c[name] == attendee_id for name in person))


def _readable(table: Table, row: Any) -> dict[str, Any]:
    return {
        column.name: _value(row[column.name])
        for column in table.columns
        if not _is_internal(column)
    }


def _is_internal(column: Column[Any]) -> bool:
    # Row ids and hashes mean nothing to the person, and a hash would help only an attacker.
    return (
        column.name == "id"
        or bool(column.foreign_keys)
        or column.name.endswith(("_hash", "_hashes"))
    )


def _value(value: Any) -> Any:
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return value if isinstance(value, str | int | float | list | dict | None) else str(value)


def erase(
    attendee: Attendee,
    at: datetime,
    refreeze: Callable[[Attendee], object],
    tell: Callable[[Attendee], object] | None = None,
    *,
    profile: bool = True,
) -> None:
    """Erase a person everywhere: rows deleted, columns emptied, codes dead. Again changes nothing.

    Letters to others in which this person stands lose their bytes; `refreeze` writes those anew
    that are not on their way yet, and `tell` asks whoever holds what the person gave to delete it
    (nobody is told where a whole fair is erased: each file said its day). Then what they say of
    themselves as a mentor goes as well, unless it is not to (`profile`). The attendee's row stays
    as a tombstone without a person, so that counts and other people's meetings keep their sense.
    Follow with `db.scrub()`, outside the transaction.
    """
    readers = packs.readers_of(attendee)
    for reader_id in sorted(reader.id for reader in readers):
        hold(reader_id)  # no letter of theirs may be on the point of leaving meanwhile
    holders = packs.notify_erasure(attendee, at) if tell else []
    codes.kill_all(attendee.id, at)
    print_jobs.void_waiting(attendee.id, at)
    arrivals.let_go(attendee.id)
    mentoring.let_go(attendee, at, profile=profile and tell is not None)
    _empty_rows(attendee.id)
    if attendee.erased_at is None:
        attendee.erased_at = at
        names_changed(attendee.event_id)  # no process keeps the name in its memory
    _settle_letters(attendee)
    db.session.flush()
    db.session.expire(attendee)
    for reader in readers:
        _drop_letters(reader, refreeze)
    if tell:
        for holder in holders:
            tell(holder)


def _empty_rows(attendee_id: int) -> None:
    for table, person in records():
        columns = personal_columns(table)
        about = _about(table, person, attendee_id)
        if any(declared.erase == "row" for declared in columns.values()):
            db.session.execute(delete(table).where(about))
            continue
        blank = {
            name: _empty(table.c[name])
            for name, declared in columns.items()
            if declared.erase == "blank"
        }
        if blank:
            db.session.execute(update(table).where(about).values(blank))


def _drop_letters(reader: Attendee, refreeze: Callable[[Attendee], object]) -> None:
    waits = False
    for kind in ("pack", "nudge", "deletion"):
        deliveries.drop_bytes(reader.id, kind)
        letter = deliveries.of_attendee(reader.id, kind)
        waits = waits or (letter is not None and not letter.has_left)
    if waits:
        refreeze(reader)


def _empty(column: Column[Any]) -> Any:
    return None if column.nullable else ""


def _settle_letters(attendee: Attendee) -> None:
    table = Base.metadata.tables["deliveries"]
    mine = update(table).where(table.c.attendee_id == attendee.id)
    db.session.execute(mine.values(state="erased", epoch=table.c.epoch + 1))

"""Check-in lists: doors, sessions, days. Each has its own rules; a device checks in on one of them.

An event has one door list from its first day. What counts as arrived and as inside is what door
lists say; a session counts for itself. A list is known to doors as frozen facts, like its event.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column

from kiosk.db import Json, Model, OptionalInstant, PublicId, db, new_public_id, one_of, plain
from kiosk.errors import NotKnown, Refused

LIST_KINDS = ("door", "session", "practice")
ENTRIES = ("once", "again", "many")


class CheckInList(Model):
    """Who may come in where, when, how often and how many at a time."""

    __tablename__ = "lists"
    __table_args__ = (
        UniqueConstraint("event_id", "name"),
        CheckConstraint(f"kind IN {LIST_KINDS}", name="kind"),
        CheckConstraint(f"entries IN {ENTRIES}", name="entries"),
        CheckConstraint("capacity > 0", name="capacity"),
        CheckConstraint("closes_at > opens_at", name="closes_after_opening"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[PublicId] = mapped_column(default=new_public_id)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"))
    name: Mapped[str] = mapped_column(String(60), info=plain("a list's name"))
    kind: Mapped[str] = mapped_column(String(10), default="door", info=plain("a list's kind"))
    kinds: Mapped[list[str]] = mapped_column(Json, default=list, info=plain("kinds let in"))
    """Empty: everybody."""
    capacity: Mapped[int | None]
    """How many may be inside at a time; None: as many as come."""
    entries: Mapped[str | None] = mapped_column(String(5), info=plain("a rule"))
    """once: never twice; again: after going out; many: each scan counts; None: the event's rule."""
    after_door: Mapped[bool] = mapped_column(default=False)
    """Only who is inside by a door list may come in."""
    opens_at: Mapped[OptionalInstant]
    closes_at: Mapped[OptionalInstant]
    """Its own hours, exact; None: the event's, with what each kind of person has beyond them."""


@dataclass(frozen=True)
class ListFacts:
    """What a door must know of its list at each scan, without asking the database."""

    id: int
    public_id: str
    name: str
    kind: str
    kinds: tuple[str, ...]
    capacity: int | None
    entries: str | None
    after_door: bool
    opens_at: datetime | None
    closes_at: datetime | None


class ListNameTaken(Refused):
    """The event has a list of that name."""

    slug = "list_name_taken"
    sentence = "There is a list of that name already. Choose another."


def list_facts(check_in_list: CheckInList) -> ListFacts:
    """Return a frozen copy of what doors need."""
    values = {name: getattr(check_in_list, name) for name in ListFacts.__dataclass_fields__}
    return ListFacts(**{**values, "kinds": tuple(check_in_list.kinds)})


def lists_of(event_id: int) -> list[CheckInList]:
    """Return the lists of an event but the practice list, in the order they were made."""
    query = select(CheckInList).where(
        CheckInList.event_id == event_id, CheckInList.kind != "practice"
    )
    return list(db.session.scalars(query.order_by(CheckInList.id)))


def first_list(event_id: int) -> CheckInList:
    """Return the event's first door list: where the desk checks in, and a new device begins."""
    query = select(CheckInList).where(CheckInList.event_id == event_id, CheckInList.kind == "door")
    return db.session.scalars(query.order_by(CheckInList.id).limit(1)).one()


def practice_list(event_id: int) -> CheckInList:
    """Return the list that rehearsals count on, made when first wanted; nothing else counts it."""
    query = select(CheckInList).where(
        CheckInList.event_id == event_id, CheckInList.kind == "practice"
    )
    found = db.session.scalar(query)
    if found is None:
        found = CheckInList(event_id=event_id, name="Practice", kind="practice", entries="many")
        db.session.add(found)
        db.session.flush()
    return found


def list_by_public_id(event_id: int, public_id: str) -> CheckInList:
    """Return a list of this event.

    Raises:
        NotKnown: none of this event.
    """
    return one_of(
        CheckInList, event_id, public_id, NotKnown("no_such_list", "There is no such list.")
    )


def shape_list(check_in_list: CheckInList, **rules: object) -> None:
    """Give a new or standing list its name, kind and rules; the same again changes nothing.

    Raises:
        ListNameTaken: another list of the event has that name.
        Refused: no such kind or rule, it closes before it opens, or no door would be left.
    """
    wanted = {name: rules.get(name, getattr(check_in_list, name)) for name in _RULES}
    if wanted["kind"] not in (None, "door", "session") or wanted["entries"] not in (None, *ENTRIES):
        raise Refused("no_such_rule", "A list is a door or a session; entries: once, again, many.")
    opens_at, closes_at = wanted["opens_at"], wanted["closes_at"]
    if isinstance(opens_at, datetime) and isinstance(closes_at, datetime) and closes_at <= opens_at:
        raise Refused("closes_before_opening", "A list must close after it opens.")
    if wanted["kind"] == "session" and _is_only_door(check_in_list):
        raise Refused("last_door", "One list must be a door. Make another door first.")
    same_name = select(CheckInList.id).where(
        CheckInList.event_id == check_in_list.event_id, CheckInList.name == wanted["name"]
    )
    with db.session.no_autoflush:
        taken = db.session.scalar(same_name)
    if taken is not None and taken != check_in_list.id:
        raise ListNameTaken
    for name, value in wanted.items():
        setattr(check_in_list, name, value)
    db.session.add(check_in_list)
    db.session.flush()


def _is_only_door(check_in_list: CheckInList) -> bool:
    doors = [each.id for each in lists_of(check_in_list.event_id) if each.kind == "door"]
    return doors == [check_in_list.id]


_RULES = (
    "name", "kind", "kinds", "capacity", "entries", "after_door", "opens_at", "closes_at",
)  # fmt: skip

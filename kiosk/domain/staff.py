"""Staff: those who run the fair, their role, their passphrase and their sessions at the desk.

Roles: steward (arrivals, badges, masked contact data), coordinator (mentoring), organiser
(everything of an event but private notes, and what mentors and students write to each other),
admin (every event). Passphrases are argon2id; checking one is slow on purpose and must happen
outside a write transaction.
"""

import secrets
from base64 import b64encode
from datetime import datetime, timedelta

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error
from argon2.low_level import ARGON2_VERSION
from sqlalchemy import CheckConstraint, ForeignKey, String, select, update
from sqlalchemy.orm import Mapped, mapped_column

from kiosk.db import Instant, Model, OptionalInstant, PublicId, db, new_public_id, personal, plain
from kiosk.domain import keys
from kiosk.errors import NotKnown, Refused

ROLES = ("steward", "coordinator", "organiser", "admin")
_INCLUDES = {
    "steward": {"steward"},
    "coordinator": {"coordinator"},
    "organiser": {"steward", "organiser"},
    "admin": set(ROLES),
}
SESSION_LASTS = timedelta(hours=14)
TRIES = 5
_hasher = PasswordHasher()


class StaffMember(Model):
    """One person who may sign in at the desk; without an event, at every desk (admin)."""

    __tablename__ = "staff"
    __table_args__ = (
        CheckConstraint("role IN ('steward','coordinator','organiser','admin')", name="role"),
        CheckConstraint("role = 'admin' OR event_id IS NOT NULL", name="only_admin_everywhere"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[PublicId] = mapped_column(default=new_public_id)
    event_id: Mapped[int | None] = mapped_column(ForeignKey("events.id"))
    name: Mapped[str] = mapped_column(
        String(80),
        unique=True,
        info=personal("the name a steward signs in with", until="the account ends", erase="keep"),
    )
    role: Mapped[str] = mapped_column(String(20), info=plain("a role"))
    passphrase_hash: Mapped[str] = mapped_column(String(200), info=plain("argon2id hash"))
    failures: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[OptionalInstant]
    created_at: Mapped[Instant]
    left_at: Mapped[OptionalInstant]

    def may(self, role: str) -> bool:
        """Whether this person's role includes another."""
        return role in _INCLUDES[self.role]


class StaffSession(Model):
    """One signed-in browser of a member of staff."""

    __tablename__ = "staff_sessions"

    id: Mapped[int] = mapped_column(primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id", ondelete="CASCADE"))
    key_hash: Mapped[str] = mapped_column(String(64), unique=True, info=plain("keyed hash"))
    started_at: Mapped[Instant]
    ends_at: Mapped[Instant]


class WrongPassphrase(Refused):
    """Name and passphrase do not belong together, or the account waits after too many tries."""

    slug = "wrong_passphrase"
    sentence = "That name and passphrase do not belong together. Please try again."


class NameTaken(Refused):
    """Somebody signs in by that name already."""

    slug = "name_taken"
    sentence = "Somebody signs in by that name already. Choose another."


def add(
    name: str, role: str, passphrase_hash: str, *, event_id: int | None, at: datetime
) -> StaffMember:
    """Add a member of staff.

    Raises:
        NameTaken: the name is in use.
        Refused: the role is none of ours, or needs an event.
    """
    if role not in ROLES:
        raise Refused("no_such_role", f"A role is one of {', '.join(ROLES)}.")
    if role != "admin" and event_id is None:
        raise Refused("event_needed", f"A {role} belongs to an event: name it with --event.")
    if db.session.scalar(select(StaffMember.id).where(StaffMember.name == name)):
        raise NameTaken
    member = StaffMember(
        name=name, role=role, event_id=event_id, passphrase_hash=passphrase_hash, created_at=at
    )
    db.session.add(member)
    db.session.flush()
    return member


def hash_passphrase(passphrase: str) -> str:
    """Return the argon2id hash of a passphrase of at least ten characters (slow).

    Raises:
        Refused: it is too short.
    """
    if len(passphrase) < 10:
        raise Refused("passphrase_short", "A passphrase has at least ten characters.")
    return _hasher.hash(passphrase)


def _nobodys_hash() -> str:
    """Return a hash that no passphrase is known to have, as dear to check as anybody's."""
    costs = f"m={_hasher.memory_cost},t={_hasher.time_cost},p={_hasher.parallelism}"
    salt, tag = (
        b64encode(secrets.token_bytes(size)).decode().rstrip("=")
        for size in (_hasher.salt_len, _hasher.hash_len)
    )
    return f"$argon2id$v={ARGON2_VERSION}${costs}${salt}${tag}"


# Made up, not hashed: otherwise each start of each command pays for a passphrase.
NOBODYS_HASH = _nobodys_hash()


def check_passphrase(
    name: str, passphrase: str, at: datetime, *, despite_lock: bool = False
) -> StaffMember | None:
    """Return who this is, or None; takes as long for an unknown name (slow).

    A lock keeps out who guesses from anywhere, not the member at a browser of their own.
    """
    member = db.session.scalar(select(StaffMember).where(StaffMember.name == name.strip()))
    waits = member is not None and member.locked_until is not None and member.locked_until > at
    locked = member is not None and (member.left_at is not None or (waits and not despite_lock))
    try:
        _hasher.verify(member.passphrase_hash if member else NOBODYS_HASH, passphrase)
    except Argon2Error:
        return None
    return None if locked else member


def count_failure(name: str, at: datetime) -> None:
    """Remember a wrong passphrase: after five, the account waits 1, 2, 4 … minutes, at most 64."""
    query = select(StaffMember).where(StaffMember.name == name.strip())
    # Held, so that guesses sent at once are counted one by one.
    member = db.session.scalar(query.with_for_update().execution_options(populate_existing=True))
    if member is None or (member.locked_until and member.locked_until > at):
        return
    member.failures += 1
    if member.failures >= TRIES:
        member.locked_until = at + timedelta(minutes=2 ** min(member.failures - TRIES, 6))


def start_session(member: StaffMember, at: datetime) -> str:
    """Open a session and return its key, which is stored only as a hash."""
    key = secrets.token_urlsafe(32)
    member.failures, member.locked_until = 0, None
    row = StaffSession(
        staff_id=member.id,
        key_hash=keys.lookup_hash("staff-session", key),
        started_at=at,
        ends_at=at + SESSION_LASTS,
    )
    db.session.add(row)
    return key


def by_session(key: str, at: datetime) -> StaffMember | None:
    """Return who holds a session key that still lives."""
    query = (
        select(StaffMember)
        .join(StaffSession, StaffSession.staff_id == StaffMember.id)
        .where(StaffSession.key_hash == keys.lookup_hash("staff-session", key))
        .where(StaffSession.ends_at > at, StaffMember.left_at.is_(None))
    )
    return db.session.scalar(query)


def end_session(key: str, at: datetime) -> None:
    """Sign out; an unknown key is signed out already."""
    query = update(StaffSession).where(
        StaffSession.key_hash == keys.lookup_hash("staff-session", key)
    )
    db.session.execute(query.values(ends_at=at))


def of_event(event_id: int) -> list[StaffMember]:
    """Return the staff of an event, and the admins, by name."""
    mine = (StaffMember.event_id == event_id) | StaffMember.event_id.is_(None)
    query = select(StaffMember).where(mine, StaffMember.left_at.is_(None))
    return list(db.session.scalars(query.order_by(StaffMember.name)))


def by_public_id(event_id: int, public_id: str) -> StaffMember:
    """Return a member of this event's own staff; admins are nobody's here.

    Raises:
        NotKnown: none of this event.
    """
    query = select(StaffMember).where(
        StaffMember.event_id == event_id,
        StaffMember.public_id == public_id,
        StaffMember.left_at.is_(None),
    )
    member = db.session.scalar(query)
    if member is None:
        raise NotKnown("no_such_member", "There is nobody by that id in the team.")
    return member


def change_role(member: StaffMember, role: str) -> None:
    """Let a member do something else from now on; nobody becomes an admin this way.

    Raises:
        Refused: the role is none of an event's.
    """
    if role not in ROLES or role == "admin":
        raise Refused("no_such_role", f"A role is one of {', '.join(ROLES[:-1])}.")
    member.role = role


def change_passphrase(member: StaffMember, passphrase_hash: str, at: datetime) -> None:
    """Give a member another passphrase; open sessions end, and a lock goes."""
    member.passphrase_hash = passphrase_hash
    member.failures, member.locked_until = 0, None
    _end_sessions(member, at)


def end_account(member: StaffMember, at: datetime) -> None:
    """Let a member sign in no more; the name goes, the row stays for the acts that name it."""
    member.left_at = member.left_at or at
    member.name = f"left {member.public_id}"
    _end_sessions(member, at)


def _end_sessions(member: StaffMember, at: datetime) -> None:
    query = update(StaffSession).where(StaffSession.staff_id == member.id)
    db.session.execute(query.where(StaffSession.ends_at > at).values(ends_at=at))

"""Bounces: what a mail server said later about one letter, by a return path that it alone had.

Whoever holds no valid token changes nothing, nor does a report about somebody else (a letter that
was forwarded). `failed` makes a letter `bounced`; any report on an `unknown` one proves that it was
taken; an address that does not exist gets no letter any more; a complaint is a wish for no more.
"""

import re
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ForeignKey, String, func, select
from sqlalchemy.orm import Mapped, mapped_column

from kiosk.db import Instant, Model, PublicId, db, new_public_id, personal, plain
from kiosk.domain import keys
from kiosk.domain.deliveries.record import Delivery
from kiosk.domain.deliveries.resolving import settle_by_evidence
from kiosk.domain.deliveries.suppression import normalised, suppress
from kiosk.domain.deliveries.tokens import by_return_path
from kiosk.domain.operations import insert_once

MOST_REPORTS = 20
"""Reports kept of one letter: its reader has the token, too, and could send them without end."""
_NO_SUCH_ADDRESS = re.compile(r"(?<![\d.])5\.1\.(?![78]\b)\d{1,3}(?!\d|\.\d)")
"""RFC 3463: a bad destination; .7 and .8 speak of the sender's address."""


class Bounce(Model):
    """One report about one letter (RFC 3464); the same report again is one row."""

    __tablename__ = "bounces"
    __person__ = "attendee_id"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[PublicId] = mapped_column(default=new_public_id)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"))
    delivery_id: Mapped[int] = mapped_column(
        ForeignKey("deliveries.id", ondelete="CASCADE"), index=True
    )
    attendee_id: Mapped[int | None] = mapped_column(ForeignKey("attendees.id"), index=True)
    report_hash: Mapped[str] = mapped_column(String(64), unique=True, info=plain("keyed hash"))
    action: Mapped[str] = mapped_column(String(10), info=plain("failed, delayed, delivered"))
    status: Mapped[str] = mapped_column(String(12), info=plain("an enhanced status code"))
    words: Mapped[str] = mapped_column(
        String(300),
        info=personal("what the mail server said; it may name the address", erase="row"),
    )
    received_at: Mapped[Instant]


@dataclass(frozen=True)
class Said:
    """What a report says of one recipient, under every address that it had; none: the letter's."""

    action: str
    """failed, delayed, delivered or complaint."""
    status: str = ""
    recipients: tuple[str, ...] = ()
    words: str = ""


@dataclass(frozen=True)
class Report:
    """One report: the addresses it came to, what it says, and what tells it from another one."""

    sent_to: tuple[str, ...]
    said: tuple[Said, ...]
    identity: str


def take_report(report: Report, at: datetime) -> str:
    """Record a report and let it settle its letter; return what came of it.

    "bounced", "noted", "complaint"; or nothing changed: "known" (it came before), "nobody" (no
    valid token, or erased), "other" (it speaks of somebody else), "enough" (too many about one).
    """
    letter = next(filter(None, map(by_return_path, report.sent_to)), None)
    if letter is None or letter.state == "erased":
        return "nobody"
    said = next((each for each in report.said if _is_about(letter, each)), None)
    if said is None:
        return "other"
    if _reports_of(letter) >= MOST_REPORTS:
        return "enough"
    if _record(letter, said, report.identity, at) is None:
        return "known"
    return _settle(letter, said, at)


def means_no_such_address(words: str) -> bool:
    """Whether a mail server's words, or a bare status, say that the address does not exist."""
    return _NO_SUCH_ADDRESS.search(words) is not None


def bounces_of(delivery_id: int) -> list[Bounce]:
    """Return what was reported of a letter, newest first."""
    query = select(Bounce).where(Bounce.delivery_id == delivery_id)
    return list(db.session.scalars(query.order_by(Bounce.received_at.desc(), Bounce.id.desc())))


def _is_about(letter: Delivery, said: Said) -> bool:
    # Complaints name nobody, or a name that was made unreadable: their token is all there is.
    if said.action == "complaint" or not said.recipients:
        return True
    return normalised(letter.to_address or "") in map(normalised, said.recipients)


def _reports_of(letter: Delivery) -> int:
    query = select(func.count()).select_from(Bounce).where(Bounce.delivery_id == letter.id)
    return db.session.scalar(query) or 0


def _record(letter: Delivery, said: Said, identity: str, at: datetime) -> Bounce | None:
    what = f"{letter.public_id}\n{said.action}\n{said.status}\n{identity}"
    return insert_once(
        Bounce,
        public_id=new_public_id(),
        event_id=letter.event_id,
        delivery_id=letter.id,
        attendee_id=letter.attendee_id,
        report_hash=keys.lookup_hash("bounce", what),
        action=said.action,
        status=said.status[:12],
        words=said.words[:300] if letter.attendee_id is not None else "",  # erased with nobody
        received_at=at,
    )


def _settle(letter: Delivery, said: Said, at: datetime) -> str:
    if said.action == "complaint":
        settle_by_evidence(letter, "accepted", "bounce", at)
        if letter.to_address:
            suppress(letter.to_address, "unsubscribed", at)
        return "complaint"
    if said.action != "failed":
        settle_by_evidence(letter, "accepted", "bounce", at)
        return "noted"
    if letter.to_address and means_no_such_address(said.status):
        suppress(letter.to_address, "bounced", at)
    return "bounced" if settle_by_evidence(letter, "bounced", "bounce", at) else "noted"

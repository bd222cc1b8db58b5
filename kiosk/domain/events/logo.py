"""An event's logo: one small picture that stands on badges and signs.

What is kept was read and written anew by an adapter; nothing of the uploaded file remains. It has
a table of its own, because an event's row is read at every scan.
"""

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, select
from sqlalchemy.orm import Mapped, mapped_column

from kiosk.db import Instant, Model, PublicId, db, new_public_id, plain


class EventLogo(Model):
    """The logo of one event."""

    __tablename__ = "event_logos"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[PublicId] = mapped_column(default=new_public_id)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"), unique=True)
    picture: Mapped[bytes] = mapped_column(LargeBinary, info=plain("a logo as PNG"))
    put_at: Mapped[Instant]


def put_logo(event_id: int, picture: bytes, at: datetime) -> None:
    """Let an event have this logo, a PNG that was written anew; it takes the older one's place."""
    remove_logo(event_id)
    db.session.add(EventLogo(event_id=event_id, picture=picture, put_at=at))
    db.session.flush()


def remove_logo(event_id: int) -> None:
    """Let an event have no logo; again changes nothing."""
    found = _of(event_id)
    if found is not None:
        db.session.delete(found)
        db.session.flush()


def logo_of(event_id: int) -> bytes | None:
    """Return an event's logo as PNG, or None."""
    found = _of(event_id)
    return found.picture if found is not None else None


def _of(event_id: int) -> EventLogo | None:
    return db.session.scalar(select(EventLogo).where(EventLogo.event_id == event_id))

"""Finding a person by name: folded prefixes of each word, from one indexed table.

Folding forgives case, accents and letters such as ł ø ß đ; order does not matter.
"""

import unicodedata

from sqlalchemy import ForeignKey, Index, Select, String, delete, func, insert, select
from sqlalchemy.orm import Mapped, mapped_column

from kiosk.db import Model, db, personal
from kiosk.domain.attendees.record import Attendee
from kiosk.errors import Invalid

MOST = 8
_SPECIAL = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe",
                          "ı": "i", "ħ": "h", "ŧ": "t", "ŋ": "n", "ĸ": "k"})  # fmt: skip
_EAST_ASIAN = ("CJK", "HANGUL", "HIRAGANA", "KATAKANA")


class NameToken(Model):
    """One folded word of a name, so that a prefix is found through an index."""

    __tablename__ = "name_tokens"
    __person__ = "attendee_id"
    __table_args__ = (Index("ix_name_tokens_event_token", "event_id", "token"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"))
    attendee_id: Mapped[int] = mapped_column(ForeignKey("attendees.id"), index=True)
    token: Mapped[str] = mapped_column(
        # Byte order on both databases: prefixes are found as a range.
        String(80).with_variant(String(80, collation="C"), "postgresql"),
        info=personal("finds a person at the help lane by a part of the name"),
    )


class QueryTooShort(Invalid):
    """Too few letters: a list of people is never browsed."""

    def __init__(self) -> None:
        """Say how many letters are needed."""
        super().__init__({"q": "Type at least three letters of the name."})


def fold(name: str) -> str:
    """Return a name in small letters without accents, its words apart by one space.

    East Asian names fold to their letters too, one word each character run.
    """
    opened = unicodedata.normalize("NFKD", name.casefold()).translate(_SPECIAL)
    letters = "".join(
        " " if unicodedata.category(c)[0] in "PZ" else c
        for c in opened
        if unicodedata.category(c)[0] != "C" and unicodedata.category(c) != "Mn"
    )
    return unicodedata.normalize("NFC", " ".join(letters.split()))


def is_long_enough(query: str) -> bool:
    """Whether a folded query has three letters, or two in Han, Kana or Hangul."""
    letters = query.replace(" ", "")
    east = any(unicodedata.name(c, "").startswith(_EAST_ASIAN) for c in letters)
    return len(letters) >= (2 if east else 3)


def tokens_of(attendee: Attendee) -> set[str]:
    """Return the folded words an attendee is found by; East Asian names also by every suffix."""
    names = " ".join(filter(None, (attendee.name, attendee.given_name, attendee.family_name)))
    words = {word[:80] for word in fold(names).split()}
    for word in list(words):
        if unicodedata.name(word[0], "").startswith(_EAST_ASIAN):
            words |= {word[start:] for start in range(1, len(word) - 1)}
    return words


def index(attendees: list[Attendee]) -> None:
    """Make the words of these people findable; replaces what was there before."""
    if not attendees:
        return
    ids = [attendee.id for attendee in attendees]
    for start in range(0, len(ids), 500):
        chunk = ids[start : start + 500]
        db.session.execute(delete(NameToken).where(NameToken.attendee_id.in_(chunk)))
    rows = [
        {"event_id": a.event_id, "attendee_id": a.id, "token": token}
        for a in attendees
        for token in sorted(tokens_of(a))
    ]
    if rows:  # a name may be nothing but signs
        db.session.execute(insert(NameToken), rows)


def search(event_id: int, query: str) -> list[Attendee]:
    """Return at most eight people whose name has every folded word of the query as a prefix.

    Raises:
        QueryTooShort: fewer than three letters (two in Han, Kana or Hangul).
    """
    folded = fold(query[:200])
    if not is_long_enough(folded):
        raise QueryTooShort
    words = folded.split()[:5]
    people = select(Attendee).where(
        Attendee.event_id == event_id,
        Attendee.erased_at.is_(None),
        Attendee.status == "expected",
    )
    for word in words:
        people = people.where(Attendee.id.in_(_having(event_id, word)))
    return list(db.session.scalars(people.order_by(func.length(Attendee.name)).limit(MOST)))


def _having(event_id: int, prefix: str) -> Select[int]:
    # A range, not LIKE: the index serves it on both databases, and no wildcard needs escaping.
    beyond = prefix[:-1] + chr(ord(prefix[-1]) + 1)
    return select(NameToken.attendee_id).where(
        NameToken.event_id == event_id, NameToken.token >= prefix, NameToken.token < beyond
    )

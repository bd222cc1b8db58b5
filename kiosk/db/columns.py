"""Column kinds, and what a column says about the people in it.

Every column that may hold text about people declares it: `personal(...)` with reason and end, or
`plain(...)`. The build fails on one that is silent.
"""

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Literal

from sqlalchemy import JSON, DateTime, Dialect, String, TypeDecorator
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import mapped_column


class UtcDateTime(TypeDecorator[datetime]):
    """An instant: aware in Python, UTC in the database; a naive one is a mistake."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Take an aware instant to UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a time zone")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give the instant back aware, in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


Json = JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")
Instant = Annotated[datetime, mapped_column(UtcDateTime)]
OptionalInstant = Annotated[datetime | None, mapped_column(UtcDateTime)]
PublicId = Annotated[str, mapped_column(String(16), unique=True, info={"plain": "random id"})]

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"


def new_public_id() -> str:
    """Return a fresh opaque id: 16 characters of Crockford base32, 80 random bits."""
    number = int.from_bytes(secrets.token_bytes(10))
    return "".join(_ALPHABET[number >> shift & 31] for shift in range(0, 80, 5))


@dataclass(frozen=True)
class Personal:
    """Why a column holds personal data, until when, and what erasure does to it.

    `erase`: "row" deletes the whole row with its person, "blank" empties the column (NULL or its
    empty value), "keep" leaves it because it no longer points at anybody (say why in `reason`).
    """

    reason: str
    until: str
    erase: Literal["row", "blank", "keep"]


UNTIL_RETENTION = "the event's retention date"


def personal(
    reason: str, *, until: str = UNTIL_RETENTION, erase: Literal["row", "blank", "keep"] = "row"
) -> dict[str, Personal]:
    """Return a column's `info` declaring personal data; the build fails without one."""
    return {"personal": Personal(reason, until, erase)}


def plain(why: str) -> dict[str, str]:
    """Return a column's `info` saying why its text is not personal data."""
    return {"plain": why}

"""The second factor: what somebody knows about themselves makes a name enough to come in.

Values are compared folded and in constant time, also where the record has none: nobody learns from
the answer, or from how long it took, what we hold. How often somebody may try is for the door.
"""

import hmac
import unicodedata

from kiosk.domain.attendees.record import Attendee

DIGITS = 4
"""How many of a phone number's last digits are asked for."""


def proves(
    attendee: Attendee, allowed: list[str], *, digits: str = "", before_at: str = ""
) -> bool:
    """Whether one of the answers an event allows is right: phone (`digits`), email (`before_at`).

    Digits of any script count; an address may be typed whole; case does not matter.
    """
    by_phone = _same(_ended(attendee.phone), _digits(digits)[-DIGITS:])
    by_email = _same(_local(attendee.email), _local(before_at))
    return ("phone" in allowed and by_phone) or ("email" in allowed and by_email)


def _same(held: str, typed: str) -> bool:
    # Both are compared whatever they are; nothing is never right.
    equal = hmac.compare_digest(held.encode(), typed.encode())
    return bool(held) and bool(typed) and equal


def _digits(text: str | None) -> str:
    numbers = (unicodedata.decimal(letter, None) for letter in text or "")
    return "".join(str(number) for number in numbers if number is not None)


def _ended(phone: str | None) -> str:
    digits = _digits(phone)
    return digits[-DIGITS:] if len(digits) > DIGITS else ""


def _local(address: str | None) -> str:
    return unicodedata.normalize("NFKC", address or "").strip().partition("@")[0].casefold()

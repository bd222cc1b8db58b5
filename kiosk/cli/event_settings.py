"""An event's settings as they are typed at the command line: each is read, or refused by its key.

The same keys as on the desk's settings page; times are in the fair's own zone unless they name one.
"""

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from email_validator import EmailNotValidError, validate_email

from badges import STOCKS
from kiosk.domain.attendees import check_pattern
from kiosk.domain.events import KINDS, SECOND_FACTORS, SETTINGS
from kiosk.errors import Invalid, Refused

_YES = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_PRINTING = ("never", "once", "always")
_MOST_MINUTES = 24 * 60
_EXAMPLES = {
    "starts_at": "2026-11-24T10:00",
    "ends_at": "2026-11-24T15:00",
    "timezone": "Europe/London",
    "locale": "en-GB",
    "languages": "en,cy",
    "hours": '{"employer": [120, 60]} (minutes before the start and after the end)',
    "never_closes": "yes",
    "print_on_arrival": "never, once or always",
    "stock": f"one of {', '.join(STOCKS)}",
    "reentry": "yes",
    "admit_unpaid": "no",
    "second_factor": "nod, or some of: phone email nod",
    "walk_ins_at": "tablet or desk",
    "card_patterns": r'[{"name": "Campus card", "pattern": ";(\d{9})=.*"}]',
    "offline_names": "no",
    "missions": "yes",
    "introductions": "yes",
    "mentors_sign_up": "yes",
    "unknown_age_is_minor": "no",
    "retention_days": "90 (1 to 3650)",
    "region": "GB",
    "contact_email": "careers@university.example",
    "name": "Autumn Fair (1 to 120 letters)",
}


def read_setting(key: str, value: str, timezone: str) -> Any:
    """Return a setting's value as the event's record takes it.

    Raises:
        Refused: there is no such setting, or the value cannot be; the sentence names the key.
    """
    if key not in SETTINGS:
        known = ", ".join((*SETTINGS, "consent_text"))
        raise Refused("no_such_setting", f"There is no setting {key}. There is: {known}.")
    try:
        return _READERS.get(key, _line)(value.strip(), timezone)
    except (ValueError, OverflowError):
        example = _EXAMPLES.get(key, "at most 120 letters, without line breaks")
        raise Refused("wrong_value", f"{key} cannot be that. For example: {example}") from None


def read_zone(value: str, _timezone: str = "") -> str:
    """Return the name of a time zone. Raises ValueError: there is none by that name."""
    if value not in available_timezones():
        raise ValueError
    return value


def read_instant(value: str, timezone: str) -> datetime:
    """Return a time as typed, in the fair's own zone unless it names one; ValueError otherwise."""
    at = datetime.fromisoformat(value)
    return (at if at.tzinfo else at.replace(tzinfo=ZoneInfo(timezone))).astimezone(UTC)


def _line(value: str, _timezone: str = "") -> str:
    if len(value) > 120 or not value.isprintable():
        raise ValueError
    return value


def _name(value: str, _timezone: str) -> str:
    if not value:
        raise ValueError
    return _line(value)


def _yes_no(value: str, _timezone: str) -> bool:
    if value.lower() not in _YES:
        raise ValueError
    return _YES[value.lower()]


def _one_of(*choices: str) -> Callable[[str, str], str]:
    def read(value: str, _timezone: str) -> str:
        if value not in choices:
            raise ValueError
        return value

    return read


def _locale(value: str, _timezone: str) -> str:
    if not _LANGUAGE.fullmatch(value) or len(value) > 20:
        raise ValueError
    return value


def _languages(value: str, timezone: str) -> list[str]:
    words = json.loads(value) if value.startswith("[") else value.replace(",", " ").split()
    return [_locale(str(word), timezone) for word in words]


def _hours(value: str, _timezone: str) -> dict[str, list[int]]:
    hours = json.loads(value or "{}")
    if not isinstance(hours, dict) or not set(hours) <= set(KINDS):
        raise ValueError
    if not all(map(_is_pair, hours.values())):
        raise ValueError
    return {str(kind): list(pair) for kind, pair in hours.items()}


def _factors(value: str, _timezone: str) -> list[str]:
    wanted = json.loads(value) if value.startswith("[") else value.replace(",", " ").split()
    if not wanted or not set(wanted) <= set(SECOND_FACTORS):
        raise ValueError
    return [factor for factor in SECOND_FACTORS if factor in wanted]


def _card_patterns(value: str, timezone: str) -> list[dict[str, str]]:
    patterns = json.loads(value or "[]")
    if not isinstance(patterns, list) or len(patterns) > 10:
        raise ValueError
    return [_card_pattern(each, timezone) for each in patterns]


def _card_pattern(each: object, timezone: str) -> dict[str, str]:
    if not isinstance(each, dict) or set(each) != {"name", "pattern"}:
        raise ValueError
    try:
        check_pattern(str(each["pattern"]))
    except Invalid as fault:
        raise ValueError from fault
    return {"name": _name(str(each["name"]), timezone), "pattern": str(each["pattern"])}


def _is_pair(minutes: object) -> bool:
    return (
        isinstance(minutes, list)
        and len(minutes) == 2
        and all(type(m) is int and 0 <= m <= _MOST_MINUTES for m in minutes)
    )


def _days(value: str, _timezone: str) -> int:
    days = int(value)
    if not 1 <= days <= 3650:
        raise ValueError
    return days


def _region(value: str, _timezone: str) -> str:
    if not re.fullmatch("[A-Za-z]{2}", value):
        raise ValueError
    return value.upper()


def _address(value: str, _timezone: str) -> str:
    try:
        if value:
            validate_email(value, check_deliverability=False, test_environment=True)
    except EmailNotValidError as error:
        raise ValueError from error
    return value


_READERS: dict[str, Callable[[str, str], Any]] = {
    "name": _name,
    "starts_at": read_instant,
    "ends_at": read_instant,
    "timezone": read_zone,
    "locale": _locale,
    "languages": _languages,
    "hours": _hours,
    "never_closes": _yes_no,
    "print_on_arrival": _one_of(*_PRINTING),
    "stock": _one_of(*STOCKS),
    "reentry": _yes_no,
    "admit_unpaid": _yes_no,
    "second_factor": _factors,
    "walk_ins_at": _one_of("tablet", "desk"),
    "card_patterns": _card_patterns,
    "offline_names": _yes_no,
    "missions": _yes_no,
    "introductions": _yes_no,
    "mentors_sign_up": _yes_no,
    "unknown_age_is_minor": _yes_no,
    "retention_days": _days,
    "region": _region,
    "contact_email": _address,
}

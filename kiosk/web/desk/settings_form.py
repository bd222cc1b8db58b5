"""The settings as a form: what a browser shows and sends, and what the event's record holds.

Times are typed in the fair's own time zone; hours are minutes before the start and after the end.
"""

import re
from datetime import UTC, datetime
from typing import Annotated, Literal
from zoneinfo import ZoneInfo, available_timezones

from pydantic import EmailStr, Field, TypeAdapter, ValidationError

from kiosk.domain.events import EARLY_KINDS, KINDS, Event
from kiosk.errors import Invalid
from kiosk.web.forms import Command, Line
from kiosk.web.language import _

_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_MOST_MINUTES = 24 * 60


class SettingsForm(Command):
    """The settings as they are sent."""

    name: Annotated[Line, Field(min_length=1, max_length=120)]
    place: Annotated[Line, Field(max_length=120)] = ""
    help_lane: Annotated[Line, Field(max_length=120)] = ""
    starts_at: Annotated[Line, Field(min_length=1, max_length=30)]
    ends_at: Annotated[Line, Field(min_length=1, max_length=30)]
    timezone: Annotated[Line, Field(min_length=1, max_length=60)]
    locale: Annotated[Line, Field(max_length=20)] = "en"
    languages: Annotated[Line, Field(max_length=200)] = ""
    print_on_arrival: Literal["never", "once", "always"]
    retention_days: Annotated[Line, Field(min_length=1, max_length=6)]
    region: Annotated[Line, Field(max_length=2)] = "GB"
    contact_name: Annotated[Line, Field(max_length=120)] = ""
    contact_email: Annotated[Line, Field(max_length=254)] = ""
    never_closes: Literal["yes", ""] = ""
    minors: Literal["yes", ""] = ""
    hours_student: Line = ""
    hours_employer: Line = ""
    hours_mentor: Line = ""
    hours_staff: Line = ""
    hours_guest: Line = ""


def as_typed(event: Event) -> dict[str, object]:
    """Return the settings as the form shows them."""
    typed: dict[str, object] = {
        name: getattr(event, name)
        for name in ("name", "place", "help_lane", "timezone", "locale", "print_on_arrival",
                     "retention_days", "region", "contact_name", "contact_email", "never_closes")
    }  # fmt: skip
    for name in ("starts_at", "ends_at"):
        typed[name] = getattr(event, name).astimezone(event.zone).strftime("%Y-%m-%dT%H:%M")
    for kind in KINDS:
        before, after = event.hours.get(kind) or ([120, 60] if kind in EARLY_KINDS else [30, 0])
        typed[f"hours_{kind}"] = f"{before} {after}"
    return typed | {
        "languages": " ".join(event.languages),
        "minors": event.unknown_age_is_minor,
    }


def read_settings(form: SettingsForm) -> dict[str, object]:
    """Return the settings by key, as the event's record takes them.

    Raises:
        Invalid: one of them cannot be; each with its sentence.
    """
    wrong: dict[str, str] = {}
    values: dict[str, object] = {
        name: getattr(form, name)
        for name in ("name", "place", "help_lane", "print_on_arrival", "contact_name")
    }
    values["never_closes"] = form.never_closes == "yes"
    values["unknown_age_is_minor"] = form.minors == "yes"
    values |= _times(form, wrong)
    values |= _languages(form, wrong)
    values |= _hours(form, wrong)
    values |= _numbers_and_address(form, wrong)
    if wrong:
        raise Invalid(wrong)
    return values


def _times(form: SettingsForm, wrong: dict[str, str]) -> dict[str, object]:
    if form.timezone not in available_timezones():
        wrong["timezone"] = _("That is not a time zone. For example: Europe/London")
        return {}
    values: dict[str, object] = {"timezone": form.timezone}
    zone = ZoneInfo(form.timezone)
    found = []
    for name in ("starts_at", "ends_at"):
        try:
            local = datetime.fromisoformat(getattr(form, name)).replace(tzinfo=zone)
            found.append(local.astimezone(UTC))
            values[name] = found[-1]
        except (ValueError, OverflowError):
            wrong[name] = _("Write it as 2026-11-24T10:00.")
    if len(found) == 2 and found[1] <= found[0]:
        wrong["ends_at"] = _("The fair must end after it starts.")
    return values


def _languages(form: SettingsForm, wrong: dict[str, str]) -> dict[str, object]:
    languages = form.languages.replace(",", " ").split()
    for name, given in (("locale", [form.locale]), ("languages", languages)):
        if not all(_LANGUAGE.fullmatch(language) for language in given):
            wrong[name] = _("Write language codes, as en, cy or pt-BR.")
    return {"locale": form.locale, "languages": languages}


def _hours(form: SettingsForm, wrong: dict[str, str]) -> dict[str, object]:
    hours = {}
    for kind in KINDS:
        typed = str(getattr(form, f"hours_{kind}")).replace(",", " ").split()
        if not typed:
            continue
        minutes = [
            int(word) for word in typed if word.isascii() and word.isdigit() and len(word) < 6
        ]
        if len(typed) != 2 or len(minutes) != 2 or max(minutes) > _MOST_MINUTES:
            wrong[f"hours_{kind}"] = _("Write two numbers of minutes: before, and after. As: 30 0")
            continue
        hours[kind] = minutes
    return {"hours": hours}


def _numbers_and_address(form: SettingsForm, wrong: dict[str, str]) -> dict[str, object]:
    days = int(form.retention_days) if form.retention_days.isdecimal() else 0
    if not 1 <= days <= 3650:
        wrong["retention_days"] = _("Write a number of days, from 1 to 3650.")
    region = form.region.upper()
    if not re.fullmatch(r"[A-Z]{2}", region):
        wrong["region"] = _("Write two letters, as GB.")
    if form.contact_email:
        try:
            TypeAdapter(EmailStr).validate_python(form.contact_email)
        except ValidationError:
            wrong["contact_email"] = _("That is not an e-mail address.")
    return {"retention_days": days, "region": region, "contact_email": form.contact_email}

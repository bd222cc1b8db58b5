"""The settings as a form: what a browser shows and sends, and what the event's record holds.

Times are typed in the fair's own time zone; when each kind may come in, as times of day or minutes.
"""

import re
from datetime import datetime
from typing import Annotated, Literal
from zoneinfo import ZoneInfo, available_timezones

from pydantic import EmailStr, Field, TypeAdapter, ValidationError

from kiosk.domain.events import (
    KINDS,
    SECOND_FACTORS,
    Event,
    NoSuchHour,
    read_local,
    write_local,
)
from kiosk.errors import Invalid
from kiosk.web.desk import entry_windows
from kiosk.web.desk.words import STOCKS
from kiosk.web.forms import Command, Line
from kiosk.web.language import _

_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")


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
    stock: Annotated[Line, Field(max_length=20)] = ""
    retention_days: Annotated[Line, Field(min_length=1, max_length=6)]
    region: Annotated[Line, Field(max_length=2)] = "GB"
    contact_name: Annotated[Line, Field(max_length=120)] = ""
    contact_email: Annotated[Line, Field(max_length=254)] = ""
    never_closes: Literal["yes", ""] = ""
    minors: Literal["yes", ""] = ""
    reentry: Literal["yes", ""] = ""
    admit_unpaid: Literal["yes", ""] = ""
    offline_names: Literal["yes", ""] = ""
    missions: Literal["yes", ""] = ""
    introductions: Literal["yes", ""] = ""
    mentors_sign_up: Literal["yes", ""] = ""
    quiet_hour: Annotated[Line, Field(max_length=120)] = ""
    walk_ins_at: Literal["tablet", "desk"] = "tablet"
    second_factor: tuple[Literal[SECOND_FACTORS], ...] = ()  # type: ignore[valid-type]
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
                     "stock", "retention_days", "region", "contact_name", "contact_email",
                     "never_closes", "reentry", "admit_unpaid", "offline_names", "walk_ins_at",
                     "second_factor", "missions", "introductions", "mentors_sign_up", "quiet_hour")
    }  # fmt: skip
    for name in ("starts_at", "ends_at"):
        typed[name] = write_local(getattr(event, name), event.zone)
    for kind in KINDS:
        typed[f"hours_{kind}"] = entry_windows.as_clock(event, kind)
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
        for name in ("name", "place", "help_lane", "print_on_arrival", "contact_name",
                     "quiet_hour")
    }  # fmt: skip
    for name in ("never_closes", "missions", "introductions", "mentors_sign_up"):
        values[name] = getattr(form, name) == "yes"
    values["unknown_age_is_minor"] = form.minors == "yes"
    values |= _on_paper(form, wrong)
    values |= _at_the_door(form, wrong)
    values |= _times(form, wrong)
    values |= _languages(form, wrong)
    values |= _hours(form, values, wrong)
    values |= _numbers_and_address(form, wrong)
    if wrong:
        raise Invalid(wrong)
    return values


def _on_paper(form: SettingsForm, wrong: dict[str, str]) -> dict[str, object]:
    if not form.stock:
        return {}  # not asked for: it stays
    if form.stock not in STOCKS:
        wrong["stock"] = _("Choose one of the papers that are shown.")
    return {"stock": form.stock}


def _at_the_door(form: SettingsForm, wrong: dict[str, str]) -> dict[str, object]:
    if not form.second_factor:
        wrong["second_factor"] = _("Tick at least one: a name alone lets nobody in.")
    return {
        "reentry": form.reentry == "yes",
        "admit_unpaid": form.admit_unpaid == "yes",
        "offline_names": form.offline_names == "yes",
        "walk_ins_at": form.walk_ins_at,
        "second_factor": [factor for factor in SECOND_FACTORS if factor in form.second_factor],
    }


def _times(form: SettingsForm, wrong: dict[str, str]) -> dict[str, object]:
    if form.timezone not in available_timezones():
        wrong["timezone"] = _("That is not a time zone. For example: Europe/London")
        return {}
    values: dict[str, object] = {"timezone": form.timezone}
    zone = ZoneInfo(form.timezone)
    found = []
    for name in ("starts_at", "ends_at"):
        try:
            found.append(read_local(getattr(form, name), zone, ends=name == "ends_at"))
            values[name] = found[-1]
        except NoSuchHour:
            wrong[name] = _("There is no such hour: the clocks go forward over it.")
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


def _hours(
    form: SettingsForm, values: dict[str, object], wrong: dict[str, str]
) -> dict[str, object]:
    starts_at, ends_at = values.get("starts_at"), values.get("ends_at")
    if not isinstance(starts_at, datetime) or not isinstance(ends_at, datetime):
        return {}  # a window is told by the fair's own times, and one of those is wrong
    zone, hours = ZoneInfo(form.timezone), {}
    for kind in KINDS:
        typed = str(getattr(form, f"hours_{kind}")).replace(",", " ")
        try:
            window = entry_windows.read(typed, starts_at, ends_at, zone)
        except ValueError:
            wrong[f"hours_{kind}"] = _(
                "Write two times, as 07:30 16:00, or minutes before and after, as 30 0."
            )
            continue
        if window is not None:
            hours[kind] = window
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

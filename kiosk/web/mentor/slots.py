"""When a mentor can be met: times they keep free, once or every week, taken away again."""

from datetime import datetime
from typing import Literal

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from kiosk import clock
from kiosk.domain.mentoring import Mentor, openings
from kiosk.errors import Invalid
from kiosk.web.forms import Command, Line, read_form
from kiosk.web.identity import access
from kiosk.web.language import _
from kiosk.web.mentor import bp
from kiosk.web.mentor.own_act import changed, me
from kiosk.web.mentor.typed_times import (
    day_words,
    instant_of,
    next_slots,
    read_day,
    read_hour,
    read_number,
    weekday_words,
)


class Opening(Command):
    """A time to keep free: one day, or that day of every week."""

    day: Line = ""
    starts: Line = ""
    lasts: Line = "30"
    buffer: Line = "10"
    weekly: Literal["yes", ""] = ""
    until: Line = ""

    def open_for(self, mentor: Mentor, at: datetime) -> None:
        """Keep the time free.

        Raises:
            Invalid: a field cannot be read, or does not do.
        """
        wrong: dict[str, str] = {}
        day, starts = read_day(self.day, "day", wrong), read_hour(self.starts, "starts", wrong)
        lasts, buffer = (read_number(getattr(self, n), n, wrong) for n in ("lasts", "buffer"))
        until = read_day(self.until, "until", wrong) if self.weekly and self.until else None
        if wrong or day is None or starts is None:
            raise Invalid(wrong)
        if not self.weekly:  # a weekly one has other weeks
            instant_of(mentor, day, starts)
        openings.open_slot(
            mentor, day, starts, at=at, lasts=lasts, buffer=buffer, weekly=bool(self.weekly),
            until=until,
        )  # fmt: skip


@bp.get("/slots")
@access("mentor", event="mentor")
def slots() -> ResponseReturnValue:
    """Show a mentor the times they keep free."""
    return _page(me())


def _page(mentor: Mentor, wrong: dict[str, str] | None = None) -> str:
    kept = {"day": "", "starts": "", "lasts": "30", "buffer": "10", "weekly": "", "until": ""}
    typed = request.form.to_dict() if wrong else {}
    return render_template(
        "mentor/slots.html",
        mentor=mentor,
        openings=[(each.public_id, _words(each), each.lasts) for each in _open(mentor)],
        next=[words for _key, words in next_slots(mentor, clock.now())],
        kept={**kept, **typed},
        wrong=wrong or {},
    )


def _open(mentor: Mentor) -> list[openings.Opening]:
    return openings.openings_of(mentor.id)


def _words(opening: openings.Opening) -> str:
    """Return when an opening is: "Every Tuesday, 10:00, until Tuesday 1 December"."""
    hour = f"{opening.minute // 60:02}:{opening.minute % 60:02}"
    if not opening.weekly:
        return f"{day_words(opening.day)}, {hour}"
    if opening.until is None:
        return _("Every %(day)s, %(hour)s", day=weekday_words(opening.day), hour=hour)
    return _("Every %(day)s, %(hour)s, until %(until)s", day=weekday_words(opening.day), hour=hour,
             until=day_words(opening.until))  # fmt: skip


@bp.post("/slots")
@access("mentor", event="mentor", op_id=True)
def open_slot() -> ResponseReturnValue:
    """Keep a time free, once or every week."""
    mentor, command = me(), read_form(Opening)
    said = _("That time is open. Students can choose it.")
    return changed(command, "open_slot", command.open_for, said, url_for("mentor.slots"),
                   lambda wrong: _page(mentor, wrong))  # fmt: skip


@bp.post("/slots/<opening>/away")
@access("mentor", event="mentor", op_id=True)
def take_slot_away(opening: str) -> ResponseReturnValue:
    """Offer a time no more; what is agreed in it stays."""
    mentor, command = me(), read_form(Command)

    def act(mentor: Mentor, at: datetime) -> None:
        openings.close_opening(mentor, opening, at)

    said = _("Taken away. What is agreed for it stays.")
    return changed(command, "take_slot_away", act, said, url_for("mentor.slots"),
                   lambda wrong: _page(mentor, wrong), subject=opening)  # fmt: skip

"""A pause as a mentor asks for it: of everything, or of one offer."""

from datetime import date
from typing import Literal

from kiosk.errors import Invalid
from kiosk.web.forms import Command, Line
from kiosk.web.mentor.typed_times import read_day


class Pause(Command):
    """How long a pause is: until further notice, until a day, or no longer."""

    pause: Literal["now", "until", "no", ""] = ""
    back_on: Line = ""


def back_on_in(command: Pause) -> date | None:
    """Return the day a pause ends by itself; None: it does not.

    Raises:
        Invalid: it cannot be read.
    """
    wrong: dict[str, str] = {}
    day = read_day(command.back_on, "back_on", wrong) if command.pause == "until" else None
    if wrong:
        raise Invalid(wrong)
    return day

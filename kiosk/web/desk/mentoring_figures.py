"""What became of a fair's mentoring: bars with their numbers in tables, and the same as a file.

Nothing here tells of fewer than five people: see `mentoring/small_numbers`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask.typing import ResponseReturnValue

from kiosk import clock
from kiosk.adapters.contact_file import write_contacts
from kiosk.domain.mentoring import counting
from kiosk.domain.mentoring.counting import Figures, Group, Line
from kiosk.web import offer_words
from kiosk.web.attachment import attachment
from kiosk.web.desk import bp
from kiosk.web.desk.page import number_format, show, this_event
from kiosk.web.identity import access
from kiosk.web.language import _


@dataclass(frozen=True)
class Bars:
    """One table of numbers: its title, its total in words, and a row for each part."""

    slug: str
    title: str
    total: int | None
    rows: list[tuple[str, int | None]]

    @property
    def most(self) -> int:
        """The largest number that is shown: its bar has the whole width."""
        return max((number or 0 for _words, number in self.rows), default=0) or 1


@dataclass(frozen=True)
class Sheet:
    """One table by faculty or sector."""

    slug: str
    title: str
    first: str
    """What the first column holds."""
    lines: list[Line]

    @property
    def most(self) -> int:
        """The largest number that is shown."""
        return max((line.asked or 0 for line in self.lines), default=0) or 1


@bp.get("/<slug>/mentoring/figures")
@access("coordinator", "organiser", event="staff")
def mentoring_figures(slug: str) -> ResponseReturnValue:
    """Show the service what became of its mentoring."""
    event = this_event(slug)
    figures = counting.of_event(event.id, clock.now())
    return show(
        "mentoring_figures", event, here="mentoring", part="figures", figures=figures,
        bars=list(_bars(figures)), sheets=list(_sheets(figures)), told=told,
        answered_in=time_in_words(figures.answered_in),
    )  # fmt: skip


@bp.get("/<slug>/mentoring/figures.csv")
@access("coordinator", "organiser", event="staff")
def mentoring_figures_file(slug: str) -> ResponseReturnValue:
    """Give the same numbers as a file."""
    event = this_event(slug)
    figures = counting.of_event(event.id, clock.now())
    columns = [_("Table"), _("Row"), _("Number")]
    rows = [dict(zip(columns, row, strict=True)) for row in _as_rows(figures)]
    return attachment(write_contacts(rows, columns), "text/csv; charset=utf-8", "mentoring.csv")


def told(number: int | None) -> str:
    """Write a number of a table, or that it is not shown."""
    return _("not shown") if number is None else number_format(number)


def time_in_words(took: timedelta | None) -> str:
    """Write how long an answer takes: in hours, and from two days on in days."""
    if took is None:
        return _("not shown: fewer than 5 answers")
    hours = round(took.total_seconds() / 3600)
    if hours < 1:
        return _("within an hour")
    if hours < 48:
        return _("one hour") if hours == 1 else _("%(count)s hours", count=hours)
    return _("%(count)s days", count=round(hours / 24))


def _bars(figures: Figures) -> Iterator[Bars]:
    yield _of("became", _("What became of the requests"), figures.requests, {
        "accepted": _("accepted"), "declined": _("not this time"), "expired": _("not answered"),
        "withdrawn": _("taken back"), "open": _("waiting for an answer"),
    })  # fmt: skip
    yield _of("agreed", _("What became of those accepted"), figures.agreed, {
        "ahead": _("under way"), "done": _("done"), "missed": _("somebody did not come"),
        "cancelled": _("called off"), "lapsed": _("never closed by either"),
    })  # fmt: skip
    yield _of("declined", _("Why mentors said not this time"), figures.declined, {
        **offer_words.REASONS, "held_back": _("A coordinator held it back."),
    })  # fmt: skip
    worth = {str(number): words for number, words in offer_words.WORTH.items()}
    sides = {"student": _("students"), "mentor": _("mentors")}
    for side, who in sides.items():
        title = _("Was it worth the time, as %(who)s say", who=who)
        yield _of(f"worth-{side}", title, figures.worth[side], worth)
        title = _("What came of it, as %(who)s say", who=who)
        yield _of(f"came-{side}", title, figures.came_of_it[side], offer_words.CAME_OF_IT)
    yield _of("mentors", _("Mentors taking part"), figures.mentors, {
        "free": _("free now"), "full": _("full"), "paused": _("paused"),
        "resting": _("suspended, or offering nothing yet"),
    })  # fmt: skip


def _of(slug: str, title: str, group: Group, words: dict[str, Any]) -> Bars:
    rows = [(str(words[name]), number) for name, number in group.parts.items()]
    return Bars(slug, title, group.total, rows)


def _sheets(figures: Figures) -> Iterator[Sheet]:
    yield Sheet("faculties", _("By faculty of the student"), _("Faculty"), figures.faculties)
    yield Sheet("sectors", _("By sector of the mentor"), _("Sector"), figures.sectors)


def _as_rows(figures: Figures) -> Iterator[tuple[str, str, object]]:
    yield _("Time to answer, median"), "", time_in_words(figures.answered_in)
    for bars in _bars(figures):
        yield bars.title, _("all"), _in_file(bars.total)
        for words, number in bars.rows:
            yield bars.title, words, _in_file(number)
    for sheet in _sheets(figures):
        for line in sheet.lines:
            label = line.label or _("not known")
            for words, number in ((_("requests"), line.asked), (_("accepted"), line.accepted),
                                  (_("done"), line.done)):  # fmt: skip
                yield f"{sheet.title}: {words}", label, _in_file(number)


def _in_file(number: int | None) -> object:
    return _("not shown") if number is None else number

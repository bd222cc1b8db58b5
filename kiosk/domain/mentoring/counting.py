"""Counts of a fair's mentoring for the service, with no small number in them or behind them.

Each group is told as a total and its parts; a group whose total is hidden is hidden whole. What
says how many of a faculty or sector is hidden as well when its sum would tell a hidden total.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from kiosk.db import db
from kiosk.domain.attendees import Attendee
from kiosk.domain.mentoring.closing import CAME_OF_IT, Feedback
from kiosk.domain.mentoring.record import Mentor, MentorPlace, MentorTag
from kiosk.domain.mentoring.requests import OPEN, REASONS, MentorRequest
from kiosk.domain.mentoring.small_numbers import FEWEST, hide, hide_within, told
from kiosk.domain.mentoring.standing import offers_shown, today_of

BECAME = ("accepted", "declined", "expired", "withdrawn", "open")
AGREED = ("ahead", "done", "missed", "cancelled", "lapsed")
DECLINED = (*REASONS, "held_back")
STANDINGS = ("free", "full", "paused", "resting")
"""`resting`: suspended, or without an offer."""
_AT_ONCE = 500


@dataclass(frozen=True)
class Group:
    """A total and what it is made of, by slug; None is hidden."""

    total: int | None
    parts: dict[str, int | None]


@dataclass(frozen=True)
class Line:
    """What was asked of one faculty's students, or of one sector's mentors; "" is not known."""

    label: str
    asked: int | None
    accepted: int | None
    done: int | None


@dataclass(frozen=True)
class Figures:
    """All that the service is told."""

    mentors: Group
    requests: Group
    agreed: Group
    declined: Group
    answered_in: timedelta | None
    """The median time to an answer; None: fewer than five answers."""
    worth: dict[str, Group]
    """By who says so: student, mentor; parts "3" very much, "2" yes, "1" not really."""
    came_of_it: dict[str, Group]
    faculties: list[Line]
    sectors: list[Line]


def of_event(event_id: int, at: datetime) -> Figures:
    """Return what became of a fair's mentoring so far."""
    became, agreed, declined = _requests(event_id)
    requests = _group(became, BECAME)
    of_accepted = _below(requests.parts["accepted"], agreed, AGREED)
    feedback = {side: _feedback(event_id, side) for side in ("student", "mentor")}
    sums = (requests.total, requests.parts["accepted"], of_accepted.parts["done"])
    return Figures(
        mentors=_group(_standings(event_id, at), STANDINGS),
        requests=requests,
        agreed=of_accepted,
        declined=_below(requests.parts["declined"], declined, DECLINED),
        answered_in=_answered_in(event_id),
        worth={side: _group(both[0], ("3", "2", "1")) for side, both in feedback.items()},
        came_of_it={side: _group(both[1], CAME_OF_IT) for side, both in feedback.items()},
        faculties=_lines(_by_faculty(event_id), sums),
        sectors=_lines(_by_sector(event_id), sums),
    )


def _group(counts: Mapping[str, int], names: Iterable[str]) -> Group:
    return _below(told(sum(counts.values())), counts, names)


def _below(total: int | None, counts: Mapping[str, int], names: Iterable[str]) -> Group:
    names = list(names)
    if total is None:
        return Group(None, dict.fromkeys(names))
    parts = hide([counts.get(name, 0) for name in names])
    return Group(total, dict(zip(names, parts, strict=True)))


def _requests(event_id: int) -> tuple[Counter[str], Counter[str], Counter[str]]:
    answered = MentorRequest.answered_at.is_not(None)
    query = (
        select(MentorRequest.state, MentorRequest.reason, answered, func.count())
        .where(MentorRequest.event_id == event_id)
        .group_by(MentorRequest.state, MentorRequest.reason, answered)
    )
    became, agreed, declined = Counter[str](), Counter[str](), Counter[str]()
    for state, reason, was_answered, count in db.session.execute(query):
        name = _became(state, bool(was_answered))
        became[name] += count
        if name == "accepted":
            agreed["ahead" if state == "accepted" else state] += count
        if name == "declined":
            declined[reason or "held_back"] += count
    return became, agreed, declined


def _became(state: str, was_answered: bool) -> str:
    if state in OPEN:
        return "open"
    if state in {"declined", "expired", "withdrawn"}:
        return state
    # Somebody who leaves ends what was never agreed, too.
    return "withdrawn" if state == "cancelled" and not was_answered else "accepted"


def _answered_in(event_id: int) -> timedelta | None:
    query = select(MentorRequest.asked_at, MentorRequest.answered_at).where(
        MentorRequest.event_id == event_id, MentorRequest.answered_at >= MentorRequest.asked_at
    )
    took = [(yes - asked).total_seconds() for asked, yes in db.session.execute(query) if yes]
    return timedelta(seconds=median(took)) if len(took) >= FEWEST else None


def _standings(event_id: int, at: datetime) -> Counter[str]:
    query = select(Mentor).join(MentorPlace, MentorPlace.mentor_id == Mentor.id)
    query = query.where(MentorPlace.event_id == event_id, Mentor.state == "approved")
    mentors, counts = list(db.session.scalars(query.order_by(Mentor.id))), Counter[str]()
    for first in range(0, len(mentors), _AT_ONCE):
        some = mentors[first : first + _AT_ONCE]
        offers = offers_shown(some, at)
        for mentor in some:
            shown = {each.standing for each in offers.get(mentor.id, [])}
            counts[_standing(mentor, shown, at)] += 1
    return counts


def _standing(mentor: Mentor, shown: set[str], at: datetime) -> str:
    if mentor.suspended_at is not None or not shown:
        return "resting"
    if mentor.is_paused(today_of(mentor, at)):
        return "paused"
    return next(word for word in STANDINGS if word in shown)


def _feedback(event_id: int, side: str) -> tuple[Counter[str], Counter[str]]:
    author = MentorRequest.student_id if side == "student" else MentorRequest.seat_id
    query = (
        select(Feedback.worth, Feedback.came_of_it, func.count())
        .join(MentorRequest, MentorRequest.id == Feedback.request_id)
        .where(Feedback.event_id == event_id, Feedback.author_id == author)
        .group_by(Feedback.worth, Feedback.came_of_it)
    )
    worth, came = Counter[str](), Counter[str]()
    for number, came_of_it, count in db.session.execute(query):
        worth[str(number)] += count
        came[came_of_it] += count
    return worth, came


_Counted = dict[str, tuple[int, int, int]]


def _by_faculty(event_id: int) -> _Counted:
    query = (
        select(Attendee.faculty, *_columns())
        .join(Attendee, Attendee.id == MentorRequest.student_id)
        .where(MentorRequest.event_id == event_id)
        .group_by(Attendee.faculty)
    )
    return _counted(query)


def _by_sector(event_id: int) -> _Counted:
    tagged = and_(MentorTag.mentor_id == MentorRequest.mentor_id, MentorTag.kind == "sector")
    query = (
        select(func.min(MentorTag.label), *_columns())
        .outerjoin(MentorTag, tagged)
        .where(MentorRequest.event_id == event_id)
        .group_by(MentorTag.folded)
    )
    return _counted(query)


def _counted(query: Select[str | None, int, int, int]) -> _Counted:
    counted: _Counted = {}
    for label, asked, yes, done in db.session.execute(query):
        known = counted.get(label or "", (0, 0, 0))  # an empty word is as unknown as none
        counted[label or ""] = (known[0] + asked, known[1] + yes, known[2] + done)
    return counted


def _columns() -> tuple[ColumnElement[int], ColumnElement[int], ColumnElement[int]]:
    was_answered = MentorRequest.answered_at.is_not(None)
    agreed = MentorRequest.state.in_(("accepted", "done", "missed", "lapsed"))
    accepted = or_(agreed, and_(MentorRequest.state == "cancelled", was_answered))
    return (
        func.count(MentorRequest.id),
        func.count().filter(accepted),
        func.count().filter(MentorRequest.state == "done"),
    )


def _lines(counted: _Counted, sums: tuple[int | None, ...]) -> list[Line]:
    # What is not known comes last.
    labels = sorted(counted, key=lambda label: (not label, label.casefold()))
    columns: list[list[int | None]] = []
    for place, total in enumerate(sums):
        numbers = [counted[label][place] for label in labels]
        if total is None:
            columns.append([None] * len(labels))
        else:
            columns.append(hide_within(columns[-1], numbers) if columns else hide(numbers))
    return [Line(label, *row) for label, *row in zip(labels, *columns, strict=True)]

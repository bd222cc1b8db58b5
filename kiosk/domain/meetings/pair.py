"""What a meeting rests on, read about both people in one statement.

Two badges held together are a swap for each of them, and a queue behind: so whether both have come
in, what each lets others have, what stands between them and which questions they know is asked at
once, as rows of five kinds.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import BindParameter, Integer, String, bindparam, cast, literal, select, union_all

from kiosk.db import db
from kiosk.domain import arrivals
from kiosk.domain.arrivals import Arrival
from kiosk.domain.attendees import Attendee, sharing
from kiosk.domain.meetings.keeping_away import Block, KeptApart, Report, frozen_by
from kiosk.domain.meetings.record import Meeting


@dataclass(frozen=True)
class PairFacts:
    """Who of two has come in, what each lets others have, and which questions they know."""

    arrived: frozenset[int]
    choices: Mapping[tuple[int, str], list[str]]
    """By person and class of people; somebody without a choice has the one of their kind."""
    is_apart: bool
    heard: frozenset[str]


def facts_of(event_id: int, one: Attendee, other: Attendee) -> PairFacts:
    """Return what a meeting of these two rests on."""
    asked = {"event_id": event_id, "ids": [one.id, other.id]}
    found: dict[str, list[tuple[Any, ...]]] = {}
    for what, *row in db.session.execute(_statement(), asked):
        found.setdefault(what, []).append(tuple(row))
    chosen = {(who, audience): json.loads(fields)
              for who, _no, audience, fields in found.get("choice", ())}  # fmt: skip
    reports = [(by, about, decision) for by, about, decision, _no in found.get("report", ())]
    apart = KeptApart(
        blocks=frozenset((by, about) for by, about, *_no in found.get("block", ())),
        reported=frozenset((by, about) for by, about, _decision in reports),
        frozen=frozen_by(reports),
    )
    return PairFacts(
        arrived=frozenset(row[0] for row in found.get("arrived", ())),
        choices=sharing.defaults_of((one, other)) | chosen,
        is_apart=apart.withholds(one.id, other.id),
        heard=frozenset(_prompts(found.get("met", ()))),
    )


def _prompts(rows: Iterable[tuple[Any, ...]]) -> Iterable[str]:
    for _low, _high, prompt, before in rows:
        yield prompt
        yield from json.loads(before or "[]")


@cache
def _statement() -> Any:
    """Return the statement, built once: a swap has no time to."""
    ids: BindParameter[Any] = bindparam("ids", expanding=True)
    event_id: BindParameter[int] = bindparam("event_id")
    no_id, no_words = literal(None, Integer), literal(None, String)
    choice, of_event = sharing.SharingChoice, Meeting.event_id == event_id
    met = (literal("met"), Meeting.low_id, Meeting.high_id, Meeting.prompt_id,
           cast(Meeting.asked_before, String))  # fmt: skip
    return union_all(
        select(literal("arrived"), Arrival.attendee_id, cast(no_id, Integer),
               cast(no_words, String), cast(no_words, String))
        .where(Arrival.attendee_id.in_(ids), *arrivals.came_in()),
        select(literal("choice"), choice.attendee_id, no_id, choice.audience,
               cast(choice.fields, String))
        .where(choice.attendee_id.in_(ids), choice.superseded_at.is_(None)),
        select(literal("block"), Block.blocker_id, Block.blocked_id, no_words, no_words)
        .where(Block.blocker_id.in_(ids), Block.blocked_id.in_(ids), Block.ended_at.is_(None)),
        select(literal("report"), Report.reporter_id, Report.reported_id, Report.decision, no_words)
        .where(Report.event_id == event_id, Report.reported_id.in_(ids),
               Report.decision.is_distinct_from("dismissed")),
        select(*met).where(of_event, Meeting.undone_at.is_(None), Meeting.low_id.in_(ids)),
        select(*met).where(of_event, Meeting.undone_at.is_(None), Meeting.high_id.in_(ids)),
    )  # fmt: skip

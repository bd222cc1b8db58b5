"""Mentoring: a page of 2,000 mentors, and asking and accepting beside a check-in, in milliseconds.

The page is timed in the server, from request to answer; the verbs with their operation row and
commit, on SQLite with synchronous=FULL, in turns with check-ins of the same file.
"""

import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from random import Random
from statistics import median
from uuid import uuid4

from flask import Flask

from kiosk import clock, create_app
from kiosk import db as database
from kiosk.db import db, writing
from kiosk.domain import arrivals, attendees, codes, devices, events, mentoring, operations, phones
from kiosk.domain.arrivals import Admission
from kiosk.domain.attendees import Attendee
from kiosk.domain.events import Event
from kiosk.domain.mentoring import (
    Answer,
    Asked,
    MentorOffer,
    MentorRequest,
    OfferDraft,
    availability,
    changing_offers,
    profiles,
)
from kiosk.domain.mentoring.profiles import ProfileDraft
from kiosk.domain.operations import Outcome
from kiosk.settings import Settings
from tests.many_names import many_names
from tests.web.a_fair import OURS

MENTORS, STUDENTS, ROUNDS = 2_000, 400, 60
SECTORS = ("Construction", "Health", "Energy", "Law", "Games", "Teaching", "Banking", "Charity")
COURSES = ("Civil Engineering", "Pharmacy", "Physics", "History", "Design", "Biology")


def main() -> None:
    """Print the figures."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'kiosk.db'}"
        app = create_app(Settings(data_dir=Path(folder), database_url=url))  # type: ignore[call-arg]
        with app.app_context():
            database.migrate()
            fair = _fill()
            key = _phone(fair)
            db.session.remove()
        print(f"\nMentoring: {MENTORS} mentors, SQLite WAL FULL")
        for name, form in _searches().items():
            _print(name, _pages(app, key, form))
        with app.app_context():
            for name, times in _verbs(fair).items():
                _print(name, times)
            db.session.remove()
            db.engine.dispose()


def _fill() -> int:
    at, random = clock.now(), Random(7)
    with writing():
        fair = events.create("bench", "Bench", at, at + timedelta(days=1), timezone="UTC", at=at)
        fair.never_closes = True
        people = [(n, {"name": f"Student {n}", "course": random.choice(COURSES)})
                  for n in range(STUDENTS)]  # fmt: skip
        attendees.register(fair, [(n, dict(row)) for n, row in people], at)
        codes.issue_missing(fair.id, at)
    names = many_names(MENTORS)
    for start in range(0, MENTORS, 200):
        with writing():
            for number in range(start, start + 200):
                _mentor(events.get(fair.id), names[number], number, random)
    with writing():
        db.session.connection().exec_driver_sql("ANALYZE")
    return fair.id


def _mentor(fair: Event, name: str, number: int, random: Random) -> None:
    at = clock.now()
    tags = {"sector": random.sample(SECTORS, 2), "course": [random.choice(COURSES)],
            "language": ["English"], "topic": ["Nerves", "First year"]}  # fmt: skip
    draft = ProfileDraft(name, "Engineer", f"House {number % 90}", "My story.", tags=tags)
    mentor = profiles.sign_up(fair, draft, f"m{number}@example.org", at)
    profiles.confirm(mentor, at)
    profiles.describe(mentor, draft, at)
    availability.approve(mentor, fair.id, "command:bench", at)
    for kind in random.sample(mentoring.KINDS[:5], 3):
        changing_offers.put_offer(mentor, kind, OfferDraft(random.randrange(1, 4)), at)


def _phone(fair_id: int) -> str:
    with writing():
        student = attendees.of_event(fair_id, "student")[0]
        return phones.link(student, through="letter", label="x", at=clock.now())[1]


def _searches() -> dict[str, dict[str, str] | None]:
    """Return what is asked, by name; None is the page as one first opens it, with suggestions."""
    return {
        "my mentors": None,
        "all, free first": {},
        "a word": {"words": "house 12"},
        "sector, course and offer": {"sector": "Energy", "course": "Physics", "offer": "cv"},
        "free now, last page": {"free": "yes", "page": "9999"},
    }


def _pages(app: Flask, key: str, form: dict[str, str] | None) -> list[float]:
    client, times = app.test_client(), []
    client.set_cookie("kiosk-phone", key)
    for number in range(ROUNDS + 5):
        began = time.perf_counter()
        if form is None:
            answer = client.get("/me/mentors")
        else:
            answer = client.post("/me/mentors", data=form, headers=OURS)
        took = (time.perf_counter() - began) * 1000
        assert answer.status_code == 200, answer.status
        if number >= 5:  # the first warm up
            times.append(took)
    return times


def _verbs(fair_id: int) -> dict[str, list[float]]:
    people = attendees.of_event(fair_id, "student")
    offers = _busy_offers(fair_id)
    with writing():
        device, _key = devices.pair(events.get(fair_id), kind="api", name="Door", mode="door",
                                    at=clock.now())  # fmt: skip
    door, facts = devices.facts_of(device.id), events.facts(events.get(fair_id))
    times: dict[str, list[float]] = {"check-in": [], "asking": [], "accepting": []}
    for number, person in enumerate(people[1 : ROUNDS + 1]):
        admission = Admission(facts, door.door, "desk", str(uuid4()), device=door)
        for name, act in _acts(person, offers[number % len(offers)], admission).items():
            times[name].append(_timed(fair_id, name, act))
    return times


def _acts(
    person: Attendee, offer: MentorOffer, admission: Admission
) -> dict[str, Callable[[], object]]:
    made: list[MentorRequest] = []
    facts, mentor = admission.event, mentoring.get(offer.mentor_id)

    def ask() -> None:
        asked = Asked("May I ask?", agrees=True)
        made.append(mentoring.ask(person, mentor, offer, asked, facts, clock.now()))

    return {
        "check-in": lambda: arrivals.check_in(admission, person, clock.now()),
        "asking": ask,
        "accepting": lambda: mentoring.accept(made[0], Answer(), facts, clock.now()),
    }


def _timed(fair_id: int, name: str, act: Callable[[], object]) -> float:
    asked = operations.Asked(fair_id, str(uuid4()), "command:bench", name, {})

    def verb() -> Outcome:
        act()
        return Outcome(200, name)

    began = time.perf_counter()
    with writing():
        operations.perform(asked, verb, at=clock.now())
    return (time.perf_counter() - began) * 1000


def _busy_offers(fair_id: int) -> list[MentorOffer]:
    """Return offers that need no time, with room for everybody who is going to ask."""
    query = db.select(MentorOffer).where(MentorOffer.kind == "cv").limit(ROUNDS)
    with writing():
        found = list(db.session.scalars(query))
        for offer in found:
            offer.capacity = 50
    return found


def _print(name: str, times: list[float]) -> None:
    parts = [times[start::3] for start in range(3)]
    middles, every = sorted(map(median, parts)), sorted(times)
    print(f"  {name:26} p50 {median(times):6.2f} [{middles[0]:.2f}..{middles[-1]:.2f}]"
          f"  p95 {every[len(every) * 95 // 100]:6.2f} ms")  # fmt: skip


if __name__ == "__main__":
    main()

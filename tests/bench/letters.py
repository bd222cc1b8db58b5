"""Packs frozen and letters built: how long each stage takes, how many a second, and the memory.

SQLite with synchronous=FULL, a transaction a person. Targets: 5,000 packs in 30 s; 200 letters a
second built on one core; memory flat. Where SpamAssassin is there, its score of a letter (below 1).
"""

import resource
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from statistics import median
from typing import Any
from uuid import uuid4

from sqlalchemy import insert, select

from kiosk import clock, create_app
from kiosk import db as database
from kiosk.adapters import letters, mail
from kiosk.adapters.letters import Sender
from kiosk.adapters.letters import writing as words
from kiosk.db import db, new_public_id, writing
from kiosk.domain import attendees, events, packs, prompts
from kiosk.domain.deliveries import Delivery
from kiosk.domain.meetings import Meeting, Share
from kiosk.settings import Settings
from kiosk.workers.postroom import Postroom
from tests.people import NOON

PEOPLE, SHORT, MET, ROUNDS, EACH = 5_000, 600, 6, 5, 60
SENDER = Sender("Employer Fair <fair@fair.example>", "https://kiosk.example")


def main(short: bool) -> None:
    """Print the stages, a whole freeze, and what a spam filter says."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        url = f"sqlite:///{folder / 'kiosk.db'}"
        app = create_app(Settings(data_dir=folder, database_url=url,
                                  public_url="https://kiosk.example"))  # type: ignore[call-arg]  # fmt: skip
        with app.app_context():
            database.migrate()
            people = SHORT if short else PEOPLE
            event_id = _fill(people)
            print(f"\nletters: {people} people who met {MET} to {2 * MET} each, SQLite WAL FULL")
            _stages(event_id)
            _freeze(event_id, app.config["KIOSK"])
            _spam_score(event_id)


def _fill(people: int) -> int:
    chance, at = Random(6), NOON
    with writing():
        event = events.create("bench", "Employer Fair", at.replace(hour=9), at.replace(hour=17),
                              timezone="Europe/London", at=at)  # fmt: skip
        rows = [(n, _row(n)) for n in range(2, people + 2)]
        attendees.register(event, rows, at)
    ids = [each.id for each in attendees.of_event(event.id)]
    pairs = {tuple(sorted(chance.sample(ids, 2))) for _ in range(people * MET * 3 // 4)}
    questions = [each.id for each in prompts.ours()]
    with writing():
        connection = db.session.connection()
        met = [_meeting(event.id, low, high, chance.choice(questions)) for low, high in pairs]
        connection.execute(insert(Meeting), met)
        found = connection.execute(select(Meeting.id, Meeting.low_id, Meeting.high_id))
        gave = [share for row in found for share in _shares(event.id, *row)]
        connection.execute(insert(Share), gave)
    return event.id


def _row(n: int) -> dict[str, Any]:
    kind = ("student", "student", "student", "employer", "mentor")[n % 5]
    return {
        "name": f"Åsa{n} Østergård-Müller", "email": f"p{n}@example.org", "kind": kind,
        "course": f"BSc Subject {n % 30}" if kind == "student" else "",
        "organisation": f"Employer {n % 70}" if kind == "employer" else "",
        "phone": "+447700900123", "ask_me_about": "bridges that hum",
    }  # fmt: skip


def _meeting(event_id: int, low: int, high: int, question: str) -> dict[str, Any]:
    return {
        "public_id": new_public_id(), "event_id": event_id, "low_id": low, "high_id": high,
        "way": "phone", "op_id": str(uuid4()), "asker": "x", "prompt_id": question,
        "happened_at": NOON, "recorded_at": NOON,
    }  # fmt: skip


def _shares(event_id: int, meeting_id: int, low: int, high: int) -> Iterator[dict[str, Any]]:
    for giver, receiver in ((low, high), (high, low)):
        yield {
            "public_id": new_public_id(), "event_id": event_id, "meeting_id": meeting_id,
            "giver_id": giver, "receiver_id": receiver, "fields": ["name", "email", "phone"],
            "state": "given", "act": "scan", "consent_version": 1, "asked_at": NOON,
        }  # fmt: skip


def _stages(event_id: int) -> None:
    """Print the milliseconds a letter of each stage: medians of rounds with their spread."""
    event, ids = events.get(event_id), packs.people(event_id)
    built: list[mail.Letter] = []
    taken: dict[str, list[float]] = {"rows": [], "letter": [], "of it MIME": []}
    compose, words.compose = words.compose, lambda each: built.append(each) or compose(each)
    for number in range(ROUNDS):
        some = ids[number * EACH : (number + 1) * EACH]
        ms, contents = _timed(_contents, some)
        taken["rows"].append(ms / len(some))
        built.clear()
        ms, _ = _timed(_letters, [each for each in contents if each.entries], event)
        taken["letter"].append(ms / len(built))
        ms, _ = _timed(lambda: [compose(each) for each in built])
        taken["of it MIME"].append(ms / len(built))
    words.compose = compose
    for stage, each in taken.items():
        print(f"  {stage:10} {median(each):6.2f} ms [{min(each):.2f}..{max(each):.2f}]")
    print(f"  built      {1000 / median(taken['letter']):6.0f} letters a second (target 200)")


def _letter(contents: packs.PackContents, event: events.Event) -> packs.PackLetter:
    secret = packs.pack_secret(contents.reader, 1)
    return letters.pack_letter(
        contents, event, SENDER, at=NOON, edition=1, pack_url=f"{SENDER.public_url}/pack#{secret}",
        unsubscribe_url=letters.way_out("pack", contents.reader, 1, SENDER),
    )  # fmt: skip


def _contents(some: list[int]) -> list[Any]:
    return [packs.contents_of(attendees.get(each)) for each in some]


def _letters(some: list[packs.PackContents], event: events.Event) -> list[Any]:
    return [_letter(each, event) for each in some]


def _timed(work: Callable[..., list[Any]], *given: Any) -> tuple[float, list[Any]]:
    began = time.perf_counter()
    found = work(*given)
    return (time.perf_counter() - began) * 1000, found


def _freeze(event_id: int, settings: Settings) -> None:
    postroom, ids = Postroom(settings), packs.people(event_id)
    began, before = time.perf_counter(), _peak_mb()
    for each in ids:
        with writing():
            postroom.freeze(attendees.get(each), clock.now())
    seconds, per = time.perf_counter() - began, len(ids)
    print(f"  frozen     {per} in {seconds:.1f} s, {per / seconds:.0f} a second: 5,000 in "
          f"{5_000 * seconds / per:.0f} s (target 30)")  # fmt: skip
    print(f"  memory     at most {before:.0f} MB before, {_peak_mb():.0f} MB after")


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _spam_score(event_id: int) -> None:
    program = shutil.which("spamassassin")
    if program is None:
        print("  spam       not measured: SpamAssassin is not here")
        return
    letter = db.session.scalars(
        select(Delivery.message).where(Delivery.event_id == event_id).limit(1)
    ).one()
    told = subprocess.run([program, "-L", "-t"], input=letter, capture_output=True, check=False)
    headers = told.stdout.decode(errors="replace")
    score = headers.partition("score=")[2].partition(" ")[0]
    print(f"  spam       SpamAssassin gives the letter {score} (target: below 1)")

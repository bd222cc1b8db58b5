"""Nothing taken back before the data was opened is in a letter; each letter is as was agreed.

`make test` takes back a dozen times and sends 80 letters; `make faults` 500 times and 5,000.
"""

from __future__ import annotations

import os
import re
import threading
from email import message_from_bytes, policy
from functools import partial
from random import Random
from urllib.parse import unquote

import pytest

from kiosk.db import db, writing
from kiosk.domain import arrivals, attendees, deliveries, meetings
from kiosk.domain.attendees import sharing
from tests.people import Fair, op_id
from tests.workers.a_mailroom import Mailroom, opened

FULL = int(os.environ.get("KIOSK_FAULTS_WITHDRAWALS", "500"))
EVERYBODY = int(os.environ.get("KIOSK_FAULTS_LETTERS", "5000"))
ADDRESS, PHONE = re.compile(r"p(\d{5})@x\.example"), re.compile(r"\+?4477009(\d{5})")


def crowd(room: Mailroom, number: int) -> list[tuple[str, ...]]:
    """Let a crowd meet in pairs, each giving as they chose; return who gives what."""
    people = tuple(
        {"name": f"P{n:05} Crowd", "email": f"p{n:05}@x.example", "phone": f"+4477009{n:05}"}
        for n in range(number)
    )
    room.fair, chance = Fair("crowd", people), Random(number)
    everyone, given = attendees.of_event(room.fair.id), list[tuple[str, ...]]()
    shake = partial(meetings.Handshake, room.fair.facts, "tablet")
    door = room.fair.door
    with writing():
        for person in everyone:
            given.append(chance.choice(list(sharing.PRESETS.values())))
            choose = partial(sharing.choose, event=room.fair.facts, through="desk", at=room.at)
            choose(person, given[-1])
            arrivals.check_in(room.fair.admission(way="desk", op_id=op_id()), person, room.at)
        for one, other in zip(everyone[::2], everyone[1::2], strict=True):
            meetings.meet(shake(op_id(), door.asker, door.id), one, other, room.at)
    return given


def send_with_two(room: Mailroom) -> list[threading.Thread]:
    """Let two workers send, each with a connection of its own."""

    def work() -> None:
        with room.app.app_context():
            room.send()
            db.session.remove()

    threads = [threading.Thread(target=work) for _each in range(2)]
    for thread in threads:
        thread.start()
    return threads


def named_in(message: bytes) -> tuple[set[int], set[int]]:
    """Return whose addresses and whose phone numbers a letter's parts hold, wherever."""
    words = unquote(opened(message).decode()).replace(" ", "").replace("\r\n ", "")
    return set(map(int, ADDRESS.findall(words))), set(map(int, PHONE.findall(words)))


def every_letter_is_as_was_agreed(room: Mailroom, number: int) -> None:
    given = crowd(room, number)
    room.freeze()
    room.release()

    for thread in send_with_two(room):
        thread.join()

    assert room.states() == {"accepted": number}
    assert len(room.sink.accepted) == len(room.got()) == number
    for taken in room.sink.accepted:
        message = message_from_bytes(taken.message, policy=policy.default)
        reader = int(ADDRESS.findall(taken.recipient)[0])
        other = reader ^ 1  # the two of a pair
        assert [a.addr_spec for a in message["To"].addresses] == [taken.recipient]
        assert set(ADDRESS.findall(str(message.items()))) == {f"{reader:05}"}
        assert not {"Cc", "Bcc", "Resent-To"} & set(message.keys())
        addresses, phones = named_in(taken.message)
        assert addresses - {reader} == ({other} if "email" in given[other] else set())
        assert phones - {reader} == ({other} if "phone" in given[other] else set())


def take_back(room: Mailroom, giver_id: int, reader_id: int) -> bool:
    """Take back what one gave, as a phone does; return whether the letter had not left then."""
    with writing():
        giver, reader = attendees.get(giver_id), attendees.get(reader_id)
        meeting = meetings.between(room.fair.id, giver.id, reader.id)
        assert meeting is not None
        meetings.withdraw(meeting, giver, room.at)
        room.postroom.refreeze(reader, room.at)
    letter = deliveries.of_attendee(reader_id, "pack")
    return letter is not None and not letter.has_left


def take_back_at_random_moments(room: Mailroom, times: int) -> None:
    crowd(room, times * 2)
    room.freeze()
    room.release()
    ids = [person.id for person in attendees.of_event(room.fair.id)]
    in_time: list[int] = []

    def withdraw(numbers: list[int]) -> None:
        with room.app.app_context():
            for number in numbers:
                threading.Event().wait(chance.uniform(0, 0.02))
                if take_back(room, ids[number], ids[number + 1]):
                    in_time.append(number)
                db.session.remove()

    chance, givers = Random(times), list(range(0, times * 2, 2))
    chance.shuffle(givers)
    people = [threading.Thread(target=withdraw, args=(givers[n::2],)) for n in range(2)]
    db.session.rollback()
    for thread in people:
        thread.start()
    for thread in (*send_with_two(room), *people):
        thread.join()
    room.send()

    assert set(room.got().values()) == {1}
    letters = {taken.recipient: taken.message for taken in room.sink.accepted}
    for number in in_time:
        addresses, phones = named_in(letters[f"p{number + 1:05}@x.example"])
        assert number not in addresses | phones
    print(f"\n{len(in_time)} of {times} were taken back in time")
    assert sum(room.states().values()) == times * 2


def test_what_is_taken_back_in_time_is_in_no_letter(mailroom: Mailroom) -> None:
    take_back_at_random_moments(mailroom, 12)


@pytest.mark.faults
@pytest.mark.timeout(1800)
def test_five_hundred_are_taken_back_during_a_release(mailroom: Mailroom) -> None:
    take_back_at_random_moments(mailroom, FULL)


def test_each_letter_of_a_run_holds_what_was_agreed_and_names_nobody_else(
    mailroom: Mailroom,
) -> None:
    on_sqlite = db.engine.dialect.name == "sqlite"

    every_letter_is_as_was_agreed(mailroom, 80 if on_sqlite else 30)


@pytest.mark.faults
@pytest.mark.timeout(3600)
def test_each_letter_of_five_thousand_does(mailroom: Mailroom) -> None:
    every_letter_is_as_was_agreed(mailroom, EVERYBODY)

"""Races of the queues: each letter and each badge is in one pair of hands, whoever grabs."""

from datetime import timedelta
from itertools import chain

import pytest
from flask import Flask
from sqlalchemy import update

from kiosk.db import db, writing
from kiosk.domain import (
    attendees,
    codes,
    deliveries,
    packs,
    print_jobs,
)
from kiosk.domain.deliveries import Delivery
from kiosk.domain.packs import Pack
from kiosk.domain.print_jobs import PrintJob
from tests.a_print_room import ready_printer
from tests.crowd import CROWD, at_once
from tests.people import NOON, Fair, count, plain_letter

pytestmark = pytest.mark.usefixtures("records")


def outbox(fair: Fair, letters: int) -> None:
    """Fill the outbox."""
    with writing():
        for person in attendees.of_event(fair.id)[:letters]:
            deliveries.put(person, "pack", message=b"letter", message_id="<1@x>", state="queued",
                           at=NOON)  # fmt: skip


def guests(number: int) -> Fair:
    """A fair with many people."""
    return Fair(people=tuple({"name": f"G {n}", "email": f"g{n}@x.example"} for n in range(number)))


def test_mail_workers_take_sixty_letters_once_each(shared_app: Flask) -> None:
    outbox(guests(60), 60)

    def work(_number: int) -> list[int]:
        taken = []
        for _turn in range(200):
            with writing():
                claimed = deliveries.claim(NOON)
            if claimed is None:
                break
            taken.append(claimed.id)
        return taken

    taken = list(chain.from_iterable(at_once(shared_app, work, crowd=4)))

    assert len(taken) == len(set(taken)) == 60
    assert count(Delivery, Delivery.state == "claimed", Delivery.attempts == 1) == 60


def test_two_releases_at_once_release_each_letter_once(shared_app: Flask) -> None:
    fair = guests(30)
    with writing():
        for person in attendees.of_event(fair.id):
            deliveries.put(person, "pack", message=b"letter", message_id="<1@x>", state="frozen",
                           at=NOON)  # fmt: skip

    def release(_number: int) -> int:
        with writing():
            return deliveries.start(fair.id, "pack", NOON)

    released = at_once(shared_app, release)

    assert sum(released) == 30
    assert deliveries.counts(fair.id) == {"queued": 30}


def test_whoever_cancels_and_whoever_sends_agree_about_each_letter(shared_app: Flask) -> None:
    fair = guests(20)
    outbox(fair, 20)

    def act(number: int) -> int:
        if number == 0:
            with writing():
                return deliveries.cancel(fair.id, "pack", NOON)
        opened = 0
        for _turn in range(20):
            with writing():
                claimed = deliveries.claim(NOON)
            if claimed is None:
                break
            with writing():
                opened += deliveries.open_data(claimed, NOON)
        return opened

    acted = at_once(shared_app, act, crowd=4)

    states = deliveries.counts(fair.id)
    assert sum(acted) == 20
    assert sum(states.values()) == states.get("data_open", 0) + states.get("cancelled", 0) == 20


def test_print_workers_take_each_badge_once(shared_app: Flask) -> None:
    fair = guests(30)
    with writing():
        for person in attendees.of_event(fair.id):
            print_jobs.queue(person, reason="arrival", device_id=None, at=NOON)

    printers = [ready_printer(fair.id, f"Printer {number}") for number in range(4)]

    def work(number: int) -> list[int]:
        taken = []
        while True:
            with writing():
                job = print_jobs.claim(printers[number], NOON)
                if job is None:
                    return taken
                taken.append(job.id)

    taken = list(chain.from_iterable(at_once(shared_app, work, crowd=4)))

    assert len(taken) == len(set(taken)) == 30


def test_a_letter_is_sent_or_replaced_never_both(shared_app: Flask) -> None:
    fair = Fair()
    asha_id = fair.person("Asha").id
    with writing():
        deliveries.put(attendees.get(asha_id), "pack", message=b"old", message_id="<1@x>",
                       state="queued", at=NOON)  # fmt: skip
        claimed = deliveries.claim(NOON)
    assert claimed is not None

    def act(number: int) -> bool:
        with writing():
            if number == 0:
                return deliveries.open_data(claimed, NOON)
            letter = deliveries.put(attendees.get(asha_id), "pack", message=b"new",
                                    message_id="<1@x>", state="frozen", at=NOON)  # fmt: skip
            return letter.message == b"new"

    outcomes = at_once(shared_app, act, crowd=2)

    assert sorted(outcomes) == [False, True]


def test_two_organisers_freeze_one_person_once(shared_app: Flask) -> None:
    fair = Fair()
    fair.check_in("Asha", "Ben")
    fair.let_meet("Asha", "Ben")
    asha_id = fair.person("Asha").id

    def freeze(_number: int) -> str:
        with writing():
            return packs.freeze(attendees.get(asha_id), plain_letter, at=NOON)

    assert set(at_once(shared_app, freeze)) == {"frozen"}
    assert count(Pack) == count(Delivery) == 1


def test_two_reprints_at_once_are_two_serials_and_one_badge(shared_app: Flask) -> None:
    fair = Fair()
    asha_id = fair.person("Asha").id

    def reprint(_number: int) -> str:
        with writing():
            return print_jobs.reprint(attendees.get(asha_id), reason="reprint", at=NOON)

    at_once(shared_app, reprint)

    assert count(PrintJob, PrintJob.state == "queued") == 1
    job = print_jobs.latest_of(asha_id)
    assert job is not None
    assert job.serial == codes.badge_serial(asha_id) == 1 + CROWD


def test_expired_leases_are_settled_once(shared_app: Flask) -> None:
    fair = guests(4)
    outbox(fair, 4)
    with writing():
        for _each in range(4):
            deliveries.claim(NOON)
        db.session.execute(update(Delivery).values(lease_until=NOON))

    def release(_number: int) -> None:
        with writing():
            deliveries.release_expired(NOON + timedelta(seconds=1))
            deliveries.claim(NOON + timedelta(seconds=1))

    at_once(shared_app, release, crowd=4)
    with writing():  # a claim that lost its row to another finds none; its worker asks again
        while deliveries.claim(NOON + timedelta(seconds=1)):
            pass

    assert count(Delivery, Delivery.state == "claimed", Delivery.attempts == 2) == 4

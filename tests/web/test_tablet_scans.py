"""A scan at a station: who comes in, who is told what, and what is kept."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import event, func, select

from kiosk import clock
from kiosk.db import db, writing
from kiosk.domain.arrivals import Arrival, RefusedScan
from kiosk.domain.meetings import Meeting
from kiosk.domain.print_jobs import PrintJob
from tests.web.a_fair import Fair, Screen, hold, let_in, pair, words


@pytest.fixture
def fair(app: Flask) -> Fair:
    return hold(app)


@pytest.fixture
def door(fair: Fair) -> Screen:
    return pair(fair)


def count(fair: Fair, record: type, *where: object) -> int:
    with fair.app.app_context():
        return db.session.scalar(select(func.count()).select_from(record).where(*where)) or 0


def test_a_ticket_lets_its_owner_in_and_greets_her(fair: Fair, door: Screen) -> None:
    page = door.scan(fair.tickets["Asha"])

    assert page.status_code == 201
    assert "Hello, Asha" in words(page)
    assert "You’re in. Your badge is printing." in words(page)
    assert count(fair, Arrival) == 1


def test_two_badges_in_one_frame_have_met(fair: Fair, door: Screen) -> None:
    for name in ("Asha", "Ben"):
        door.scan(fair.tickets[name])

    page = door.scan(fair.badges["Asha"], fair.badges["Ben"])

    assert page.status_code == 201
    assert "You two have met." in words(page)
    assert "Asha gives name · Ben gives name and email" in words(page)
    assert count(fair, Meeting) == 1


def test_the_same_scan_again_changes_nothing_and_shows_the_same_code(
    fair: Fair, door: Screen
) -> None:
    op_id = str(uuid4())
    first = door.scan(fair.tickets["Asha"], op_id=op_id)

    again = door.scan(fair.tickets["Asha"], op_id=op_id)

    assert count(fair, Arrival) == count(fair, PrintJob) == 1
    assert "Hello, Asha" in words(again)
    assert code_of(first) == code_of(again)


def code_of(page: object) -> str:
    text: str = page.text  # type: ignore[attr-defined]
    return text.split('class="code" dir="ltr">')[1][:7]


def test_an_unknown_ticket_is_kept_as_refused(fair: Fair, door: Screen) -> None:
    page = door.scan("0" * 26)

    assert page.status_code == 404
    assert "We do not know that code." in words(page)
    assert count(fair, RefusedScan) == 1


def test_a_second_scan_says_when_and_where_she_came_in(fair: Fair, door: Screen) -> None:
    door.scan(fair.tickets["Asha"])

    page = pair(fair, name="Door 2").scan(fair.tickets["Asha"])

    assert page.status_code == 409
    assert "You are in already" in words(page)
    assert "at Door 1." in words(page)
    assert "Asha" not in page.text
    assert count(fair, Arrival) == count(fair, RefusedScan) == 1


def test_one_ticket_at_eight_doors_at_once_lets_in_once(fair: Fair) -> None:
    doors = [pair(fair, name=f"Door {n}") for n in range(8)]
    ready = threading.Barrier(len(doors))

    def hold_up(door: Screen) -> int:
        ready.wait()
        return door.scan(fair.tickets["Asha"]).status_code

    with ThreadPoolExecutor(len(doors)) as hands:
        answers = sorted(hands.map(hold_up, doors))

    assert answers == [201] + [409] * 7
    assert count(fair, Arrival) == count(fair, PrintJob) == 1


def test_one_op_id_at_once_from_one_tablet_is_one_check_in(fair: Fair, door: Screen) -> None:
    op_id = str(uuid4())
    ready = threading.Barrier(4)

    def send(_n: int) -> str:
        ready.wait()
        return words(door.scan(fair.tickets["Asha"], op_id=op_id))

    with ThreadPoolExecutor(4) as hands:
        pages = list(hands.map(send, range(4)))

    assert all("Hello, Asha" in page for page in pages)
    assert count(fair, Arrival) == 1


def test_a_reused_op_id_is_refused(fair: Fair, door: Screen) -> None:
    op_id = str(uuid4())
    door.scan(fair.tickets["Asha"], op_id=op_id)

    page = door.scan(fair.tickets["Ben"], op_id=op_id)

    assert page.status_code == 409
    assert "This was saved already" in words(page)
    assert count(fair, Arrival) == 1


def test_a_neighbours_ticket_is_not_known_here(app: Flask, fair: Fair, door: Screen) -> None:
    neighbour = hold(app, "neighbour")

    page = door.scan(neighbour.tickets["Asha"])

    assert page.status_code == 404
    assert count(fair, Arrival) == 0


@pytest.mark.parametrize(
    ("read", "sentence"),
    [
        ("https://cafe.example/menu", "That is a menu, not a ticket."),
        ("https://evil.example/<script>alert(1)</script>", "That is a web page, not a ticket."),
        ("BEGIN:VCARD\r\nFN:Cy Gale\r\nEND:VCARD", "That is a contact card, not a ticket."),
        ("WIFI:S:hall;P:secret;;", "That is for the Wi-Fi, not a ticket."),
        ("4006381333931", "That is from a shop, not a ticket."),
        ("=cmd|' /C calc'!A0", "That is not a ticket of this fair."),
        ("\u202eevil\x00\r\n", "That is not a ticket of this fair."),
        ("A" * 2048, "That is not a ticket of this fair."),
        ("É" * 10_000, "That is not a ticket of this fair."),
        ("K7QXM2RDW9AB3CTV5E", "That is not a ticket of this fair."),
    ],
)
def test_what_is_no_ticket_gets_a_calm_answer_and_is_kept_as_a_hash(
    fair: Fair, door: Screen, read: str, sentence: str
) -> None:
    page = door.scan(read)

    assert page.status_code == 404
    assert sentence in words(page)
    assert "alert(1)" not in page.text and "Cy Gale" not in page.text
    with fair.app.app_context():
        kept = db.session.scalars(select(RefusedScan)).one()
        assert len(kept.read_hash) == 64


@pytest.mark.parametrize("fields", [{}, {"codes": ""}, {"codes": "x", "op_id": "no"}])
def test_a_scan_that_cannot_be_read_changes_nothing(
    fair: Fair, door: Screen, fields: dict[str, str]
) -> None:
    page = door.post("/tablet/scans", **fields)

    assert page.status_code == 422
    assert count(fair, RefusedScan) == count(fair, Arrival) == 0


def test_a_badge_alone_lets_in_again_and_neither_prints_nor_shows_a_code(
    fair: Fair, door: Screen
) -> None:
    page = door.scan(fair.badges["Asha"])

    assert page.status_code == 201
    assert "Hello again, Asha" in words(page)
    assert 'class="code"' not in page.text and "/tablet/choices" not in page.text
    assert count(fair, PrintJob) == 0


def test_a_ticket_beside_a_badge_is_a_check_in(fair: Fair, door: Screen) -> None:
    let_in(fair, "Ben")

    page = door.scan(fair.badges["Ben"], fair.tickets["Asha"])

    assert "Hello, Asha" in words(page)
    assert count(fair, Meeting) == 0


def test_a_poster_behind_a_ticket_does_not_matter(fair: Fair, door: Screen) -> None:
    assert "Hello, Asha" in words(door.scan("https://poster.example/", fair.tickets["Asha"]))


def test_two_tickets_in_one_frame_are_asked_for_one_at_a_time(fair: Fair, door: Screen) -> None:
    page = door.scan(fair.tickets["Asha"], fair.tickets["Ben"])

    assert page.status_code == 409
    assert "One ticket at a time" in words(page)
    assert count(fair, Arrival) == 0


def test_the_exit_says_goodbye_and_lets_her_come_back(fair: Fair, door: Screen) -> None:
    door.scan(fair.tickets["Asha"])
    way_out = pair(fair, name="Exit", mode="exit")

    page = way_out.scan(fair.badges["Asha"])

    assert "Goodbye, Asha Come back any time." in words(page)
    other = pair(fair, name="Exit 2", mode="exit")
    assert "not checked in" in words(other.scan(fair.badges["Asha"]))
    assert "Hello again, Asha" in words(door.scan(fair.badges["Asha"]))


def test_before_the_doors_open_and_after_they_close(app: Flask) -> None:
    now = clock.now()
    early = hold(app, "early", at=now + timedelta(hours=3))
    late = hold(app, "late", at=now - timedelta(hours=9))

    assert "Not open yet" in words(pair(early).scan(early.tickets["Asha"]))
    assert "We have closed" in words(pair(late).scan(late.tickets["Asha"]))


def test_a_cancelled_ticket_goes_to_the_help_lane(fair: Fair, door: Screen) -> None:
    with fair.app.app_context(), writing():
        fair.person("Asha").status = "cancelled"

    page = door.scan(fair.tickets["Asha"])

    assert page.status_code == 409
    assert "This ticket was cancelled." in words(page)


def test_a_tablets_slow_clock_is_corrected(fair: Fair, door: Screen) -> None:
    slow = clock.now() - timedelta(hours=2)  # its clock is two hours behind; it waited a minute
    fields = {"happened_at": slow.isoformat(), "sent_at": (slow + timedelta(minutes=1)).isoformat()}

    door.scan(fair.tickets["Asha"], **fields)

    with fair.app.app_context():
        happened_at = db.session.scalars(select(Arrival.happened_at)).one()
    assert timedelta(seconds=50) < clock.now() - happened_at < timedelta(seconds=90)


def test_sixty_misses_a_minute_are_enough_and_hits_go_on(fair: Fair, door: Screen) -> None:
    statuses = [door.scan("nothing of ours").status_code for _ in range(62)]

    assert {404} == set(statuses[:60])
    assert statuses[61] == 429


def test_a_check_in_by_a_ticket_takes_six_statements_and_its_page_five(
    fair: Fair, door: Screen
) -> None:
    door.get("/tablet")
    seen: list[str] = []
    with fair.app.app_context():
        event.listen(db.engine, "before_cursor_execute", lambda *a: seen.append(a[2]))

    door.scan(fair.tickets["Asha"])

    inside = seen[seen.index("BEGIN IMMEDIATE") + 1 :]
    last_write = max(n for n, text in enumerate(inside) if text.startswith("INSERT"))
    # A check-in's five (operation, person, entry, badge, outcome) and the code for a phone.
    assert len(inside[: last_write + 1]) <= 6
    # Then what the page shows: linked already, the badge's job, three sharing choices.
    assert len([text for text in inside[last_write + 1 :] if text.startswith("SELECT")]) <= 5

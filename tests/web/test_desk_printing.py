"""Printing at the desk: every printer and what it needs, within seconds, and what staff do."""

import re

import pytest
from flask import Flask

from kiosk import clock
from kiosk.db import db, writing
from kiosk.domain import attendees, print_jobs
from kiosk.domain.attendees import Attendee
from tests.a_print_room import begin, claim, record
from tests.web.a_desk import Desk, words
from tests.web.a_print_desk import arrive, ended, jobs_of, seen

PARTS = ("printers", "queue", "batches", "lately")


@pytest.mark.parametrize("part", PARTS)
def test_a_part_is_sent_again_only_when_it_has_changed(app: Flask, part: str) -> None:
    desk = Desk(app, "stew")
    seen(desk, "ready")
    first = desk.get(f"/printing/{part}")
    unchanged = desk.get(f"/printing/{part}", **{"If-None-Match": first.headers["ETag"]})

    arrive(desk, "Asha", "Ben", "Carol")
    ended(desk, "printed")
    with app.app_context(), writing():
        cai = desk.fair.person("Cai")
        print_jobs.print_ahead(desk.fair.id, [cai], at=clock.now())

    assert (unchanged.status_code, unchanged.data) == (304, b"")
    again = desk.get(f"/printing/{part}", **{"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 200


def test_what_a_printer_says_is_asked_for_every_two_seconds(app: Flask) -> None:
    desk = Desk(app, "stew")
    pages = desk.get("/printing").text + desk.get("").text + desk.get("/help").text

    asked = re.findall(r'<live-part src="/desk/fair/([\w/]+)" every="(\d)"', pages)
    assert [part for part, every in asked if every == "2"] == [
        "printing/printers", "printing/queue", "today/needs", "help/waiting",
    ]  # fmt: skip
    assert {every for _part, every in asked} == {"2", "3"}


def test_a_part_that_is_not_there_is_not_known(app: Flask) -> None:
    assert Desk(app, "stew").get("/printing/secrets").status_code == 404


@pytest.mark.parametrize(
    ("state", "reason", "mark", "word", "sentence"),
    [
        ("stopped", "media-empty", "▲", "out of labels", "Door left needs labels."),
        ("stopped", "cover-open", "▲", "cover open", "The cover of Door left is open."),
        ("stopped", "media-jam", "▲", "a label is stuck", "A label is stuck in Door left."),
        ("stopped", "odd-trouble", "▲", "stands still", "needs somebody."),
        ("away", "offline", "○", "does not answer", "Look whether it is on and connected."),
    ],
)
def test_a_printer_that_needs_somebody_says_so_here_on_today_and_at_the_help_lane(
    app: Flask, state: str, reason: str, mark: str, word: str, sentence: str
) -> None:
    desk = Desk(app, "stew")

    seen(desk, state, reason)

    told = words(desk.get("/printing/printers"))
    assert f"{mark} {word}" in told
    assert sentence in told
    for page in ("/today/needs", "/help"):
        assert f"{mark} " in words(desk.get(page))
        assert sentence in words(desk.get(page))
        assert 'href="/desk/fair/printing"' in desk.get(page).text


def test_a_printer_that_is_ready_or_busy_needs_nobody(app: Flask) -> None:
    desk = Desk(app, "stew")

    seen(desk, "ready")
    assert "● ready" in words(desk.get("/printing"))
    seen(desk, "busy")

    assert "◐ printing" in words(desk.get("/printing"))
    assert "Nobody just now." in words(desk.get("/today/needs"))


def test_a_printer_whose_writer_is_gone_is_told_apart_from_one_that_is_away(app: Flask) -> None:
    desk = Desk(app, "stew")
    seen(desk, "ready")
    with app.app_context(), writing():
        printer = print_jobs.printers_of(desk.fair.id)[0]
        printer.seen_at = clock.now() - print_jobs.LEASE

    told = words(desk.get("/today/needs"))

    assert "Nothing was heard of Door left since" in told
    assert "○ not heard of lately" in words(desk.get("/printing"))


def test_one_that_paused_by_itself_alarms_and_one_that_staff_paused_does_not(app: Flask) -> None:
    desk = Desk(app, "stew")
    left = seen(desk, "ready")
    desk.post(f"/printers/{left}/use", answer="pause")
    assert "■ paused" in words(desk.get("/printing"))
    assert "Nobody just now." in words(desk.get("/today/needs"))

    desk.post(f"/printers/{left}/use", answer="go_on")
    with app.app_context(), writing():
        printer = print_jobs.printers_of(desk.fair.id)[0]
        print_jobs.pause_printer(printer, clock.now(), "aborting")

    assert "gave up two badges in a row" in words(desk.get("/today/needs"))
    assert "gave up two badges in a row" in words(desk.get("/printing"))


def test_labels_that_run_low_are_a_softer_line_until_a_new_roll_is_in(app: Flask) -> None:
    desk = Desk(app, "stew")
    left = seen(desk, "ready")
    desk.post(f"/printers/{left}/labels", labels_left="12")
    assert "Door left has about 12 labels left." in words(desk.get("/today/needs"))

    desk.post(f"/printers/{left}/labels", labels_left="300")

    assert "About 300 labels left." in words(desk.get("/printing"))
    assert "Nobody just now." in words(desk.get("/today/needs"))
    assert desk.said() == ["count-labels", "count-labels"]


@pytest.mark.parametrize("typed", ["-1", "many", "1e3", "100001", "٣"])
def test_a_roll_has_a_number_of_labels(app: Flask, typed: str) -> None:
    desk = Desk(app, "stew")
    left = seen(desk, "ready")

    refused = desk.post(f"/printers/{left}/labels", labels_left=typed)

    assert refused.status_code == 409
    assert "Write a number of labels" in refused.text
    assert "Labels are not counted." in words(desk.get("/printing"))


def test_what_a_printer_has_and_what_waits_is_counted(app: Flask) -> None:
    desk = Desk(app, "stew")
    arrive(desk, "Asha", "Ben", "Carol", "Cai")
    with app.app_context():
        for _badge in range(2):
            job = claim(desk.fair.id, clock.now())
            assert begin(job, clock.now(), "1")
            assert record(job, "sent", at=clock.now())

    told = words(desk.get("/printing/printers"))

    assert "Prints now: Asha Patel . Then 1 more. 2 wait." in told
    assert "Waiting 2 At the printers 2 Printed 0" in told


def test_a_test_page_is_queued_once_however_often_it_is_pressed(app: Flask) -> None:
    desk = Desk(app, "stew")
    left = seen(desk, "ready")

    answers = [desk.post(f"/printers/{left}/test").status_code for _press in range(3)]

    assert answers == [303, 303, 303]
    assert jobs_of(desk) == [("proof", "asked", "queued")]
    assert "test page" in words(desk.get("/printing/queue"))


def test_a_hostile_name_of_a_person_or_a_printer_stays_text(app: Flask) -> None:
    desk, hostile = Desk(app), "<script>alert(1)</script>\u202e"
    seen(desk, "stopped", "media-empty", hostile)
    with app.app_context(), writing():
        db.session.scalars(db.select(Attendee).filter_by(name="Asha Patel")).one().name = hostile
    with app.app_context():
        person = attendees.of_event(desk.fair.id)
        hers = next(each for each in person if each.name == hostile)
        with writing():
            print_jobs.queue(hers, reason="arrival", device_id=None, at=clock.now())

    for page in ("/printing", "", "/help"):
        assert "<script>alert" not in desk.get(page).text
        assert "&lt;script&gt;alert" in desk.get(page).text


def test_a_fair_without_a_printer_says_what_that_means(app: Flask) -> None:
    assert "This fair has no printer" in Desk(app, "stew").get("/printing").text

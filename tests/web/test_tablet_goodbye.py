"""Goodbye at an exit: a ticket may take its list along on paper, a badge may not."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from kiosk import clock
from kiosk.db import db, writing
from kiosk.domain import print_jobs
from kiosk.domain.print_jobs import PrintJob
from tests.web.a_fair import Fair, Screen, hidden, hold, let_in, pair, words
from tests.web.a_phone import phone_of


@pytest.fixture
def fair(app: Flask) -> Fair:
    """Asha and Ben have met; a printer at the exit prints lists."""
    fair = hold(app)
    with app.app_context(), writing():
        print_jobs.add_printer(fair.event_id, clock.now(), name="The exit printer",
                               url="ipp://exit.example", prints=["slip"])  # fmt: skip
    let_in(fair, "Asha", "Ben", "Cai")
    phone_of(fair, "Asha").met(fair.badges["Ben"])
    return fair


def the_exit(fair: Fair) -> Screen:
    return pair(fair, name="Exit", mode="exit")


def lists(fair: Fair) -> list[PrintJob]:
    with fair.app.app_context():
        return list(db.session.scalars(db.select(PrintJob).filter_by(what="slip")))


def test_a_ticket_at_the_exit_may_take_the_list_along(fair: Fair) -> None:
    way_out = the_exit(fair)
    goodbye = way_out.scan(fair.tickets["Asha"])
    assert "Print whom I met" in words(goodbye)
    sent = {"leaving": hidden(goodbye, "leaving"), "op_id": hidden(goodbye, "op_id")}

    answers = [way_out.post("/tablet/lists", **sent) for _twice in range(2)]

    assert [answer.status_code for answer in answers] == [201, 201]
    for answer in answers:
        assert "Goodbye, Asha" in words(answer)
        assert "Your list prints at The exit printer." in words(answer)
        assert "Print whom I met" not in words(answer)
    (job,) = lists(fair)
    assert (job.attendee_id, job.state, job.reason) == (fair.ids["Asha"], "queued", "asked")


def test_a_badge_at_the_exit_is_offered_nothing(fair: Fair) -> None:
    goodbye = the_exit(fair).scan(fair.badges["Asha"])

    assert "Goodbye, Asha" in words(goodbye)
    assert "Print" not in words(goodbye)


def test_whoever_met_nobody_is_only_said_goodbye_to(fair: Fair) -> None:
    assert "Print" not in words(the_exit(fair).scan(fair.tickets["Cai"]))


def test_without_a_printer_for_lists_nothing_is_offered(fair: Fair) -> None:
    with fair.app.app_context(), writing():
        print_jobs.change_printer(print_jobs.printers_of(fair.event_id)[0], prints=["badge"])

    assert "Print" not in words(the_exit(fair).scan(fair.tickets["Asha"]))


def test_a_list_that_is_printing_is_said_to_be(fair: Fair) -> None:
    way_out = the_exit(fair)
    goodbye = way_out.scan(fair.tickets["Asha"])
    leaving = hidden(goodbye, "leaving")
    way_out.post("/tablet/lists", leaving=leaving)

    again = way_out.post("/tablet/lists", leaving=leaving)

    assert again.status_code == 409
    assert "Your list prints at The exit printer." in words(again)
    assert len(lists(fair)) == 1


def test_a_page_that_was_left_open_prints_nothing(fair: Fair) -> None:
    way_out = the_exit(fair)
    leaving = hidden(way_out.scan(fair.tickets["Asha"]), "leaving")

    with time_machine.travel(clock.now() + timedelta(minutes=4), tick=False):
        answer = way_out.post("/tablet/lists", leaving=leaving)

    assert answer.status_code == 404
    assert lists(fair) == []


def test_the_page_of_one_tablet_prints_nothing_at_another(fair: Fair) -> None:
    way_out, other = the_exit(fair), pair(fair, name="Exit 2", mode="exit")
    leaving = hidden(way_out.scan(fair.tickets["Asha"]), "leaving")

    assert other.post("/tablet/lists", leaving=leaving).status_code == 404
    assert other.post("/tablet/lists", leaving="x").status_code == 404
    assert lists(fair) == []

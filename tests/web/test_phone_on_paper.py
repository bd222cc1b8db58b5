"""My list on paper, asked for on the linked phone: once at a time, at the exit's printer."""

import pytest
from flask import Flask

from kiosk import clock
from kiosk.db import db, writing
from kiosk.domain import devices, events, print_jobs
from kiosk.domain.print_jobs import PrintJob
from tests.people import op_id
from tests.web.a_fair import Fair, hold, let_in, words
from tests.web.a_phone import PhoneInHand, phone_of

OFFER = "Print my list at the exit"


@pytest.fixture
def fair(app: Flask) -> Fair:
    fair = hold(app)
    with app.app_context(), writing():
        for name in ("Inside", "At the way out"):
            print_jobs.add_printer(fair.event_id, clock.now(), name=name,
                                   url=f"ipp://{name[:2]}.example".lower())  # fmt: skip
        event = events.get(fair.event_id)
        device, _code = devices.pair(event, kind="station", name="Exit", mode="exit",
                                     at=clock.now())  # fmt: skip
        device.printer_id = print_jobs.printers_of(fair.event_id)[1].id
    let_in(fair, "Asha", "Ben", "Cai")
    return fair


@pytest.fixture
def asha(fair: Fair) -> PhoneInHand:
    phone = phone_of(fair, "Asha")
    phone.met(fair.badges["Ben"])
    return phone


def lists(fair: Fair) -> list[PrintJob]:
    with fair.app.app_context():
        return list(db.session.scalars(db.select(PrintJob).filter_by(what="slip")))


def test_it_is_queued_and_the_phone_says_where(fair: Fair, asha: PhoneInHand) -> None:
    op = op_id()
    assert OFFER in words(asha.get("/me"))
    assert "It prints at At the way out" in words(asha.get("/me"))

    answers = [asha.post("/me/list", op_id=op) for _twice in range(2)]

    assert [answer.status_code for answer in answers] == [303, 303]
    page = words(asha.get("/me"))
    assert "Your list prints at At the way out ." in page or "at At the way out." in page
    assert OFFER not in page
    (job,) = lists(fair)
    assert job.attendee_id == fair.ids["Asha"]


def test_a_second_one_waits_for_the_first(fair: Fair, asha: PhoneInHand) -> None:
    asha.post("/me/list")

    answer = asha.post("/me/list")

    assert answer.status_code == 409
    assert "That list is being printed already." in words(answer)
    assert len(lists(fair)) == 1


def test_whoever_met_nobody_is_told_so_kindly(fair: Fair) -> None:
    cai = phone_of(fair, "Cai")

    assert OFFER not in words(cai.get("/me"))
    answer = cai.post("/me/list")
    assert answer.status_code == 409
    assert "There is nobody on that list yet." in words(answer)


def test_without_a_printer_nothing_is_offered(fair: Fair, asha: PhoneInHand) -> None:
    with fair.app.app_context(), writing():
        for printer in print_jobs.printers_of(fair.event_id):
            print_jobs.change_printer(printer, prints=["badge"])

    assert OFFER not in words(asha.get("/me"))
    assert asha.post("/me/list").status_code == 409


def test_after_the_fair_no_printer_waits_for_anybody(fair: Fair, asha: PhoneInHand) -> None:
    with fair.app.app_context(), writing():
        events.get(fair.event_id).closed_at = clock.now()

    assert OFFER not in words(asha.get("/me"))
    assert asha.post("/me/list").status_code == 409
    assert lists(fair) == []

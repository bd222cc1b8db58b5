"""Lists on paper at the desk: whom somebody met, for who asks; and everybody who is expected."""

import re

from flask import Flask

from kiosk import clock
from kiosk.db import db, writing
from kiosk.domain import print_jobs
from kiosk.domain.print_jobs import PrintJob
from tests.people import op_id
from tests.web.a_desk import Desk, words

PRINT = "Print the list of whom they met"


def let_print(desk: Desk) -> None:
    with desk.app.app_context():
        with writing():
            print_jobs.add_printer(desk.fair.id, clock.now(), name="Help lane",
                                   url="ipp://help.example")  # fmt: skip
        desk.fair.check_in("Asha", "Ben", "Carol", at=clock.now())
        desk.fair.let_meet("Asha", "Ben", clock.now())


def lists(desk: Desk) -> list[PrintJob]:
    with desk.app.app_context():
        return list(db.session.scalars(db.select(PrintJob).filter_by(what="slip")))


def test_a_steward_prints_the_list_of_who_asks_once(app: Flask) -> None:
    desk, op = Desk(app, "stew"), op_id()
    let_print(desk)
    assert PRINT in words(desk.get(desk.person("Asha")))

    answers = [desk.post(desk.person("Asha") + "/lists", op_id=op) for _twice in range(2)]
    page = words(desk.get(desk.person("Asha")))
    again = desk.post(desk.person("Asha") + "/lists")

    assert [answer.status_code for answer in answers] == [303, 303]
    assert again.status_code == 409
    assert len(lists(desk)) == 1
    assert "Their list prints at Help lane." in page
    assert "Their list of whom they met is being printed." in page
    assert PRINT not in page
    assert "print-list" in desk.said()


def test_whoever_met_nobody_has_no_list(app: Flask) -> None:
    desk = Desk(app, "stew")
    let_print(desk)

    page = words(desk.get(desk.person("Carol")))

    assert "They have met nobody yet, so there is no list to print." in page
    assert PRINT not in page
    assert desk.post(desk.person("Carol") + "/lists").status_code == 409
    assert lists(desk) == []


def test_without_a_printer_for_lists_none_is_offered(app: Flask) -> None:
    desk = Desk(app, "stew")

    assert "list of whom they met" not in words(desk.get(desk.person("Asha")))
    assert desk.post(desk.person("Asha") + "/lists").status_code == 409


def test_the_arrivals_list_names_everybody_by_family_name_before_anybody_came(app: Flask) -> None:
    desk = Desk(app)
    with app.app_context(), writing():
        print_jobs.printed_outside(desk.fair.id, [desk.fair.person("Ben")], at=clock.now())

    page = words(desk.get("/arrivals-list"))

    assert "4 people as of" in page
    order = [page.index(name) for name in ("Cai Evans", "Ben Okafor", "Asha Patel", "Carol Reed")]
    assert order == sorted(order)
    assert "Ben Okafor Employer Nova Engineering printed" in page
    assert "Asha Patel Student none yet" in page


def test_whoever_is_in_already_is_said_to_be_and_who_is_cancelled_is_not_listed(app: Flask) -> None:
    desk = Desk(app)
    desk.post(desk.person("Asha") + "/check-in")
    with app.app_context(), writing():
        desk.fair.person("Carol").status = "cancelled"

    page = words(desk.get("/arrivals-list"))

    assert re.search(r"Asha Patel Student none yet in since \d\d:\d\d", page)
    assert "Carol" not in page


def test_the_file_needs_nothing_from_anywhere_and_its_name_names_nobody(app: Flask) -> None:
    file = Desk(app).get("/arrivals-list/file")

    assert re.fullmatch(r'attachment; filename="arrivals-fair-\d{4}\.html"',
                        file.headers["Content-Disposition"])  # fmt: skip
    assert "Asha Patel" in file.text and "counter(pages)" in file.text
    assert not re.search(r"\b(src|href|action)=|url\(|@import|<script", file.text)


def test_a_steward_never_browses_a_whole_fair(app: Flask) -> None:
    desk = Desk(app, "stew")

    assert desk.get("/arrivals-list").status_code == 403
    assert desk.get("/arrivals-list/file").status_code == 403
    assert "arrivals list" not in words(desk.get("/inside"))


def test_the_neighbours_people_are_on_no_list_of_ours(app: Flask) -> None:
    desk, other = Desk(app), Desk(app, "", "other")
    with app.app_context(), writing():
        other.fair.person("Asha").name = "Zoe Neighbour"

    assert "Zoe" not in desk.get("/arrivals-list").text

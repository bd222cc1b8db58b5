"""The roll-call: everybody inside and nobody else, per list, and a file that needs no network."""

import re

import pytest
from flask import Flask

from kiosk import clock
from kiosk.db import writing
from kiosk.domain import arrivals, events, figures
from kiosk.domain.events import CheckInList
from tests.web.a_desk import Desk, words


def come(desk: Desk, *first_names: str) -> None:
    with desk.app.app_context():
        desk.fair.check_in(*first_names, at=clock.now())


def add_session(desk: Desk, name: str = "Talk") -> str:
    with desk.app.app_context(), writing():
        made = CheckInList(event_id=desk.fair.id)
        events.shape_list(made, name=name, kind="session", kinds=[], after_door=False)
        admission = desk.fair.admission(way="desk", door=events.list_facts(made))
        arrivals.check_in(admission, desk.fair.person("Carol"), clock.now())
        return made.public_id


def test_everybody_inside_is_called_by_name_and_the_count_is_the_figures(app: Flask) -> None:
    desk = Desk(app, "stew")
    come(desk, "Ben", "Asha")

    called = words(desk.get("/inside"))

    assert called.index("Asha Patel") < called.index("Ben Okafor")
    assert "Carol" not in called
    with app.app_context():
        inside = figures.of_event(desk.fair.id, clock.now())["inside"]
    assert f"{inside} people as of" in called


def test_a_list_is_called_for_itself(app: Flask) -> None:
    desk = Desk(app, "stew")
    come(desk, "Asha")
    talk = add_session(desk)

    whole, of_talk = words(desk.get("/inside")), words(desk.get(f"/inside?list={talk}"))

    assert "Asha Patel" in whole and "Carol" not in whole
    assert "Carol Reed" in of_talk and "Asha" not in of_talk


@pytest.mark.parametrize("path", ["/inside", "/inside/file"])
def test_a_list_of_the_neighbours_fair_is_not_known(app: Flask, path: str) -> None:
    desk, other = Desk(app, "stew"), Desk(app, "", "other")
    theirs = add_session(other)

    assert desk.get(f"{path}?list={theirs}").status_code == 404


def test_the_file_needs_nothing_from_anywhere_and_its_name_names_nobody(app: Flask) -> None:
    desk = Desk(app, "stew")
    come(desk, "Asha")

    file = desk.get("/inside/file")

    assert re.fullmatch(r'attachment; filename="inside-fair-\d{4}\.html"',
                        file.headers["Content-Disposition"])  # fmt: skip
    assert "Asha Patel" in file.text and "counter(pages)" in file.text
    assert not re.search(r"\b(src|href|action)=|url\(|@import|<script", file.text)


def test_a_hostile_name_is_words_in_the_file(app: Flask) -> None:
    desk = Desk(app)
    desk.post(desk.person("Asha") + "/correct", name="</style><script>alert(1)</script>",
              kind="student")  # fmt: skip
    desk.post(desk.person("Asha") + "/check-in")

    assert "<script" not in desk.get("/inside/file").text


def test_nobody_inside_is_said(app: Flask) -> None:
    assert "Nobody just now." in Desk(app, "stew").get("/inside").text

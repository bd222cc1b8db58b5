"""The door list: everybody who may come, for a hall without power, on paper and as a file."""

from flask import Flask

from kiosk import clock
from kiosk.db import writing
from kiosk.domain.attendees import Attendee
from tests.web.a_desk import Desk, words


def test_everybody_who_may_come_is_listed_by_name_and_who_does_not_is_not(app: Flask) -> None:
    desk = Desk(app, "stew")
    with app.app_context():
        desk.fair.check_in("Ben", at=clock.now())
        with writing():
            desk.fair.person("Carol").status = "cancelled"
            desk.fair.person("Cai").status = "unpaid"

    told = words(desk.get("/door-list"))

    assert "3 people as of" in told
    assert told.index("Asha Patel") < told.index("Ben Okafor") < told.index("Cai Evans")
    assert "Ben Okafor Employer Nova Engineering is in" in told
    assert "Cai Evans Student has not paid yet" in told
    assert "Carol" not in told


def test_the_file_carries_all_it_needs_and_no_address(app: Flask) -> None:
    desk = Desk(app, "stew")

    answer = desk.get("/door-list/file")

    assert answer.headers["Content-Disposition"] == 'attachment; filename="door-list-fair.html"'
    assert "Asha Patel" in answer.text and "<style>" in answer.text
    for no_part in ("asha@example.org", "+4477", "href=", "src=", "/desk/"):
        assert no_part not in answer.text


def test_printing_leads_to_it_and_the_neighbours_steward_sees_none_of_it(app: Flask) -> None:
    desk = Desk(app, "stew")
    Desk(app, "", "other")

    assert 'href="/desk/fair/door-list"' in desk.get("/printing").text
    assert desk.client.get("/desk/other/door-list").status_code == 404


def test_a_hostile_name_stays_text(app: Flask) -> None:
    desk = Desk(app)
    with app.app_context(), writing():
        someone: Attendee = desk.fair.person("Asha")
        someone.name = "<script>alert(1)</script>"

    for page in ("/door-list", "/door-list/file"):
        assert "<script>alert" not in desk.get(page).text
        assert "&lt;script&gt;" in desk.get(page).text

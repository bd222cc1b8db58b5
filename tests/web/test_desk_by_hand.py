"""Names that no typeface has, weeks before the fair and at the desk: told, never refused."""

from __future__ import annotations

from flask import Flask

from kiosk.db import db
from kiosk.domain.print_jobs import PrintJob
from tests.web.a_desk import Desk, words
from tests.web.test_desk_imports import look, names, take_in

GLYPH = "\U000143ff"
LIST = f"""name,email,kind,course,ask_me_about
{GLYPH} Glyph,glyph@example.org,student,Law,bridges
Dai Lloyd,dai@example.org,student,{GLYPH},
Li 李,li@example.org,student,Law,
""".encode()


def imported(app: Flask) -> Desk:
    desk = Desk(app)
    take_in(desk, look(desk, LIST))
    return desk


def test_the_preview_names_row_field_and_letter_and_takes_the_list_in(app: Flask) -> None:
    desk = Desk(app)

    seen = look(desk, LIST)

    told = words(seen)
    why = f"No typeface has U+143FF ({GLYPH}). The badge leaves a line to write the name on."
    assert seen.status_code == 200
    assert f"2 name {why}" in told and f"3 course {why}" in told
    assert told.count(why) == 2
    assert take_in(desk, seen).status_code == 303
    assert "Dai Lloyd" in names(desk)
    assert "2 badges leave a line to write the name on." in words(desk.get("/import"))


def test_a_list_that_prints_says_nothing_of_pens(app: Flask) -> None:
    desk = Desk(app)

    seen = look(desk, "name\n李明\nZoë Müller\nمحمد\n".encode())
    take_in(desk, seen)

    assert "line to write" not in words(seen) + words(desk.get("/import"))
    assert "Badges to write by hand" not in words(desk.get("/people"))


def test_people_and_the_checklist_say_whose(app: Flask) -> None:
    desk = imported(app)

    people, list_ = words(desk.get("/people")), words(desk.get("/rehearsal"))

    assert f"{GLYPH} Glyph U+143FF" in people and "Dai Lloyd U+143FF" in people
    assert "Open: 2 badges leave a line to write the name on" in list_
    assert "Done: every name can be printed" in words(Desk(app, slug="other").get("/rehearsal"))


def test_a_persons_page_says_so_and_prints_the_badge_with_its_line(app: Flask) -> None:
    desk = imported(app)
    with app.app_context():
        dai = f"/people/{desk.fair.person('Dai').public_id}"

    page = desk.get(dai)
    desk.post(f"{dai}/reprints", reason="reprint")
    desk.post(desk.person("Asha") + "/reprints", reason="reprint")

    assert "The badge leaves a line to write the name on." in words(page)
    assert "line to write" not in words(desk.get(desk.person("Asha")))
    assert desk.get(f"{dai}/badge.png").status_code == 200
    with app.app_context():
        jobs = db.session.scalars(db.select(PrintJob).order_by(PrintJob.id))
        assert [job.by_hand for job in jobs] == [True, False]

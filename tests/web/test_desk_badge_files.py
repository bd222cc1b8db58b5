"""Badges as PDFs: true size, in the order of a box, on half-used sheets; and what was printed."""

from datetime import timedelta
from pathlib import Path
from urllib.parse import quote

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from kiosk import clock
from kiosk.db import writing
from kiosk.domain import attendees, codes, events, print_jobs
from kiosk.web.desk import badge_files
from tests.people import NOON, op_id
from tests.web.a_desk import Desk, words
from tests.web.a_fair import hidden
from tests.web.pdf_pages import codes_of, is_kept_nowhere, sizes_mm

IN_ORDER = ("Cai", "Ben", "Asha", "Carol")  # Evans, Okafor, Patel, Reed


def badge_of(desk: Desk, name: str) -> str:
    with desk.app.app_context():
        return "HTTP://LOCALHOST:8000/B/" + desk.fair.code("badge", name)


def printed(desk: Desk, first: str, last: str, **more: str) -> TestResponse:
    sent = {"first": desk.ids[first], "last": desk.ids[last], "as_of": "2100-01-01T00:00Z", **more}
    return desk.post("/badges/printed", **sent)


def jobs(desk: Desk) -> dict[str, str]:
    with desk.app.app_context():
        found = {name: print_jobs.latest_of(desk.fair.person(name).id) for name in IN_ORDER}
        return {name: job.state for name, job in found.items() if job}


def test_one_badge_is_one_page_of_the_fairs_own_stock(app: Flask, tmp_path: Path) -> None:
    desk = Desk(app, "stew")

    answer = desk.get(desk.person("Asha") + "/badge.pdf")

    assert is_kept_nowhere(answer)
    assert f"badge-{desk.ids['Asha']}.pdf" in answer.headers["Content-Disposition"]
    assert sizes_mm(answer.data) == [(62, 100)]
    assert codes_of(answer.data, tmp_path) == [[badge_of(desk, "Asha")]]


def test_another_stock_of_the_fair_is_the_page(app: Flask) -> None:
    desk = Desk(app)
    with app.app_context(), writing():
        events.get(desk.fair.id).change("stock", "a6")

    assert sizes_mm(desk.get(desk.person("Asha") + "/badge.pdf").data) == [(105, 148)]


def test_all_badges_come_in_the_order_of_a_box(app: Flask, tmp_path: Path) -> None:
    desk = Desk(app)

    answer = desk.get("/badges/file?on=62x100")

    assert is_kept_nowhere(answer)
    assert codes_of(answer.data, tmp_path) == [[badge_of(desk, name)] for name in IN_ORDER]


def test_a_half_used_sheet_begins_at_its_first_free_place(app: Flask, tmp_path: Path) -> None:
    desk = Desk(app)

    content = desk.get("/badges/file?on=l7165&start=7").data

    assert sizes_mm(content) == [(210, 297)] * 2
    assert codes_of(content, tmp_path) == [
        [badge_of(desk, name) for name in IN_ORDER[:2]],
        [badge_of(desk, name) for name in IN_ORDER[2:]],
    ]


def test_cut_marks_stand_on_plain_paper_unless_somebody_wants_none(app: Flask) -> None:
    desk = Desk(app)

    with_marks = desk.get("/badges/file?on=a4-4xa6").data
    bare = desk.get("/badges/file?on=a4-4xa6&bare=yes").data

    assert b" l S" in with_marks and b" l S" not in bare


def test_people_of_one_kind_are_chosen(app: Flask) -> None:
    desk = Desk(app)

    assert len(sizes_mm(desk.get("/badges/file?kind=student&on=card").data)) == 2
    assert "Badges 1 to 2 as a PDF" in words(desk.get("/badges?kind=student"))


def test_many_badges_are_cut_into_files_of_whole_sheets(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = Desk(app)
    monkeypatch.setattr(badge_files, "A_FILE", 2)

    page = words(desk.get("/badges?on=a4-2xa6&start=2"))

    assert "One badge as a PDF Cai Evans · 1 page" in page
    assert "Badges 2 to 3 as a PDF from Ben Okafor to Asha Patel · 1 page" in page
    assert "One badge as a PDF Carol Reed" in page


def test_a_file_holds_the_same_people_whoever_registers_meanwhile(app: Flask) -> None:
    desk = Desk(app)
    as_of = quote(clock.now().isoformat())
    desk.post("/walk-in", name="Ann Nowlan", kind="student", consent="yes")
    which = f"first={desk.ids['Cai']}&last={desk.ids['Carol']}&on=card"

    assert len(sizes_mm(desk.get(f"/badges/file?{which}&as_of={as_of}").data)) == 4


def test_a_name_that_no_typeface_has_gets_a_line_to_write_on(app: Flask, tmp_path: Path) -> None:
    desk = Desk(app)
    with app.app_context(), writing():
        desk.fair.person("Asha").name = "ᐃᓄᒃᑎᑐᑦ"

    content = desk.get(desk.person("Asha") + "/badge.pdf").data

    with app.app_context():
        code = codes.code_of("badge", attendees.by_public_id(desk.fair.id, desk.ids["Asha"]))
    assert codes_of(content, tmp_path) == [["HTTP://LOCALHOST:8000/B/" + code]]


def test_what_was_printed_elsewhere_is_not_printed_at_the_door(app: Flask) -> None:
    desk, op = Desk(app), op_id()
    for _twice in range(2):
        answer = printed(desk, "Cai", "Asha", op_id=op)
        assert answer.status_code == 303

    desk.post(desk.person("Asha") + "/check-in")
    desk.post(desk.person("Carol") + "/check-in")

    assert jobs(desk) == {"Cai": "printed", "Ben": "printed", "Asha": "printed", "Carol": "queued"}
    assert desk.said() == ["badges-printed", "check-in", "check-in"]
    assert "3 badges , all kinds" in words(desk.get("/badges"))


def test_the_form_beside_a_file_marks_its_people(app: Flask) -> None:
    desk = Desk(app)
    page = desk.get("/badges?kind=student")
    sent = {name: hidden(page, name) for name in ("kind", "first", "last", "as_of", "op_id")}

    desk.post("/badges/printed", **sent)

    assert jobs(desk) == {"Cai": "printed", "Asha": "printed"}
    assert "2 badges count as printed" in words(desk.get("/badges?kind=student"))


def test_whoever_registered_after_the_page_was_shown_is_not_marked(app: Flask) -> None:
    desk = Desk(app)
    early = (NOON - timedelta(seconds=1)).isoformat()

    printed(desk, "Cai", "Carol", as_of=early)

    assert jobs(desk) == {}


def test_a_mistake_is_taken_back_and_the_door_prints_again(app: Flask) -> None:
    desk = Desk(app)
    printed(desk, "Cai", "Carol")
    with app.app_context():
        ((batch, count),) = print_jobs.outside_batches(desk.fair.id)
        path = f"/badges/printed/{batch.public_id}/undo"

    answers = [desk.post(path) for _twice in range(2)]
    desk.post(desk.person("Asha") + "/check-in")

    assert count == 4
    assert [answer.status_code for answer in answers] == [303, 303]
    assert jobs(desk) == {"Cai": "voided", "Ben": "voided", "Asha": "queued", "Carol": "voided"}
    assert "Badges 1 to 3 as a PDF" in words(desk.get("/badges"))


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ("on=none", 404),
        ("on=%00", 200),
        ("on=l7165&start=9", 422),
        ("start=0", 422),
        ("start=-1", 422),
        ("start=²", 422),
        ("start=" + "9" * 400, 422),
        ("kind=robot", 404),
        ("who=robot", 404),
    ],
)
def test_what_there_is_not_is_said_calmly(app: Flask, asked: str, status: int) -> None:
    desk = Desk(app)

    assert desk.get(f"/badges?{asked}").status_code == status
    assert desk.get(f"/badges/file?{asked}").status_code == status


@pytest.mark.parametrize("as_of", ["x", "2026-11-24T10:00:00", "0001-01-01T00:00:00+14:00"])
def test_an_instant_that_cannot_be_is_no_fault_of_ours(app: Flask, as_of: str) -> None:
    assert Desk(app).get(f"/badges/file?as_of={quote(as_of)}").status_code == 404


def test_the_neighbours_people_open_no_file_and_mark_nobody(app: Flask) -> None:
    desk, other = Desk(app), Desk(app, "", "other")
    theirs = other.ids["Asha"]

    assert desk.get(f"/badges/file?first={theirs}").status_code == 404
    sent = {"first": theirs, "last": theirs, "as_of": clock.now().isoformat()}
    assert desk.post("/badges/printed", **sent).status_code == 404
    assert jobs(other) == {}


def test_a_steward_has_one_badge_and_not_all(app: Flask) -> None:
    desk = Desk(app, "stew")

    assert desk.get(desk.person("Asha") + "/badge.pdf").status_code == 200
    assert desk.get("/badges").status_code == 403
    assert desk.get("/badges/file").status_code == 403
    assert printed(desk, "Cai", "Carol").status_code == 403
    assert "All badges as PDFs" not in words(desk.get("/people"))

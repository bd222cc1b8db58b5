"""Signs and tent cards at the desk: as PDFs of their paper, and through a printer, once each."""

from pathlib import Path

import pytest
from flask import Flask

from kiosk import clock
from kiosk.db import db, writing
from kiosk.domain import employers, print_jobs
from kiosk.domain.print_jobs import PrintJob
from tests.people import op_id
from tests.web.a_desk import Desk, words
from tests.web.pdf_pages import codes_of, is_kept_nowhere, sizes_mm


@pytest.fixture
def desk(app: Flask) -> Desk:
    desk = Desk(app, "stew")
    with app.app_context(), writing():
        rows = [{"name": "Arup", "stand": "2"}, {"name": "Bosch", "stand": ""}]
        employers.register(desk.fair.id, rows, clock.now())
    return desk


def stand(desk: Desk, name: str) -> str:
    with desk.app.app_context():
        found = {each.name: each.public_id for each in employers.of_event(desk.fair.id)}
        return found[name]


def let_print(desk: Desk, *what: str) -> None:
    with desk.app.app_context(), writing():
        print_jobs.add_printer(desk.fair.id, clock.now(), name="Office", url="ipp://office.example",
                               stock="a4", prints=list(what))  # fmt: skip


def queued(desk: Desk) -> list[str]:
    with desk.app.app_context():
        jobs = db.session.scalars(db.select(PrintJob).order_by(PrintJob.id))
        names = {each.id: each.name for each in employers.of_event(desk.fair.id)}
        return [f"{job.what} {names.get(job.employer_id or 0, '')}".strip() for job in jobs]


def test_stands_are_in_the_order_of_a_walk(desk: Desk) -> None:
    page = words(desk.get("/signs"))

    assert page.index("Arup Stand 2") < page.index("Nova Engineering Stand 12")
    assert page.index("Nova Engineering Stand 12") < page.index("Bosch")


@pytest.mark.parametrize(
    ("on", "size"),
    [("a4", (210, 297)), ("a5", (148, 210)), ("a6", (105, 148)), ("62x100", (62, 100))],
)
def test_a_sign_is_as_large_as_its_paper(
    desk: Desk, on: str, size: tuple[int, int], tmp_path: Path
) -> None:
    answer = desk.get(f"/signs/{stand(desk, 'Arup')}.pdf?on={on}")

    assert is_kept_nowhere(answer)
    assert sizes_mm(answer.data) == [size]
    assert codes_of(answer.data, tmp_path) == [["HTTP://LOCALHOST:8000"]]


def test_all_signs_and_all_cards_are_a_page_each(desk: Desk, tmp_path: Path) -> None:
    signs, tents = desk.get("/signs/file").data, desk.get("/tents/file").data

    with desk.app.app_context():
        badge = "HTTP://LOCALHOST:8000/B/" + desk.fair.code("badge", "Carol")
    assert sizes_mm(signs) == [(210, 297)] * 3
    assert codes_of(tents, tmp_path) == [[badge, badge]]


def test_one_card_is_opened_from_a_mentors_page(desk: Desk) -> None:
    assert "Tent card as a PDF" in words(desk.get(desk.person("Carol")))
    assert "Tent card" not in words(desk.get(desk.person("Asha")))
    assert sizes_mm(desk.get(desk.person("Carol") + "/tent.pdf?on=a5").data) == [(148, 210)]


def test_without_a_printer_for_them_nothing_is_offered_or_queued(desk: Desk) -> None:
    assert "Print it" not in words(desk.get("/signs"))
    assert desk.post("/signs/print").status_code == 409
    assert desk.post("/tents/print").status_code == 409
    assert queued(desk) == []


def test_signs_are_printed_once_in_the_order_of_a_walk(desk: Desk) -> None:
    let_print(desk, "sign")
    op = op_id()

    answers = [desk.post("/signs/print", op_id=op) for _twice in range(2)]
    desk.post("/signs/print")

    assert [answer.status_code for answer in answers] == [303, 303]
    assert queued(desk) == ["sign Arup", "sign Nova Engineering", "sign Bosch"]
    assert "That is on its way to a printer already." in words(desk.get("/signs"))


def test_one_sign_and_one_card_are_printed(desk: Desk) -> None:
    let_print(desk, "sign", "tent")

    desk.post(f"/signs/{stand(desk, 'Bosch')}/print")
    for _twice in range(2):
        desk.post(desk.person("Carol") + "/tents")

    assert queued(desk) == ["sign Bosch", "tent"]
    assert desk.said() == ["print-signs", "print-tents", "print-tents"]


def test_of_many_a_name_that_no_typeface_has_is_left_out_and_alone_it_is_refused(
    desk: Desk,
) -> None:
    with desk.app.app_context(), writing():
        employers.register(desk.fair.id, [{"name": "\U000143ff Works", "stand": "3"}], clock.now())

    assert len(sizes_mm(desk.get("/signs/file").data)) == 3
    alone = desk.get(f"/signs/{stand(desk, chr(0x143FF) + ' Works')}.pdf")
    assert alone.status_code == 409
    assert "U+143FF" in alone.text


@pytest.mark.parametrize("on", ["none", "%00", "../a4", "9" * 400])
def test_a_paper_that_there_is_not_is_not_known(desk: Desk, on: str) -> None:
    expected = 200 if on == "%00" else 404

    assert desk.get(f"/signs?on={on}").status_code == expected
    assert desk.get(f"/signs/file?on={on}").status_code == expected


def test_a_hostile_name_is_words_on_the_page(desk: Desk) -> None:
    with desk.app.app_context(), writing():
        employers.register(desk.fair.id, [{"name": "<script>alert(1)</script>"}], clock.now())

    assert "<script>alert" not in desk.get("/signs").text
    assert desk.get("/signs/file").status_code == 200

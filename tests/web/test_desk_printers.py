"""A printer's form at the desk: added, found, changed and taken away, by organisers alone."""

from typing import Any

import pytest
from flask import Flask

from kiosk import clock
from kiosk.adapters.printer_facts import FoundPrinter
from kiosk.db import db, writing
from kiosk.domain import devices, print_jobs
from kiosk.domain.audit import AuditEntry
from kiosk.domain.print_jobs import Printer, PrintJob
from tests.people import op_id
from tests.web.a_desk import Desk, words
from tests.web.a_print_desk import jobs_of, seen

LANE: dict[str, Any] = {"name": "Help lane", "url": "ipps://desk:s3cret@lane.example/printers/badge",
                        "stock": "62x100", "dpi": "203", "colour": "yes",
                        "prints": ["badge", "sign"], "offset_x_mm": "-1,5", "offset_y_mm": "0.25",
                        "labels_left": "300"}  # fmt: skip
QUEUE = FoundPrinter("Brother_QL", "ipp://localhost:631/printers/Brother_QL", "Brother QL-820",
                     "ready", ("oe_62x100mm",))  # fmt: skip


def printers(desk: Desk) -> list[Printer]:
    with desk.app.app_context():
        return print_jobs.printers_of(desk.fair.id)


def add(desk: Desk, **changes: Any) -> str:
    """Add a printer; return its path."""
    assert desk.post("/printers", **{**LANE, **changes}).status_code == 303
    return f"/printers/{printers(desk)[-1].public_id}"


def test_a_printer_is_added_once_with_all_that_was_said_of_it(app: Flask) -> None:
    desk, op = Desk(app), op_id()

    answers = [desk.post("/printers", op_id=op, **LANE) for _press in range(2)]

    assert [answer.status_code for answer in answers] == [303, 303]
    [lane] = printers(desk)
    assert (lane.name, lane.url, lane.stock) == ("Help lane", LANE["url"], "62x100")
    assert (lane.dpi, lane.colour, lane.prints) == (203, True, ["badge", "sign"])
    assert (lane.offset_x_mm, lane.offset_y_mm, lane.labels_left) == (-1.5, 0.25, 300)
    assert desk.said() == ["add-printer"]
    assert "Help lane" in words(desk.get("/printing"))


def test_the_form_shows_what_is_known_but_never_a_password(app: Flask) -> None:
    desk = Desk(app)

    page = desk.get(add(desk)).text

    assert 'value="ipps://desk:****@lane.example/printers/badge"' in page
    assert 'value="-1.5"' in page and 'value="300"' in page
    assert "s3cret" not in page + desk.get("/printing").text
    with app.app_context():
        kept = [str(each.facts) for each in db.session.scalars(db.select(AuditEntry))]
        assert not [facts for facts in kept if "s3cret" in facts]


def test_a_password_stays_when_its_address_is_left_untouched(app: Flask) -> None:
    desk = Desk(app)
    path, shown = add(desk), "ipps://desk:****@lane.example/printers/badge"

    kept = desk.post(path, **{**LANE, "url": shown, "labels_left": ""})
    stolen = desk.post(path, **{**LANE, "url": shown.replace("lane", "evil")})

    assert (kept.status_code, stolen.status_code) == (303, 422)
    assert "type the password again" in stolen.text
    assert "s3cret" not in stolen.text
    assert [(each.url, each.labels_left) for each in printers(desk)] == [(LANE["url"], None)]


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("name", "", "Please fill this in."),
        ("name", "x" * 61, "This is too long."),
        ("name", "\u200b", "Write a name"),
        ("url", "", "Write a printer"),
        ("url", "folder:", "Write a printer"),
        ("url", "folder:/etc", "Write a printer"),
        ("url", "http://printer.example", "Write a printer"),
        ("url", "ipp://host:99999/", "The port"),
        ("url", "ipp://host/" + "x" * 300, "This is too long."),
        ("stock", "A0", "Choose labels of the list."),
        ("dpi", "72", "Write a resolution"),
        ("prints", [], "Choose what it prints"),
        ("offset_x_mm", "20.5", "Write millimetres"),
        ("offset_x_mm", "nan", "Write millimetres"),
        ("offset_y_mm", "1e1", "Write millimetres"),
        ("offset_y_mm", "-21", "Write millimetres"),
        ("labels_left", "-1", "Write a number of labels"),
        ("labels_left", "lots", "Write a number of labels"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field_and_nothing_is_saved(
    app: Flask, field: str, typed: Any, sentence: str
) -> None:
    desk = Desk(app)

    wrong = desk.post("/printers", **{**LANE, field: typed})

    assert wrong.status_code == 422
    assert sentence in wrong.text
    assert "Nothing was saved." in wrong.text
    assert printers(desk) == []


@pytest.mark.parametrize(
    ("typed", "read"), [("20", 20), ("\u22122,5", -2.5), ("+.5", None), ("0", 0), ("", 0)]
)
def test_an_offset_is_read_as_people_write_it(app: Flask, typed: str, read: float | None) -> None:
    desk = Desk(app)

    answer = desk.post("/printers", **{**LANE, "offset_x_mm": typed})

    assert answer.status_code == (422 if read is None else 303)
    assert [each.offset_x_mm for each in printers(desk)] == ([] if read is None else [read])


def test_two_printers_have_two_names_and_two_addresses(app: Flask) -> None:
    desk = Desk(app)
    add(desk)
    other = add(desk, name="Door", url="ipp://door.example")

    twice = desk.post("/printers", **LANE)
    renamed = desk.post(other, **{**LANE, "url": "ipp://door.example"})

    assert (twice.status_code, renamed.status_code) == (409, 409)
    assert "A printer of that name or address is there already." in twice.text
    assert [each.name for each in printers(desk)] == ["Help lane", "Door"]


def test_what_cups_has_is_taken_with_one_tap_and_listed_no_more(app: Flask) -> None:
    app.config["FOUND_PRINTERS"] = lambda: [QUEUE]
    desk = Desk(app)
    page = desk.get("/printers/new")
    assert "Brother_QL Brother QL-820 · ready" in words(page)

    desk.post("/printers", name=QUEUE.name, url=QUEUE.url, prints=["badge", "slip"])

    [brother] = printers(desk)
    assert (brother.url, brother.dpi, brother.stock) == (QUEUE.url, 300, "62x100")
    assert "Brother QL-820" not in desk.get("/printers/new").text


def test_the_form_works_where_there_is_no_cups(app: Flask) -> None:
    app.config["FOUND_PRINTERS"] = list

    page = Desk(app).get("/printers/new").text

    assert "CUPS has these" not in page
    assert "From the first printer that is added here" in page


def test_a_queue_with_a_hostile_name_stays_text(app: Flask) -> None:
    odd = FoundPrinter(
        '<script>alert(1)</script>"', "ipp://localhost/printers/x", "<b>", "ready", ()
    )
    app.config["FOUND_PRINTERS"] = lambda: [odd]

    page = Desk(app).get("/printers/new").text

    assert "<script>alert" not in page and "<b>" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;&#34;" in page


def test_a_printer_of_the_setting_keeps_its_address_and_cannot_be_taken_away(app: Flask) -> None:
    desk = Desk(app)
    with app.app_context(), writing():
        print_jobs.follow_setting(desk.fair.id, ["folder:"], clock.now())
    [ours] = printers(desk)
    path = f"/printers/{ours.public_id}"
    assert "KIOSK_PRINTER_URL names it." in desk.get(path).text

    changed = desk.post(path, **{**LANE, "name": "Folder", "url": "ipp://evil.example"})
    removed = desk.post(path + "/remove")

    assert (changed.status_code, removed.status_code) == (303, 409)
    assert [(each.name, each.url, each.from_setting) for each in printers(desk)] == [
        ("Folder", "folder:", True)
    ]


def test_a_printer_is_taken_away_once_and_its_test_page_with_it(app: Flask) -> None:
    desk = Desk(app)
    path = add(desk)
    desk.post(path + "/test")

    gone = desk.post(path + "/remove")
    again = desk.post(path + "/remove")

    assert (gone.status_code, again.status_code) == (303, 404)
    assert printers(desk) == []
    assert jobs_of(desk) == [("proof", "asked", "voided")]
    with app.app_context():
        assert db.session.scalars(db.select(PrintJob.why)).all() == ["printer_removed"]


def test_a_steward_sees_pauses_and_tests_but_neither_adds_nor_changes(app: Flask) -> None:
    desk = Desk(app, "stew")
    path = f"/printers/{seen(desk, 'ready')}"

    assert "Add a printer" not in desk.get("/printing").text
    assert [desk.get(each).status_code for each in ("/printers/new", path)] == [403, 403]
    refused = [desk.post("/printers", **LANE), desk.post(path, **LANE), desk.post(path + "/remove")]
    assert [answer.status_code for answer in refused] == [403, 403, 403]
    assert desk.post(path + "/use", answer="pause").status_code == 303
    assert desk.post(path + "/test").status_code == 303


def test_a_station_is_given_the_printer_beside_it(app: Flask) -> None:
    desk = Desk(app)
    add(desk)
    beside = add(desk, name="Door", url="ipp://door.example").rpartition("/")[2]
    with app.app_context():
        station = f"/stations/{desk.fair.door.public_id}"
    assert "The printer beside it" in desk.get(station).text

    desk.post(station, name="Door 1", mode="door", printer=beside)

    assert "beside Door 1" in words(desk.get("/printing"))
    assert f'<option value="{beside}" selected>' in desk.get(station).text
    desk.post(station, name="Door 1", mode="door")  # a form without the field leaves it
    with app.app_context():
        assert devices.of_event(desk.fair.id)[0].printer_id is not None
    desk.post(station, name="Door 1", mode="door", printer="")
    with app.app_context():
        assert devices.of_event(desk.fair.id)[0].printer_id is None


def test_the_neighbours_printer_stands_beside_no_station_here(app: Flask) -> None:
    desk, other = Desk(app), Desk(app, "", "other")
    theirs = seen(other, "ready")
    with app.app_context():
        station = f"/stations/{desk.fair.door.public_id}"

    assert desk.post(station, name="X", mode="door", printer=theirs).status_code == 404
    assert 'value="X"' not in desk.get(station).text

"""Spare badges: made, printed as a sheet whose codes read, given once to whoever needs one."""

from pathlib import Path

import pytest
import zxingcpp
from flask import Flask
from PIL import Image

from kiosk import clock
from kiosk.adapters.spare_face import face_of_spare
from kiosk.db import db
from kiosk.domain import arrivals, codes
from kiosk.domain.arrivals import SpareBadge
from kiosk.domain.print_jobs import PrintJob
from tests.people import op_id
from tests.web.a_desk import Desk, words
from tests.web.pdf_pages import codes_of, sizes_mm


def spare_codes(desk: Desk) -> list[str]:
    with desk.app.app_context():
        spares = arrivals.spares_of(desk.fair.id)
        return [codes.spare_code(spare.public_id, spare.key_id) for spare in spares]


def test_spares_are_made_once_and_numbered_on(app: Flask) -> None:
    desk, op = Desk(app), op_id()

    answers = [desk.post("/spares", op_id=op, how_many="3") for _ in range(2)]
    desk.post("/spares", how_many="2")

    assert [answer.status_code for answer in answers] == [303, 303]
    assert "5 free of 5." in words(desk.get("/spares"))
    assert "Print spares 1 to 5" in words(desk.get("/spares"))


@pytest.mark.parametrize("typed", ["", "0", "-1", "501", "many", "²"])
def test_a_number_of_spares_that_cannot_be_is_told_so(app: Flask, typed: str) -> None:
    desk = Desk(app)

    answer = desk.post("/spares", how_many=typed)

    assert answer.status_code == 422
    assert 'class="wrong"' in answer.text
    assert spare_codes(desk) == []


def test_the_sheet_is_a_page_for_each_spare_that_nobody_wears(app: Flask) -> None:
    desk = Desk(app)
    desk.post("/spares", how_many="3")
    desk.post(desk.person("Asha") + "/spare", code=spare_codes(desk)[1])

    sheet = desk.get("/spares/1/sheet")

    assert sheet.mimetype == "application/pdf"
    assert sheet.data.count(b"/Type /Page ") == 2
    assert 'filename="spares-fair-1-3.pdf"' in sheet.headers["Content-Disposition"]
    assert desk.get("/spares/4/sheet").status_code == 404


def test_a_spare_badge_says_its_number_and_its_code_reads() -> None:
    import badges

    face = face_of_spare("Spare 17", "0123456789ABCDEFGHJK",
                         public_url="https://fair.example", scan_label="Scan")  # fmt: skip
    drawn: Image.Image = badges.draw(face, badges.STOCKS["62x100"])

    read = zxingcpp.read_barcodes(drawn.convert("L"))

    assert [found.text for found in read] == ["HTTPS://FAIR.EXAMPLE/B/0123456789ABCDEFGHJK"]


def test_a_spare_is_given_and_the_older_badge_is_dead(app: Flask) -> None:
    desk = Desk(app)
    desk.post("/spares", how_many="1")
    (spare,) = spare_codes(desk)
    desk.post(desk.person("Asha") + "/check-in")
    with app.app_context():
        old = desk.fair.code("badge", "Asha")
    path, op = desk.person("Asha") + "/spare", op_id()

    answers = [desk.post(path, op_id=op, code=f"https://fair.example/b/{spare}".lower())
               for _ in range(2)]  # fmt: skip

    assert [answer.status_code for answer in answers] == [303, 303]
    with app.app_context():
        assert codes.whose(desk.fair.id, spare, "badge")[0].name == "Asha Patel"
        assert desk.fair.scan(old, clock.now()).outcome.slug == "not_known"
        assert db.session.scalars(db.select(PrintJob)).one().state == "voided"
    assert "Spare 1 Asha Patel since" in words(desk.get("/spares"))
    assert desk.person("Asha") in desk.post("/help", q=spare).text
    assert desk.said() == ["make-spares", "check-in", "give-spare"]


def test_a_spare_that_somebody_wears_is_given_to_nobody_else(app: Flask) -> None:
    desk = Desk(app)
    desk.post("/spares", how_many="1")
    (spare,) = spare_codes(desk)
    desk.post(desk.person("Asha") + "/spare", code=spare)

    again = desk.post(desk.person("Ben") + "/spare", code=spare)

    assert again.status_code == 409
    assert "Somebody wears that spare badge already." in again.text
    with app.app_context():
        assert codes.whose(desk.fair.id, spare, "badge")[0].name == "Asha Patel"


@pytest.mark.parametrize("code", ["", "a menu", "0" * 20, "\x00", "x" * 20_000])
def test_what_is_no_spare_of_this_fair_is_said_to_be(app: Flask, code: str) -> None:
    desk, other = Desk(app), Desk(app, "", "other")
    with app.app_context():
        theirs = arrivals.make_spares(other.fair.id, 1, clock.now())[0]
        foreign = codes.spare_code(theirs.public_id, theirs.key_id)
        db.session.commit()

    answers = [desk.post(desk.person("Asha") + "/spare", code=each) for each in (code, foreign)]

    assert {answer.status_code for answer in answers} <= {404, 409}
    with app.app_context():
        assert db.session.scalars(db.select(SpareBadge)).one().attendee_id is None


def test_a_spare_in_the_hand_leads_on_to_its_wearer(app: Flask) -> None:
    desk = Desk(app)
    desk.post("/spares", how_many="1")

    said = words(desk.post("/help", q=spare_codes(desk)[0]))

    assert "That is spare badge 1. Find its wearer first" in said


def test_spares_stand_on_the_sheet_that_is_in_the_printer(app: Flask, tmp_path: Path) -> None:
    desk = Desk(app)
    desk.post("/spares", how_many="3")

    content = desk.get("/spares/1/sheet?on=l7173&start=9").data

    assert sizes_mm(content) == [(210, 297)] * 2
    read = [["HTTP://LOCALHOST:8000/B/" + code for code in spare_codes(desk)]]
    assert codes_of(content, tmp_path) == [read[0][:2], read[0][2:]]
    assert desk.get("/spares/1/sheet?on=l7173&start=11").status_code == 422
    assert desk.get("/spares/1/sheet?on=none").status_code == 404

"""Importing at the desk: looked at first, whole or not at all; the same list changes nothing."""

import random
import re
from io import BytesIO

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from kiosk.db import db
from kiosk.domain import attendees, employers
from kiosk.domain.codes import Code
from kiosk.domain.operations import Operation
from tests.people import op_id
from tests.web.a_desk import OURS, Desk, words

LIST = """name;E-Mail;kind;organisation
Asha Patel;asha@example.org;student;
Dai Lloyd;dai@example.org;employer;Nova Engineering
""".encode("utf-16")
BAD = b"name,email\n<script>alert(1)</script>,nope\n,dai@example.org\nEve,eve@example.org\n"


def look(desk: Desk, content: bytes, which: str = "attendees", **more: str) -> TestResponse:
    data = {"file": (BytesIO(content), "canary-name.csv"), **more}
    return desk.client.post(f"/desk/{desk.slug}/import/{which}", data=data, headers=OURS)


def take_in(desk: Desk, seen: TestResponse, which: str = "attendees", **more: str) -> TestResponse:
    packed = re.search(r'name="packed" value="([^"]*)"', seen.text)
    assert packed is not None
    return desk.post(f"/import/{which}/take-in", packed=packed[1], **more)


def names(desk: Desk) -> list[str]:
    with desk.app.app_context():
        return [person.name for person in attendees.of_event(desk.fair.id)]


def test_looking_shows_what_would_be_and_writes_nothing(app: Flask) -> None:
    desk = Desk(app)
    before = names(desk)

    seen = look(desk, LIST)

    assert seen.status_code == 200
    assert "New 1 Changed 0 As they were 1" in words(seen)
    assert "UTF-16" in seen.text and "semicolons" in seen.text
    assert "canary-name" not in seen.text
    assert names(desk) == before
    with app.app_context():
        assert db.session.scalars(db.select(Operation)).all() == []
    assert desk.said() == []


def test_taking_it_in_adds_people_with_codes_and_twice_is_once(app: Flask) -> None:
    desk = Desk(app)
    seen, op = look(desk, LIST), op_id()

    answers = [take_in(desk, seen, op_id=op) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [303, 303]
    assert "1 added, 0 changed, 1 as they were" in words(desk.get("/import"))
    assert names(desk).count("Dai Lloyd") == 1
    with app.app_context():
        dai = desk.fair.person("Dai")
        nova = employers.of_event(desk.fair.id)[0]
        assert dai.employer_id == nova.id
        assert len(db.session.scalars(db.select(Code).filter_by(attendee_id=dai.id)).all()) == 3
    assert desk.said() == ["import-attendees"]


def test_the_same_list_again_changes_nothing(app: Flask) -> None:
    desk = Desk(app)
    take_in(desk, look(desk, LIST))

    assert "New 0 Changed 0 As they were 2" in words(look(desk, LIST))


def test_a_bad_list_is_refused_whole_with_row_field_and_reason(app: Flask) -> None:
    desk = Desk(app)
    before = names(desk)

    seen = look(desk, BAD)

    assert seen.status_code == 422
    told = words(seen)
    assert "2 things stand in the way. Nothing was written." in told
    assert "2 email That is not an e-mail address." in told
    assert "3 name Nothing here, and we need it." in told
    assert "Take it in" not in told and "<script>alert" not in seen.text
    assert take_in(desk, seen).status_code == 409
    assert names(desk) == before


@pytest.mark.parametrize(
    ("content", "told"),
    [(b"", "Choose a file first."), (b"%PDF-1.7 ...", "not a list we can read (PDF)"),
     (b"\x89PNG\r\n\x1a\n", "not a list we can read (PNG)"), (b"name\n", "no rows"),
     (b"PK\x03\x04 broken", "damaged"), (b"shoe;size\n1;2\n", "No column holds a name."),
     (b"name\n\"Asha\n", "quotation marks")],
)  # fmt: skip
def test_what_is_no_list_is_told_what_to_do(app: Flask, content: bytes, told: str) -> None:
    answer = look(Desk(app), content)

    assert answer.status_code == 422
    assert told in words(answer).replace("&#34;", '"')


def test_a_column_of_another_name_is_found_when_it_is_named(app: Flask) -> None:
    desk = Desk(app)
    content = b"Wer kommt,email\nDai Lloyd,dai@example.org\n"
    assert look(desk, content).status_code == 422

    seen = look(desk, content, mapping="Wer kommt=name")
    take_in(desk, seen, mapping="Wer kommt=name")

    assert seen.status_code == 200
    assert "Dai Lloyd" in names(desk)
    assert "Write each column as" in look(desk, content, mapping="nonsense").text


def test_looking_again_needs_no_second_upload(app: Flask) -> None:
    desk = Desk(app)
    seen = look(desk, b"name,email,x\nDai Lloyd,dai@example.org,Nova\n")
    packed = re.search(r'name="packed" value="([^"]*)"', seen.text)
    assert packed is not None

    again = desk.post("/import/attendees", packed=packed[1], mapping="x=organisation")

    assert again.status_code == 200
    assert re.search(r"<td[^>]*>x</td><td>organisation</td>", again.text)


@pytest.mark.parametrize("packed", ["", "nonsense", "AAAA", "é" * 10])
def test_a_packed_file_that_is_none_is_asked_for_again(app: Flask, packed: str) -> None:
    desk = Desk(app)

    assert desk.post("/import/attendees/take-in", packed=packed).status_code == 422
    assert desk.said() == []


def look_at_large(desk: Desk, content: bytes) -> TestResponse:
    # Written by hand: the test client would leave its own temporary file open.
    head = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\n'
    return desk.client.post(
        f"/desk/{desk.slug}/import/attendees",
        data=head + content + b"\r\n--x--\r\n",
        content_type="multipart/form-data; boundary=x",
        headers=OURS,
    )


def test_a_file_larger_than_ten_megabytes_is_told_so(app: Flask) -> None:
    desk = Desk(app)

    answer = look_at_large(desk, b"name\n" + b"Asha Patel\n" * 960_000)

    assert answer.status_code == 422
    assert "larger than 10 MB" in answer.text
    assert look_at_large(desk, b"x" * 22_000_000).status_code == 413


def test_a_list_too_large_for_an_ordinary_form_comes_back_from_the_preview(app: Flask) -> None:
    desk = Desk(app)
    noise = random.Random(7)
    rows = b"".join(
        b"Person %d,%s\n" % (n, noise.randbytes(1000).hex().encode()) for n in range(250)
    )

    seen = look_at_large(desk, b"name,remark\n" + rows)
    packed = re.search(r'name="packed" value="([^"]*)"', seen.text)

    assert packed is not None and len(packed[1]) > 256 * 1024
    assert desk.post("/import/attendees/take-in", packed=packed[1]).status_code == 303
    assert len(names(desk)) == 4 + 250


def test_employers_come_in_and_seat_their_recruiters(app: Flask) -> None:
    desk = Desk(app)
    content = b"name,stand,vacancies\nNova Engineering,14,https://nova.example/jobs\nHill & Co,3,\n"

    seen = look(desk, content, "employers")
    take_in(desk, seen, "employers")

    assert "New 1 Changed 1" in words(seen)
    with app.app_context():
        known = {e.name: e.stand for e in employers.of_event(desk.fair.id)}
        assert known == {"Nova Engineering": "14", "Hill & Co": "3"}
        assert desk.fair.person("Ben").employer_id is not None


def test_a_list_of_something_else_is_not_known(app: Flask) -> None:
    desk = Desk(app)

    assert look(desk, LIST, "shoes").status_code == 404
    assert desk.post("/import/shoes/take-in", packed="x").status_code == 404


def test_a_steward_takes_nothing_in(app: Flask) -> None:
    desk = Desk(app, "stew")

    assert look(desk, LIST).status_code == 403
    assert desk.post("/import/attendees/take-in", packed="x").status_code == 403

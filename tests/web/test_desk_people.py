"""People at the desk: found, checked in, corrected, printed, linked; contact data by role."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
import zxingcpp
from flask import Flask
from PIL import Image

from kiosk import clock
from kiosk.db import db, writing
from kiosk.domain import attendees, codes, notes, phones
from kiosk.domain.arrivals import Arrival
from kiosk.domain.attendees import Attendee
from kiosk.domain.operations import Operation
from kiosk.domain.print_jobs import PrintJob
from tests.people import op_id
from tests.web.a_desk import Desk

HOSTILE = "<script>alert(1)</script>\"'&"


def row(desk: Desk, first_name: str) -> Attendee:
    return attendees.by_public_id(desk.fair.id, desk.ids[first_name])


def test_a_search_finds_by_prefix_and_writes_nothing(app: Flask) -> None:
    desk = Desk(app, "stew")

    found = desk.post("/people", q="pat ash")

    assert found.status_code == 200
    assert desk.person("Asha") in found.text
    assert "Ben" not in found.text
    with app.app_context():
        assert db.session.scalars(db.select(Operation)).all() == []


@pytest.mark.parametrize("q", ["", "as", "%", "\x00\x00\x00", "x" * 10_000])
def test_a_search_that_cannot_be_is_told_so(app: Flask, q: str) -> None:
    answer = Desk(app, "stew").post("/people", q=q)

    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.text


def test_a_name_is_never_in_an_address(app: Flask) -> None:
    desk = Desk(app, "stew")

    addresses = re.findall(r'(?:href|action|src)="([^"]+)"', desk.post("/people", q="asha").text)

    assert not [address for address in addresses if re.search("asha|patel", address, re.I)]


def test_a_steward_sees_contact_data_masked_and_an_organiser_whole(app: Flask) -> None:
    desk = Desk(app, "stew")
    masked = desk.get(desk.person("Asha")).text
    desk.sign_in("olga@fair")
    whole = desk.get(desk.person("Asha")).text

    assert "a…@example.org" in masked and "…101" in masked
    assert "asha@example.org" not in masked and "+447700900101" not in masked
    assert "asha@example.org" in whole and "+447700900101" in whole


def test_nobody_at_the_desk_sees_a_private_note(app: Flask) -> None:
    desk = Desk(app)
    with app.app_context():
        desk.fair.check_in("Asha", "Ben", at=clock.now())
        met = desk.fair.let_meet("Asha", "Ben", clock.now())
        with writing():
            notes.write(met.meeting, row(desk, "Ben"), "Canary in a note", clock.now())

    pages = [
        desk.get(desk.person(name) + more) for name in ("Asha", "Ben") for more in ("", "/pack")
    ]
    export = desk.post(desk.person("Ben") + "/export")

    assert [page.status_code for page in pages] == [200] * 4
    assert "Canary" not in "".join(page.text for page in pages) + export.text


def test_a_check_in_on_the_desks_word_is_made_once(app: Flask) -> None:
    desk = Desk(app, "stew")
    op = op_id()

    answers = [desk.post(desk.person("Asha") + "/check-in", op_id=op) for _ in range(2)]
    again = desk.post(desk.person("Asha") + "/check-in")

    assert [answer.status_code for answer in answers] == [303, 303]
    assert again.status_code == 409
    with app.app_context():
        arrival = db.session.scalars(db.select(Arrival)).one()
        assert (arrival.way, arrival.is_open) == ("desk", True)
        assert len(db.session.scalars(db.select(PrintJob)).all()) == 1
    assert desk.said() == ["check-in"]


def test_the_same_op_id_for_somebody_else_is_refused(app: Flask) -> None:
    desk = Desk(app, "stew")
    op = op_id()
    desk.post(desk.person("Asha") + "/check-in", op_id=op)

    assert desk.post(desk.person("Ben") + "/check-in", op_id=op).status_code == 409
    assert "Not here yet." in desk.get(desk.person("Ben")).text


@pytest.mark.parametrize(("reason", "dies"), [("reprint", False), ("lost", True)])
def test_a_lost_badges_code_dies_at_once_and_a_damaged_ones_later(
    app: Flask, reason: str, dies: bool
) -> None:
    desk = Desk(app, "stew")
    with app.app_context():
        old = desk.fair.code("badge", "Asha")

    assert desk.post(desk.person("Asha") + "/reprints", reason=reason).status_code == 303

    with app.app_context():
        assert db.session.scalars(db.select(PrintJob)).one().reason == reason
        alive = db.session.scalar(db.select(db.func.count()).select_from(codes.Code).where(
            codes.Code.kind == "badge", codes.Code.died_at.is_(None),
            codes.Code.attendee_id == row(desk, "Asha").id))  # fmt: skip
        assert alive == (1 if dies else 2)
        assert desk.fair.code("badge", "Asha") != old


def test_a_correction_beats_the_next_import_and_marks_only_what_changed(app: Flask) -> None:
    desk = Desk(app)

    answer = desk.post(
        desk.person("Asha") + "/correct", name="Asha R. Patel", given_name="Ash", kind="student",
        course="MEng Civil Engineering", email="asha@example.org", phone="+447700900101",
        print="yes",
    )  # fmt: skip

    assert answer.status_code == 303
    with app.app_context():
        asha = row(desk, "Asha")
        assert (asha.name, asha.first_name) == ("Asha R. Patel", "Ash")
        desk_made = {name for name, origin in asha.provenance.items() if origin == "desk"}
        assert desk_made == {"name", "given_name"}
        assert db.session.scalars(db.select(PrintJob)).one().reason == "corrected"
        assert [found.name for found in attendees.search(desk.fair.id, "asha r")] == [asha.name]


def test_a_wrong_correction_says_why_beside_the_field_and_keeps_what_was_typed(app: Flask) -> None:
    desk = Desk(app)

    answer = desk.post(desk.person("Asha") + "/correct", name=" ", kind="robot", phone="12",
                       email="nope", role="Kept as typed")  # fmt: skip

    assert answer.status_code == 422
    assert answer.text.count('class="wrong"') == 4
    assert "Kept as typed" in answer.text
    with app.app_context():
        assert row(desk, "Asha").name == "Asha Patel"
    assert desk.said() == []


def test_a_steward_cannot_change_the_contact_data_they_cannot_see(app: Flask) -> None:
    desk = Desk(app, "stew")

    desk.post(desk.person("Asha") + "/correct", name="Asha Patel", kind="student",
              email="mallory@example.org", phone="+447700900999")  # fmt: skip

    with app.app_context():
        assert row(desk, "Asha").email == "asha@example.org"


@pytest.mark.parametrize("name", [HOSTILE, "=cmd|' /C calc'!A0", "‮evil‬ name", "Zoë-Ṣàngó \u202e"])
def test_a_hostile_name_is_shown_as_words(app: Flask, name: str) -> None:
    desk = Desk(app)
    desk.post(desk.person("Asha") + "/correct", name=name, kind="student")

    pages = [desk.get(path).text for path in (desk.person("Asha"), desk.person("Asha") + "/erase")]

    for page in pages:
        assert "<script>alert" not in page
        assert "\u202e" not in page
        assert 'style="' not in page


@pytest.mark.parametrize("name", ["a\nb", "a\x00b", "x" * 5000, ""])
def test_a_name_that_cannot_be_one_is_refused(app: Flask, name: str) -> None:
    desk = Desk(app)

    assert desk.post(desk.person("Asha") + "/correct", name=name).status_code == 422


def test_a_phone_code_shows_only_for_somebody_who_is_in(app: Flask) -> None:
    desk = Desk(app, "stew")
    path = desk.person("Asha") + "/phone-code"
    assert desk.post(path).status_code == 409
    desk.post(desk.person("Asha") + "/check-in")
    op = op_id()

    first, second = (desk.post(path, op_id=op) for _ in range(2))

    shown = re.search(r"<strong class=\"code big\">(\d{3} \d{3})", first.text)
    assert shown is not None
    assert first.status_code == 200
    assert shown[1] in second.text
    with app.app_context():
        found = phones.secret_for_digits(desk.fair.id, "asha", shown[1], clock.now())
        assert found.name == "Asha Patel"
        late = clock.now() + timedelta(minutes=3)
        with pytest.raises(phones.NoSuchClaim):
            phones.secret_for_digits(desk.fair.id, "asha", shown[1], late)


def test_a_person_of_the_neighbours_fair_is_not_known(app: Flask) -> None:
    desk, other = Desk(app), Desk(app, "", "other")
    theirs = other.person("Asha")

    pages = [desk.get(theirs + more) for more in ("", "/correct", "/erase", "/pack")]
    changes = ("/check-in", "/reprints", "/correct", "/phone-code", "/export", "/erase")
    acts = [
        desk.post(theirs + more, reason="lost", name="Mallory", kind="guest", word="erase")
        for more in changes
    ]

    assert [answer.status_code for answer in pages + acts] == [404] * 10
    assert desk.said() == other.said() == []


@pytest.mark.parametrize("odd", ["%00", "%F0%9F%98%80", "x" * 3000, "..%2F..%2Fetc", "'--"])
def test_an_odd_id_is_nobodys(app: Flask, odd: str) -> None:
    desk = Desk(app)

    assert desk.get(f"/people/{odd}").status_code == 404
    assert desk.post(f"/people/{odd}/check-in").status_code == 404


def test_a_steward_sees_somebodys_badge_as_it_prints(app: Flask) -> None:
    desk = Desk(app, "stew")

    answer = desk.get(desk.person("Asha") + "/badge.png")

    assert answer.headers["Content-Disposition"].startswith("attachment")
    read = zxingcpp.read_barcodes(Image.open(BytesIO(answer.data)).convert("L"))
    with app.app_context():
        assert [each.text[-20:] for each in read] == [desk.fair.code("badge", "Asha")]
    assert f'src="/desk/fair{desk.person("Asha")}/badge.png"' in desk.get(desk.person("Asha")).text

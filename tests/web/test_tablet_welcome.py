"""Hello: what prints, what is shared, which phone is linked, and for whom the page acts."""

from __future__ import annotations

import html
import re
from base64 import b64decode
from datetime import timedelta
from io import BytesIO

import pytest
import time_machine
import zxingcpp
from flask import Flask
from PIL import Image
from werkzeug.test import TestResponse

import badges
from kiosk import clock
from kiosk.db import writing
from kiosk.domain import phones
from kiosk.domain.attendees import sharing
from tests.a_print_room import claim, record
from tests.web.a_fair import Fair, Screen, hidden, hold, pair, words
from tests.web.a_phone import change


@pytest.fixture
def fair(app: Flask) -> Fair:
    return hold(app)


@pytest.fixture
def door(fair: Fair) -> Screen:
    return pair(fair)


def part(page: TestResponse, name: str) -> str:
    return html.unescape(re.findall(rf'src="([^"]+/{name})"', page.text)[0])


def preset(fair: Fair, first_name: str) -> str | None:
    with fair.app.app_context():
        return sharing.preset_of(fair.person(first_name))


def face_of(hello: TestResponse) -> str:
    found = re.findall(r'<img class="miniature" src="([^"]+)"', hello.text)
    assert found, "no miniature on the page"
    return html.unescape(found[0])


def test_the_badge_shows_in_miniature_and_cannot_be_copied_from_the_screen(
    fair: Fair, door: Screen
) -> None:
    path = face_of(door.scan(fair.tickets["Asha"]))

    answer = door.get(path)

    picture = Image.open(BytesIO(answer.data))
    (read,) = zxingcpp.read_barcodes(picture.convert("L").resize((732, 1181)))
    assert read.text == "HTTP://LOCALHOST:8000"
    assert answer.mimetype == "image/png" and len(answer.data) < 20_000
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Asha" not in path and fair.badges["Asha"] not in path


def test_the_miniature_is_for_this_screen_and_as_long_as_the_page(fair: Fair, door: Screen) -> None:
    path = face_of(door.scan(fair.tickets["Asha"]))

    assert pair(fair, name="Door 2").get(path).status_code == 404
    with time_machine.travel(clock.now() + timedelta(minutes=4), tick=False):
        assert door.get(path).status_code == 404


def test_who_gets_no_badge_sees_none(app: Flask) -> None:
    fair = hold(app, "no-badges", print_on_arrival="never")

    assert "face.png" not in pair(fair).scan(fair.tickets["Asha"]).text


@pytest.mark.parametrize("stock", badges.STOCKS)
def test_a_miniature_is_small_on_every_stock(app: Flask, stock: str) -> None:
    fair = hold(app, "stocks", stock=stock)
    door = pair(fair)

    shown = door.get(face_of(door.scan(fair.tickets["Asha"])))

    assert 400 <= max(Image.open(BytesIO(shown.data)).size) <= 850


def test_a_name_that_no_typeface_has_shows_its_line(fair: Fair, door: Screen) -> None:
    change(fair, "Asha", name="\U000143ff Glyph")

    assert door.get(face_of(door.scan(fair.tickets["Asha"]))).status_code == 200


def test_a_student_starts_at_name_and_a_recruiter_at_name_and_email(
    fair: Fair, door: Screen
) -> None:
    student, recruiter = (door.scan(fair.tickets[name]) for name in ("Asha", "Ben"))

    assert 'value="name" aria-pressed="true"' in student.text
    assert 'value="name_email" aria-pressed="true"' in recruiter.text


def test_one_tap_is_saved_and_shown(fair: Fair, door: Screen) -> None:
    hello = door.scan(fair.tickets["Asha"])

    page = door.post("/tablet/choices", arrival=hidden(hello, "arrival"), share="email_phone")

    assert preset(fair, "Asha") == "email_phone"
    assert 'value="email_phone" aria-pressed="true"' in page.text
    assert "Saved." in words(page)
    assert digits(hello) == digits(page)


def digits(page: TestResponse) -> str:
    return re.findall(r'class="code" dir="ltr">(\d{3} \d{3})<', page.text)[0]


def test_the_same_choice_again_changes_nothing(fair: Fair, door: Screen) -> None:
    hello = door.scan(fair.tickets["Asha"])
    fields = {"arrival": hidden(hello, "arrival"), "share": "name_email"}
    op_id = hidden(hello, "op_id")

    first = door.post("/tablet/choices", op_id=op_id, **fields)
    again = door.post("/tablet/choices", op_id=op_id, **fields)

    assert [first.status_code, again.status_code] == [200, 200]
    assert preset(fair, "Asha") == "name_email"


def test_an_unknown_choice_is_refused(fair: Fair, door: Screen) -> None:
    hello = door.scan(fair.tickets["Asha"])

    page = door.post("/tablet/choices", arrival=hidden(hello, "arrival"), share="everything")

    assert page.status_code == 422
    assert preset(fair, "Asha") == "name"


def test_nobody_chooses_without_the_page_of_their_own_check_in(fair: Fair, door: Screen) -> None:
    slip = hidden(door.scan(fair.tickets["Asha"]), "arrival")
    elsewhere = pair(fair, name="Door 2")

    for screen, text in ((elsewhere, slip), (door, slip[:-2]), (door, "x"), (door, "")):
        answer = screen.post("/tablet/choices", arrival=text, share="email_phone")
        assert answer.status_code == 404
    assert preset(fair, "Asha") == "name"


def test_the_page_acts_for_three_minutes(fair: Fair, door: Screen) -> None:
    slip = hidden(door.scan(fair.tickets["Asha"]), "arrival")

    with time_machine.travel(clock.now() + timedelta(minutes=4)):
        page = door.post("/tablet/choices", arrival=slip, share="email_phone")

    assert page.status_code == 404
    assert "That page has closed." in words(page)
    assert preset(fair, "Asha") == "name"


def test_somebody_under_18_is_told_that_nothing_is_shared(fair: Fair, door: Screen) -> None:
    hello = door.scan(fair.tickets["Cai"])

    assert "People under 18 share nothing here" in words(hello)
    assert "/tablet/choices" not in hello.text


def test_nobody_chooses_for_somebody_under_18(fair: Fair, door: Screen) -> None:
    hello = door.scan(fair.tickets["Cai"])
    slip = part(hello, "badge").split("/")[-2]

    page = door.post("/tablet/choices", arrival=slip, share="email_phone")

    assert page.status_code == 409
    assert preset(fair, "Cai") == "name"


def test_the_code_on_the_page_links_her_phone(fair: Fair, door: Screen) -> None:
    hello = door.scan(fair.tickets["Asha"])
    picture = Image.open(BytesIO(b64decode(re.findall(r"base64,([^\"]+)", hello.text)[0])))

    address = zxingcpp.read_barcodes(picture)[0].text

    with fair.app.app_context():
        assert phones.who_may_link(address, clock.now())[0].name == "Asha Patel"
        typed = phones.secret_for_digits(fair.event_id, "asha", digits(hello), clock.now())
        assert typed.name == "Asha Patel"
    assert address.startswith("http://localhost:8000/claim#")


def test_a_linked_phone_is_told_and_can_be_undone(fair: Fair, door: Screen) -> None:
    hello = door.scan(fair.tickets["Asha"])
    assert door.get(part(hello, "phone")).status_code == 304
    with fair.app.app_context(), writing():
        phones.link(fair.person("Asha"), through="tablet", label="a phone", at=clock.now())

    told = door.get(part(hello, "phone"))
    undone = door.post("/tablet/unlinks", arrival=hidden(told, "arrival"))

    assert "Your phone is linked" in words(told)
    assert "That phone is not linked any more." in words(undone)
    assert digits(hello) != digits(undone)
    with fair.app.app_context():
        assert not phones.of_attendee(fair.ids["Asha"], clock.now())


def test_the_code_runs_out_after_a_minute(fair: Fair, door: Screen) -> None:
    hello = door.scan(fair.tickets["Asha"])

    with time_machine.travel(clock.now() + timedelta(seconds=75)):
        told = door.get(part(hello, "phone"))

    assert "That code has run out" in words(told)


def test_printed_is_said_only_when_it_is(fair: Fair, door: Screen) -> None:
    hello = door.scan(fair.tickets["Asha"])
    said = {}
    with fair.app.app_context():
        job = claim(fair.event_id, clock.now())
    for state in ("sent", "printed"):
        with fair.app.app_context():
            record(job, state, at=clock.now())
        said[state] = words(door.get(part(hello, "badge")))

    assert "Your badge is printing." in said["sent"]
    assert "Your badge is ready." in said["printed"]


def test_a_printer_out_of_order_is_said_with_the_help_lane(fair: Fair, door: Screen) -> None:
    hello = door.scan(fair.tickets["Asha"])
    with fair.app.app_context():
        record(claim(fair.event_id, clock.now()), "failed", "out_of_labels", clock.now())

    told = words(door.get(part(hello, "badge")))

    assert "The printer needs somebody" in told
    assert "The help lane is on your left." in told


def test_where_nothing_prints_no_badge_is_promised(app: Flask) -> None:
    quiet = hold(app, "quiet", print_on_arrival="never")

    hello = pair(quiet).scan(quiet.tickets["Asha"])

    assert "You’re in." in words(hello)
    assert "printing" not in words(hello)


def test_an_unchanged_part_is_a_304(fair: Fair, door: Screen) -> None:
    path = part(door.scan(fair.tickets["Asha"]), "badge")
    first = door.get(path)

    again = door.client.get(path, headers={"If-None-Match": first.headers["ETag"]})

    assert again.status_code == 304


def test_another_screen_cannot_watch_her_page(fair: Fair, door: Screen) -> None:
    hello = door.scan(fair.tickets["Asha"])
    elsewhere = pair(fair, name="Door 2")

    assert [elsewhere.get(part(hello, n)).status_code for n in ("badge", "phone")] == [404, 404]


def test_a_hostile_name_is_only_a_name(fair: Fair, door: Screen) -> None:
    with fair.app.app_context(), writing():
        fair.person("Asha").given_name = "<script>alert(1)</script>\u202e"

    page = door.scan(fair.tickets["Asha"])

    assert "<script>alert" not in page.text
    assert "<bdi>&lt;script&gt;" in page.text


def test_no_page_with_a_name_is_kept_by_the_browser(fair: Fair, door: Screen) -> None:
    hello = door.scan(fair.tickets["Asha"])

    assert hello.headers["Cache-Control"] == "no-store"
    assert "Kiosk-Shell" not in hello.headers
    assert "page-clears" in hello.text

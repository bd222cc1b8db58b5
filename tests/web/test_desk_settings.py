"""The event's settings at the desk: whole or not at all, worded in versions, closed for good."""

from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask

from kiosk.domain import events
from tests.people import op_id
from tests.web.a_desk import Desk, words

SENT: dict[str, Any] = {
    "name": "Autumn Fair", "place": "Hall 2", "starts_at": "2026-11-24T10:00",
    "ends_at": "2026-11-24T15:00", "timezone": "Europe/Paris", "locale": "en",
    "languages": "cy pl", "print_on_arrival": "always", "retention_days": "30", "region": "gb",
    "contact_email": "careers@example.org", "hours_student": "45 0", "minors": "yes",
    "second_factor": ["phone", "nod"], "reentry": "yes", "walk_ins_at": "desk", "stock": "card",
    "missions": "yes", "mentors_sign_up": "yes", "quiet_hour": "Ten to eleven, in the side hall",
}  # fmt: skip


def test_settings_are_saved_in_the_fairs_own_time(app: Flask) -> None:
    desk, op = Desk(app), op_id()

    answers = [desk.post("/settings", **SENT, op_id=op) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [303, 303]
    with app.app_context():
        event = desk.fair.event
        assert (event.name, event.place, event.region) == ("Autumn Fair", "Hall 2", "GB")
        assert event.starts_at == datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
        assert (event.hours, event.languages) == ({"student": [45, 0]}, ["cy", "pl"])
        assert (event.unknown_age_is_minor, event.never_closes) == (True, False)
        assert (event.reentry, event.admit_unpaid, event.offline_names) == (True, False, False)
        assert (event.second_factor, event.walk_ins_at) == (["phone", "nod"], "desk")
        assert event.stock == "card"
        assert (event.missions, event.introductions, event.mentors_sign_up) == (True, False, True)
        assert event.quiet_hour == "Ten to eleven, in the side hall"
    assert 'value="2026-11-24T10:00"' in desk.get("/settings").text
    assert desk.said() == ["settings"]


@pytest.mark.parametrize(
    ("field", "value"),
    [("name", ""), ("name", "x" * 121), ("name", "a\nb"), ("starts_at", "tomorrow"),
     ("starts_at", "9999-12-31T23:59"), ("ends_at", "2026-11-24T09:00"),
     ("timezone", "Europe/Nowhere"),
     ("timezone", "../../etc/passwd"), ("retention_days", "0"), ("retention_days", "²"),
     ("retention_days", "x" * 7), ("region", "G8"), ("contact_email", "nope"),
     ("hours_student", "soon"), ("hours_student", "1 99999"), ("hours_student", "²  1"),
     ("hours_employer", "07:30"), ("hours_employer", "25:00 26:00"),
     ("hours_employer", "10:30 15:00"), ("starts_at", "2027-03-28T02:30"),
     ("second_factor", ""), ("second_factor", "charm"), ("walk_ins_at", "the moon"),
     ("locale", "<script>"), ("print_on_arrival", "sometimes"), ("stock", "vellum")],
)  # fmt: skip
def test_a_setting_that_cannot_be_saves_nothing_and_says_why(
    app: Flask, field: str, value: str
) -> None:
    desk = Desk(app)

    answer = desk.post("/settings", **{**SENT, field: value})

    assert answer.status_code == 422
    assert 'class="wrong"' in answer.text and "Nothing was saved." in answer.text
    with app.app_context():
        assert desk.fair.event.name == "Employer Fair"
    assert desk.said() == []


def test_a_form_that_does_not_name_a_stock_keeps_it(app: Flask) -> None:
    desk = Desk(app)
    desk.post("/settings", **SENT)

    desk.post("/settings", **{key: value for key, value in SENT.items() if key != "stock"})

    with app.app_context():
        assert desk.fair.event.stock == "card"
    assert '<option value="card" selected>86 × 54 mm card</option>' in desk.get("/settings").text


@pytest.mark.parametrize(
    ("starts", "ends", "typed", "minutes"),
    [("2026-11-24T10:00", "2026-11-24T15:00", "07:30 16:00", [150, 60]),
     ("2026-11-24T20:00", "2026-11-25T01:00", "19:30 01:30", [30, 30]),
     ("2026-11-24T00:30", "2026-11-24T05:00", "23:00 05:00", [90, 0]),
     ("2026-10-25T08:00", "2026-10-25T15:00", "01:00 15:00", [480, 0]),
     ("2027-03-28T08:00", "2027-03-28T15:00", "01:00 15:00", [360, 0])],
    ids=["a day", "over midnight", "from the evening before", "clocks go back", "clocks go on"],
)  # fmt: skip
def test_an_entry_window_is_typed_as_times_of_day_and_shown_so(
    app: Flask, starts: str, ends: str, typed: str, minutes: list[int]
) -> None:
    desk = Desk(app)
    times = {"starts_at": starts, "ends_at": ends, "hours_employer": typed}

    assert desk.post("/settings", **{**SENT, **times}).status_code == 303

    with app.app_context():
        assert desk.fair.event.hours["employer"] == minutes
    page = desk.get("/settings")
    assert f'value="{typed}"' in page.text
    assert f"That is {minutes[0]} minutes before and {minutes[1]} after." in words(page)


def test_a_new_wording_is_a_new_version_and_the_old_one_stays(app: Flask) -> None:
    desk = Desk(app)
    wording = "Whoever you meet gets what you chose to share with people like them."

    for _ in range(2):
        assert desk.post("/settings/consent", wording=wording).status_code == 303

    with app.app_context():
        assert desk.fair.event.consent_version == 2
        assert events.consent_wording(desk.fair.id, 1) == events.CONSENT
        assert events.consent_wording(desk.fair.id, 2) == wording
    assert "(version 2)" in desk.get("/settings").text


@pytest.mark.parametrize("wording", ["", "Yes.", "x" * 5000, "\x00" * 40])
def test_a_wording_that_says_nothing_is_refused(app: Flask, wording: str) -> None:
    desk = Desk(app)

    assert desk.post("/settings/consent", wording=wording).status_code == 422
    with app.app_context():
        assert desk.fair.event.consent_version == 1


def test_a_hostile_wording_is_shown_as_words(app: Flask) -> None:
    desk = Desk(app)
    desk.post("/settings/consent", wording="</textarea><script>alert(1)</script> and more of it")

    assert "<script>alert" not in desk.get("/settings").text + desk.get("/walk-in").text


def test_the_fair_is_closed_only_by_its_typed_name(app: Flask) -> None:
    desk = Desk(app)

    assert desk.post("/settings/close", name="Fair").status_code == 422
    assert desk.post("/settings/close", name="employer fair ").status_code == 303

    with app.app_context():
        assert desk.fair.event.closed_at is not None
    assert "Closed" in words(desk.get("/settings"))
    assert desk.post(desk.person("Asha") + "/check-in").status_code == 409
    assert desk.said() == ["close-event"]


@pytest.mark.parametrize("path", ["/settings", "/settings/consent", "/settings/close"])
def test_a_steward_changes_no_setting(app: Flask, path: str) -> None:
    desk = Desk(app, "stew")

    assert desk.post(path, **SENT, wording="x" * 40).status_code == 403

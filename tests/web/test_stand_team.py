"""Everyone the team met: on a recruiter's own phone, and in nobody else's hands."""

from __future__ import annotations

import csv
import io
import logging

import pytest
from flask import Flask

from kiosk import clock
from kiosk.db import writing
from kiosk.domain import deliveries, events
from kiosk.domain.attendees import sharing
from tests.web.a_fair import Fair, Screen, hold, let_in, words
from tests.web.a_stand import capture, open_stand, phone_of

CANARY = "zzcanaryzz"


@pytest.fixture
def fair(app: Flask) -> Fair:
    fair = hold(app)
    let_in(fair, "Asha", "Ben", "Cai", "Dana", "Eve")
    return fair


@pytest.fixture
def ben(fair: Fair) -> Screen:
    """Ben's phone: he and Asha talked about her CV, and Dana met Cai."""
    ben, dana = phone_of(fair, "Ben"), phone_of(fair, "Dana")
    capture(ben, fair.badges["Asha"], topics="CV", next_step="interview", rating="3",
            note=f"=cmd|' /C calc'!A0 {CANARY}")  # fmt: skip
    capture(dana, fair.badges["Cai"], topics="Visa", note=f"For the team {CANARY}")
    return ben


def rows_of(page: object) -> list[dict[str, str]]:
    text = page.data.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def give(fair: Fair, first_name: str, *fields: str) -> None:
    with fair.app.app_context(), writing():
        person = fair.person(first_name)
        event = events.facts(events.get(fair.event_id))
        sharing.choose(person, list(fields), event=event, through="phone", at=clock.now())


def test_a_recruiter_sees_whom_the_whole_team_met_and_who_spoke_with_them(ben: Screen) -> None:
    page = words(ben.get("/stand/team"))

    assert "Asha Patel MEng Civil Engineering · year 3 · graduates 2027" in page
    assert "talked with Ben Okafor" in page and "talked with Dana Ruiz" in page
    assert "Invite to interview · Rating 3" in page
    assert page.count(CANARY) == 2


def test_each_person_shows_only_what_they_gave_to_that_recruiter(fair: Fair) -> None:
    ben, dana = phone_of(fair, "Ben"), phone_of(fair, "Dana")
    capture(ben, fair.badges["Asha"])
    give(fair, "Asha", "name", "email", "phone")
    capture(dana, fair.badges["Asha"])

    by_recruiter = {row["recruiter"]: row for row in rows_of(ben.post("/stand/team/contacts.csv"))}

    assert by_recruiter["Ben Okafor"]["email"] == ""
    assert by_recruiter["Dana Ruiz"]["email"] == "asha@example.org"


@pytest.mark.parametrize(
    ("sent", "names"),
    [
        ({}, ["Asha Patel", "Cai Evans"]),
        ({"name": "PATEL ash"}, ["Asha Patel"]),
        ({"topic": "Visa"}, ["Cai Evans"]),
        ({"rating": "3"}, ["Asha Patel"]),
        ({"course": "MEng Civil Engineering", "level": "year 3"}, ["Asha Patel"]),
        ({"graduation_year": "2027"}, ["Asha Patel"]),
        ({"graduation_year": "2030"}, []),
        ({"recruiter": "nobody"}, []),
    ],
    ids=str,
)
def test_the_list_and_its_files_are_narrowed_alike(
    ben: Screen, sent: dict[str, str], names: list[str]
) -> None:
    page, table = ben.post("/stand/team", **sent), ben.post("/stand/team/contacts.csv", **sent)
    cards = ben.post("/stand/team/contacts.vcf", **sent).text

    assert sorted(row["name"] for row in rows_of(table)) == names
    for name in ("Asha Patel", "Cai Evans"):
        assert (f">{name}<" in page.text) == (f"FN:{name}" in cards) == (name in names)


def test_each_row_and_card_says_what_it_is_for_and_runs_no_formula(ben: Screen) -> None:
    asha = next(r for r in rows_of(ben.post("/stand/team/contacts.csv")) if r["topics"] == "CV")
    cards = ben.post("/stand/team/contacts.vcf").text.replace("\r\n ", "")

    assert asha["note"].startswith("'=cmd|")
    assert "Only to follow up on talks at" in asha["purpose"]
    assert len(asha["delete_by"]) == 10
    assert cards.count("Delete this by ") == 2
    assert "Invite to interview" in cards and CANARY in cards


def test_somebody_under_18_is_a_name_and_nothing_else(fair: Fair, ben: Screen) -> None:
    cai = next(row for row in rows_of(ben.post("/stand/team/contacts.csv", name="cai")))

    told = {name: cai[name] for name in ("email", "phone", "course", "organisation", "links")}
    assert set(told.values()) == {""}


@pytest.mark.parametrize("path", ["", "/contacts.csv", "/contacts.vcf"])
def test_the_stands_tablet_a_student_and_a_stranger_get_no_list(fair: Fair, path: str) -> None:
    screens = (open_stand(fair), phone_of(fair, "Asha"), Screen(fair.app.test_client(), ""))

    assert [s.post(f"/stand/team{path}").status_code for s in screens] == [401, 403, 401]


def test_a_recruiter_who_left_the_team_reads_it_no_more(fair: Fair, ben: Screen) -> None:
    with fair.app.app_context(), writing():
        fair.person("Ben").status = "cancelled"

    assert ben.get("/stand/team").status_code == 403


def test_another_employer_sees_none_of_it(fair: Fair, ben: Screen) -> None:
    eve = phone_of(fair, "Eve")

    assert "Nobody yet." in words(eve.get("/stand/team"))
    assert rows_of(eve.post("/stand/team/contacts.csv")) == []


def test_a_note_is_read_by_the_team_alone(
    fair: Fair, ben: Screen, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    asha, eve, tablet = phone_of(fair, "Asha"), phone_of(fair, "Eve"), open_stand(fair)
    met = asha.get("/me").text.split("/me/contacts/")[1].split('"')[0]
    with fair.app.app_context(), writing():
        fair.app.extensions["kiosk_letters"].freeze(fair.person("Asha"), clock.now())
    paths = ("/me", f"/me/contacts/{met}", f"/me/met/{met}", "/me/pack", "/me/contacts.csv",
             "/me/contacts.vcf", f"/b/{fair.badges['Ben']}")  # fmt: skip
    pages = [asha.get(path) for path in paths]
    pages += [screen.get(path) for screen in (eve, tablet) for path in ("/stand", "/stand/met")]
    pages += [eve.get("/stand/team"), eve.post("/stand/team/contacts.csv")]

    assert {page.status_code for page in pages} == {200}
    assert not [page.request.path for page in pages if CANARY.encode() in page.data]
    assert CANARY not in caplog.text
    letters = [CANARY for n in ("Asha", "Cai") if CANARY.encode() in pack_of(fair, n)]
    assert not letters


def pack_of(fair: Fair, first_name: str) -> bytes:
    with fair.app.app_context():
        letter = deliveries.of_attendee(fair.ids[first_name], "pack")
        return (letter.message if letter else b"") or b""

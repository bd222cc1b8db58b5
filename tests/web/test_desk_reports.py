"""Reports at the desk: read by stewards, decided by organisers, told to nobody else."""

from __future__ import annotations

import pytest
from flask import Flask

from kiosk import clock
from kiosk.db import db, writing
from kiosk.domain import meetings
from tests.people import op_id
from tests.web.a_desk import Desk, words


def reported(app: Flask, member: str = "olga", said: str = "He would not let me go.") -> Desk:
    """A desk whose Asha has reported Ben, whom she met."""
    desk = Desk(app, member)
    with app.app_context():
        desk.fair.check_in("Asha", "Ben", "Carol", at=clock.now())
        made = desk.fair.let_meet("Asha", "Ben", clock.now())
        desk.fair.let_meet("Carol", "Ben", clock.now())
        with writing():
            meetings.report(made.meeting, desk.fair.person("Asha"), said, clock.now())
        db.session.remove()
    return desk


def carol_has_of_ben(desk: Desk) -> dict[str, object]:
    with desk.app.app_context():
        found = desk.fair.shared("Carol", "Ben")
        db.session.remove()
    return found


def decide(desk: Desk, decision: str, **more: str) -> int:
    return desk.post(f"/reports/{desk.ids['Ben']}", decision=decision, **more).status_code


@pytest.mark.parametrize("member", ["olga", "stew"])
def test_whoever_works_at_the_desk_reads_who_said_what_and_that_it_stays_here(
    app: Flask, member: str
) -> None:
    desk = reported(app, member)

    page = words(desk.get("/reports"))

    assert "He would not let me go." in page and "Asha Patel" in page
    assert "1 person reported them" in page and "Do not tell" in page
    assert ("Uphold" in page) is (member == "olga")


def test_an_open_report_waits_for_somebody_until_it_is_decided(app: Flask) -> None:
    desk = reported(app)

    before = [words(desk.get(path)) for path in ("", "/help", "/today/needs")]
    decide(desk, "dismissed")

    assert all("was reported by somebody they met" in page for page in before)
    assert all("He would not" not in page for page in before)
    assert "was reported" not in words(desk.get("/today/needs"))


def test_upheld_freezes_what_they_gave_to_everybody_and_dismissed_frees_it(app: Flask) -> None:
    desk = reported(app)
    before, same = carol_has_of_ben(desk), op_id()

    answers = [decide(desk, "upheld", op_id=same) for _press in range(2)]
    frozen = carol_has_of_ben(desk)
    answers += [decide(desk, "dismissed")]

    assert answers == [303, 303, 303]
    assert before == {"email": "ben@example.org"} and frozen == {}
    assert carol_has_of_ben(desk) == before
    assert desk.said() == ["decide-reports", "decide-reports"]


def test_a_steward_decides_nothing(app: Flask) -> None:
    desk = reported(app, "stew")

    assert decide(desk, "upheld") == 403
    assert carol_has_of_ben(desk) != {} and desk.said() == []


def test_what_is_no_decision_or_about_nobody_reported_is_refused(app: Flask) -> None:
    desk = reported(app)

    answers = [
        decide(desk, "forget"),
        desk.post(f"/reports/{desk.ids['Asha']}", decision="upheld").status_code,
        desk.post("/reports/nobody", decision="upheld").status_code,
    ]

    assert answers == [422, 404, 404] and desk.said() == []


def test_the_neighbours_reports_are_not_seen(app: Flask) -> None:
    reported(app)
    neighbour = Desk(app, slug="neighbour")

    assert "Nobody was reported." in words(neighbour.get("/reports"))

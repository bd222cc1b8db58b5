"""Two badges at a station: in one frame, or one after the other, and five seconds to undo."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import func, select

from kiosk import clock
from kiosk.db import db
from kiosk.domain.arrivals import Arrival, RefusedScan
from kiosk.domain.meetings import Meeting, Share
from tests.web.a_fair import Fair, Screen, hidden, hold, let_in, pair, words


@pytest.fixture
def fair(app: Flask) -> Fair:
    fair = hold(app)
    let_in(fair, "Asha", "Ben", "Cai")
    return fair


@pytest.fixture
def meeting_point(fair: Fair) -> Screen:
    return pair(fair, name="Meet", mode="meet")


def count(fair: Fair, record: type, *where: object) -> int:
    with fair.app.app_context():
        return db.session.scalar(select(func.count()).select_from(record).where(*where)) or 0


def at(seconds: float) -> dict[str, str]:
    """When a scan happened, so many seconds from now by the tablet's clock."""
    return {"happened_at": (clock.now() + timedelta(seconds=seconds)).isoformat()}


def test_one_after_the_other_within_ten_seconds_they_have_met(
    fair: Fair, meeting_point: Screen
) -> None:
    first = meeting_point.scan(fair.badges["Asha"], **at(-9))
    second = meeting_point.scan(fair.badges["Ben"], **at(-1))

    assert "Hello, Asha Hold a second badge beside it." in words(first)
    assert "You two have met." in words(second)
    assert count(fair, Meeting) == 1


def test_after_ten_seconds_the_second_badge_is_a_first(fair: Fair, meeting_point: Screen) -> None:
    meeting_point.scan(fair.badges["Asha"], **at(-12))

    page = meeting_point.scan(fair.badges["Ben"], **at(-1))

    assert "Hello, Ben Hold a second badge beside it." in words(page)
    assert count(fair, Meeting) == 0


def test_a_first_badge_is_forgotten_once_they_have_met(fair: Fair, meeting_point: Screen) -> None:
    for name in ("Asha", "Ben"):
        meeting_point.scan(fair.badges[name])

    assert "Hello, Cai" in words(meeting_point.scan(fair.badges["Cai"]))


def test_the_same_badge_twice_waits_for_another(fair: Fair, meeting_point: Screen) -> None:
    meeting_point.scan(fair.badges["Asha"])

    page = meeting_point.scan(fair.badges["Asha"])

    assert "Hello, Asha Hold a second badge" in words(page)


def test_another_screens_first_badge_does_not_count(fair: Fair, meeting_point: Screen) -> None:
    meeting_point.scan(fair.badges["Asha"])

    elsewhere = pair(fair, name="Meet 2", mode="meet").scan(fair.badges["Ben"])

    assert "Hello, Ben" in words(elsewhere)
    assert count(fair, Meeting) == 0


def test_a_ticket_at_a_meeting_point_is_sent_to_the_door(app: Flask, meeting_point: Screen,
                                                         fair: Fair) -> None:  # fmt: skip
    arrived = count(fair, Arrival)

    page = meeting_point.scan(fair.tickets["Dana"])

    assert page.status_code == 409
    assert "Tickets are for the door" in words(page)
    assert count(fair, Arrival) == arrived
    assert count(fair, RefusedScan, RefusedScan.reason == "tickets_at_door") == 1


def test_what_is_no_badge_is_kept_at_a_meeting_point_too(fair: Fair, meeting_point: Screen) -> None:
    assert meeting_point.scan("https://cafe.example/menu").status_code == 404
    assert count(fair, RefusedScan) == 1


def test_somebody_who_is_not_in_yet_meets_nobody(fair: Fair, meeting_point: Screen) -> None:
    alone = meeting_point.scan(fair.badges["Eve"])
    beside = meeting_point.scan(fair.badges["Asha"], fair.badges["Eve"])

    assert [alone.status_code, beside.status_code] == [409, 409]
    assert "not checked in yet" in words(alone)
    assert count(fair, Meeting) == 0
    assert count(fair, RefusedScan, RefusedScan.reason == "not_arrived") in {1, 2}  # one a minute


def test_the_door_pairs_two_badges_only_in_one_frame(fair: Fair) -> None:
    door = pair(fair)

    one_by_one = [door.scan(fair.badges[name]) for name in ("Asha", "Ben")]
    together = door.scan(fair.badges["Asha"], fair.badges["Ben"])

    assert [page.status_code for page in one_by_one] == [409, 409]
    assert "You two have met." in words(together)


def test_both_see_the_same_question_and_what_each_gives(fair: Fair, meeting_point: Screen) -> None:
    page = meeting_point.scan(fair.badges["Asha"], fair.badges["Ben"])

    assert 'class="question">“' in page.text
    assert "Asha gives name · Ben gives name and email" in words(page)


def test_they_meet_again_and_get_the_next_question(fair: Fair, meeting_point: Screen) -> None:
    first = meeting_point.scan(fair.badges["Asha"], fair.badges["Ben"])

    again = meeting_point.scan(fair.badges["Ben"], fair.badges["Asha"])

    assert "You two meet again." in words(again)
    assert question(first) != question(again)
    assert "/tablet/undos" not in again.text
    assert count(fair, Meeting) == 1


def question(page: object) -> str:
    text: str = page.text  # type: ignore[attr-defined]
    return text.split('class="question">')[1].split("<")[0]


def test_the_same_two_badges_again_under_one_op_id_are_one_meeting(
    fair: Fair, meeting_point: Screen
) -> None:
    op_id = str(uuid4())
    pages = [
        meeting_point.scan(fair.badges["Asha"], fair.badges["Ben"], op_id=op_id) for _ in range(2)
    ]

    assert question(pages[0]) == question(pages[1])
    assert "You two have met." in words(pages[1])
    with fair.app.app_context():
        assert db.session.scalars(select(Meeting.times_met)).one() == 1


def test_with_somebody_under_18_nothing_is_passed_on(fair: Fair, meeting_point: Screen) -> None:
    page = meeting_point.scan(fair.badges["Cai"], fair.badges["Ben"])

    assert "Nothing is passed on." in words(page)
    assert "gives" not in words(page)
    assert "under 18" not in words(page)
    with fair.app.app_context():
        assert {"minor"} == set(db.session.scalars(select(Share.act)))


def test_undo_leaves_nothing(fair: Fair, meeting_point: Screen) -> None:
    page = meeting_point.scan(fair.badges["Asha"], fair.badges["Ben"])
    fields = {"meeting": hidden(page, "meeting"), "op_id": hidden(page, "op_id")}

    answers = [meeting_point.post("/tablet/undos", **fields) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert "Nothing was kept" in words(answers[1])
    assert count(fair, Meeting, Meeting.undone_at.is_(None)) == count(fair, Share) == 0


def test_another_screen_undoes_nothing(fair: Fair, meeting_point: Screen) -> None:
    slip = hidden(meeting_point.scan(fair.badges["Asha"], fair.badges["Ben"]), "meeting")

    answer = pair(fair, name="Door 9").post("/tablet/undos", meeting=slip)

    assert answer.status_code == 404
    assert count(fair, Meeting, Meeting.undone_at.is_(None)) == 1


def test_a_second_badge_of_a_neighbours_fair_is_not_ours(
    app: Flask, fair: Fair, meeting_point: Screen
) -> None:
    neighbour = hold(app, "neighbour")
    let_in(neighbour, "Ben")

    page = meeting_point.scan(fair.badges["Asha"], neighbour.badges["Ben"])

    assert "Hello, Asha" in words(page)
    assert count(fair, Meeting) == 0


def test_at_the_exit_two_who_leave_one_after_the_other_have_not_met(fair: Fair) -> None:
    way_out = pair(fair, name="Exit", mode="exit")

    pages = [way_out.scan(fair.badges[name]) for name in ("Asha", "Ben")]

    assert [page.status_code for page in pages] == [201, 201]
    assert count(fair, Meeting) == 0


def test_three_badges_in_one_frame_are_no_meeting(fair: Fair, meeting_point: Screen) -> None:
    page = meeting_point.scan(*(fair.badges[name] for name in ("Asha", "Ben", "Cai")))

    assert page.status_code == 409
    assert count(fair, Meeting) == 0


def test_a_ticket_beside_a_badge_lets_its_owner_in_and_is_no_meeting(fair: Fair) -> None:
    page = pair(fair).scan(fair.badges["Asha"], fair.tickets["Dana"])

    assert page.status_code == 201 and "Hello, Dana" in words(page)
    assert count(fair, Meeting) == 0


def test_one_badge_alone_says_nothing_about_whom_she_met(fair: Fair, meeting_point: Screen) -> None:
    meeting_point.scan(fair.badges["Asha"], fair.badges["Ben"])

    page = meeting_point.scan(fair.badges["Asha"])

    assert "Hello, Asha" in words(page) and "Ben" not in words(page)

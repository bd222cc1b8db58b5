"""What a tablet noted while its server was away is settled in its order, each exactly once."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import select

from kiosk import clock
from kiosk.db import db, writing
from kiosk.domain import arrivals, devices, erasure
from kiosk.domain.arrivals import Arrival, RefusedScan
from kiosk.domain.meetings import Meeting
from kiosk.domain.print_jobs import PrintJob
from tests.people import count
from tests.web.a_fair import Fair, Screen, hold, let_in, pair
from tests.web.a_lonely_tablet import PIN, LonelyTablet, alone, hold_named, seal

MINUTE = timedelta(minutes=1)


@pytest.fixture
def fair(app: Flask) -> Fair:
    return hold(app)


@pytest.fixture
def named(app: Flask) -> Fair:
    return hold_named(app)


@pytest.fixture
def door(fair: Fair) -> Screen:
    return pair(fair)


@pytest.fixture
def tablet(door: Screen) -> LonelyTablet:
    return alone(door)


def in_order(fair: Fair) -> list[tuple[int, str, bool]]:
    """The arrivals that stand: whose, which, and whether a tablet was alone."""
    with fair.app.app_context():
        rows = db.session.scalars(select(Arrival).where(Arrival.undone_at.is_(None)))
        by_time = sorted(rows, key=lambda row: row.happened_at)
        return [(row.attendee_id, row.kind, row.offline) for row in by_time]


def refused(fair: Fair) -> list[tuple[str, bool]]:
    with fair.app.app_context():
        since = clock.now() - timedelta(days=2)
        return [(row.reason, row.offline) for row in arrivals.recent_refusals(fair.event_id, since)]


def test_what_was_noted_is_settled_in_order_each_once(fair: Fair, tablet: LonelyTablet) -> None:
    tablet.note(fair.tickets["Asha"], ago=9 * MINUTE)
    tablet.note(fair.tickets["Ben"], ago=8 * MINUTE)
    tablet.note(fair.badges["Cai"], ago=7 * MINUTE)

    assert tablet.settled() == [(201, "accepted")] * 3
    assert tablet.settled() == [(201, "accepted")] * 3

    people = [(fair.ids[name], "entry", True) for name in ("Asha", "Ben", "Cai")]
    assert in_order(fair) == people
    with fair.app.app_context():
        assert count(PrintJob) == 2  # a badge that is worn prints none


def test_who_took_a_spare_badge_meanwhile_gets_no_second_one(
    fair: Fair, tablet: LonelyTablet
) -> None:
    tablet.note(fair.tickets["Asha"])
    with fair.app.app_context(), writing():
        (spare,) = arrivals.make_spares(fair.event_id, 1, clock.now())
        arrivals.bind_spare(spare, fair.person("Asha"), clock.now())

    assert tablet.settled() == [(201, "accepted")]
    with fair.app.app_context():
        assert count(PrintJob) == 0


def test_what_is_settled_after_the_fair_prints_nothing(app: Flask) -> None:
    fair = hold(app, at=clock.now() - timedelta(hours=4, minutes=30))
    tablet = alone(pair(fair))
    tablet.note(fair.tickets["Asha"], ago=timedelta(hours=2))

    assert tablet.settled() == [(201, "accepted")]
    with fair.app.app_context():
        assert count(PrintJob) == 0


def test_a_scan_whose_answer_was_lost_is_the_same_when_it_comes_sealed(
    fair: Fair, door: Screen, tablet: LonelyTablet
) -> None:
    op_id, happened_at = str(uuid4()), clock.now().isoformat()
    door.scan(fair.tickets["Asha"], op_id=op_id, happened_at=happened_at, sent_at=happened_at)

    tablet.note(fair.tickets["Asha"], op_id=op_id, happened_at=happened_at)

    assert tablet.settled() == [(201, "accepted")]
    assert in_order(fair) == [(fair.ids["Asha"], "entry", False)]
    assert refused(fair) == []


def test_two_tablets_that_were_alone_make_one_arrival_and_one_notice(fair: Fair) -> None:
    one, other = alone(pair(fair, name="Door 1")), alone(pair(fair, name="Door 2"))
    one.note(fair.tickets["Asha"], ago=5 * MINUTE)
    other.note(fair.badges["Asha"], ago=7 * MINUTE)

    assert one.settled() == [(201, "accepted")]
    assert other.settled() == [(201, "accepted")]

    assert in_order(fair) == [(fair.ids["Asha"], "entry", True)]
    assert refused(fair) == [("heard_late", True)]


def test_who_was_in_already_is_shown_to_a_steward(fair: Fair, tablet: LonelyTablet) -> None:
    let_in(fair, "Asha")
    tablet.note(fair.tickets["Asha"])

    assert tablet.settled() == [(409, "already_in")]
    assert refused(fair) == [("already_in", True)]


def test_an_exit_is_settled_as_one_though_the_station_does_something_else_now(fair: Fair) -> None:
    let_in(fair, "Asha")
    gate = alone(pair(fair, name="Gate", mode="exit"))
    gate.note(fair.badges["Asha"])
    with fair.app.app_context(), writing():
        device = devices.by_name(fair.event_id, "Gate")
        assert device is not None
        devices.change_mode(device, "door")

    assert gate.settled() == [(201, "accepted")]
    assert [kind for _person, kind, _alone in in_order(fair)] == ["entry", "exit"]


def test_two_who_met_before_a_lonely_tablet_have_met(fair: Fair, tablet: LonelyTablet) -> None:
    let_in(fair, "Asha", "Ben")
    tablet.note(fair.badges["Asha"], fair.badges["Ben"], ago=3 * MINUTE)

    assert tablet.settled() == [(201, "met")]
    with fair.app.app_context():
        assert count(Meeting) == 1


def test_who_was_erased_meanwhile_stays_erased(fair: Fair, tablet: LonelyTablet) -> None:
    tablet.note(fair.tickets["Asha"])
    with fair.app.app_context(), writing():
        erasure.erase(fair.person("Asha"), clock.now(), lambda reader: None)

    assert tablet.settled() == [(404, "not_known")]
    assert in_order(fair) == []
    with fair.app.app_context():
        assert count(PrintJob) == 0
        assert db.session.scalars(select(RefusedScan.attendee_id)).all() == [None]


def test_a_tablet_that_was_paired_anew_still_settles_what_it_noted(fair: Fair) -> None:
    old = alone(pair(fair))
    old.note(fair.tickets["Asha"])
    with fair.app.app_context(), writing():
        device = devices.by_name(fair.event_id, "Door 1")
        assert device is not None
        devices.revoke(device, clock.now())
    old.screen = pair(fair, name="Door 1 again")

    assert old.settled() == [(201, "accepted")]


def test_what_was_sealed_for_a_neighbour_opens_for_nobody_here(app: Flask, fair: Fair) -> None:
    next_door = hold(app, "next-door")
    theirs = alone(pair(next_door))
    theirs.note(next_door.tickets["Asha"])
    theirs.screen = pair(fair)

    assert theirs.settled() == [(409, "unreadable")]
    assert in_order(fair) == []


def test_damaged_swapped_and_senseless_letters_change_nothing(
    fair: Fair, tablet: LonelyTablet
) -> None:
    tablet.note(fair.tickets["Asha"])
    (good,) = tablet.waiting
    settles, op_id = tablet.kept.head["settles"], str(uuid4())
    tablet.waiting = [
        {**good, "op_id": str(uuid4())},
        {**good, "sealed": good["sealed"][:-8] + "AAAAAAA="},
        {**good, "sealed": "not base64 at all"},
        {**good, "sealed": ""},
        {"op_id": op_id, "sealed": seal(settles, op_id, {"codes": []})},
        {"op_id": "neither", "sealed": good["sealed"]},
        {},
    ]

    assert {status for status, _slug in tablet.settled()} <= {409, 422}
    assert in_order(fair) == []
    assert refused(fair) == []


def test_a_clock_that_is_days_wrong_is_put_right_by_the_time_of_sending(
    fair: Fair, tablet: LonelyTablet
) -> None:
    wrong = timedelta(days=7)
    at = clock.now()
    tablet.note(fair.tickets["Asha"], happened_at=(at + wrong - 10 * MINUTE).isoformat())

    assert tablet.send(sent_at=at + wrong).status_code == 200

    with fair.app.app_context():
        (arrival,) = db.session.scalars(select(Arrival))
        assert abs(arrival.happened_at - (at - 10 * MINUTE)) < timedelta(seconds=10)


def test_more_than_a_batch_is_refused_whole(fair: Fair, tablet: LonelyTablet) -> None:
    for _ in range(51):
        tablet.note(fair.tickets["Asha"])

    assert tablet.send().status_code == 422
    assert in_order(fair) == []


def test_a_revoked_tablet_gets_no_list_and_settles_nothing(
    fair: Fair, tablet: LonelyTablet
) -> None:
    tablet.note(fair.tickets["Asha"])
    tablet.screen.client.delete_cookie("kiosk-device")

    assert tablet.send().status_code == 401
    assert tablet.screen.get("/tablet/sealed-list").status_code == 401
    assert in_order(fair) == []


def test_who_was_picked_from_the_names_is_let_in_once(named: Fair) -> None:
    tablet = alone(pair(named))
    slip = tablet.kept.open_names(PIN)[0][-1]
    tablet.note(who=slip, ago=4 * MINUTE)

    assert tablet.settled() == [(201, "accepted")]
    assert tablet.settled() == [(201, "accepted")]

    assert in_order(named) == [(named.ids["Asha"], "entry", True)]
    with named.app.app_context():
        assert db.session.scalars(select(Arrival.way)).all() == ["name"]
        assert count(PrintJob) == 1


def test_a_made_up_slip_lets_nobody_in(named: Fair) -> None:
    tablet = alone(pair(named))
    asha, ben, *_ = (row[-1] for row in tablet.kept.open_names(PIN))
    tablet.note(who=asha.split(".")[0])
    tablet.note(who=asha.split(".")[0] + "." + ben.split(".")[1])
    tablet.note(who="é.é")

    assert tablet.settled() == [(404, "not_known")] * 3
    assert in_order(named) == []

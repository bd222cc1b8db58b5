"""What pretix's own tests name about check-in, as our door behaves.

The behaviours are theirs (src/tests/base/test_checkin.py, api/test_checkin.py, test_checkinrpc.py);
where ours differs, the table says why. Hours are in test_hours.py, capacity in test_lists.py,
out-of-order times in test_sequence.py and test_any_order.py, undo in test_undo.py.

| the peer's case             | ours                                                               |
|-----------------------------|--------------------------------------------------------------------|
| valid ticket, single entry  | the same; the refusal also says since when and where               |
| nonce repeated              | the same answer again, marked as a repeat; nothing happens twice   |
| nonce of a failed try       | different: the refusal is the answer and is repeated, for somebody |
|                             | read it; whoever scans again makes a new op_id                     |
| nonce of another device     | different: op_id_reused; an id belongs to its asker                |
| multi-entry list            | `many`: each scan counts, one row is the open one                  |
| two lists, one ticket       | each list counts for itself                                        |
| exit before any entry       | different: not_in, for an exit of nobody makes totals wrong; heard |
|                             | late it waits aside for its entry                                  |
| exit twice                  | different: the second is not_in, as above                          |
| entry after exit            | allowed, or by setting refused as no_reentry (theirs: redeemed)    |
| cancelled                   | refused; but who is inside may still leave                         |
| unpaid, pending admitted    | by event setting alone: a scanner has no flag for it               |
| wrong product for the list  | not_on_list, by kind                                               |
| revoked secret              | different: not_known like any other, so that nobody learns more    |
| unknown, row id, other fair | not_known, kept as a refused scan without its text                 |
| medium instead of a ticket  | the badge and the campus card                                      |
| forced                      | a steward's word at the desk, never a scanner's flag               |
| failed scans uploaded       | kept by the server itself, with reason and time                    |
| exit for all at an hour     | a door whose own hours ended an hour ago holds nobody              |
| questions at check-in, rules in JSON, add-ons, seats: not ours; kinds, hours and capacity instead|
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from kiosk.db import db, writing
from kiosk.domain import arrivals, attendees, codes, devices, events, figures, operations
from kiosk.domain.arrivals import Arrival, RefusedScan
from kiosk.domain.devices import DeviceFacts
from kiosk.domain.events import CheckInList, ListFacts
from kiosk.domain.operations import Asked, OpIdReused, Outcome
from tests.people import CY, NOON, Fair, count, op_id

pytestmark = pytest.mark.usefixtures("records")
MINUTE = timedelta(minutes=1)


def a_list(fair: Fair, **rules: Any) -> ListFacts:
    """Another list of the fair."""
    with writing():
        made = CheckInList(event_id=fair.id)
        events.shape_list(made, **{"name": "Workshop", "kind": "session", **rules})
    return events.list_facts(made)


def send(fair: Fair, own: str, name: str, by: DeviceFacts | None = None, **changes: Any) -> Outcome:
    """Ask for a check-in under an op_id, as a program does."""
    device, read = by or fair.door, fair.code("ticket", name)
    admission = fair.admission(op_id=own, device=device, **changes)
    asked = Asked(fair.id, own, device.asker, "check_in", {"code": read})
    with writing():
        return operations.perform(
            asked, lambda: arrivals.scan(admission, read, NOON).outcome, at=NOON
        )


@pytest.mark.parametrize("entries", ["once", "again", "many"])
def test_a_repeated_op_id_gets_the_first_answer_and_changes_nothing(entries: str) -> None:
    fair, own = Fair(), op_id()
    workshop = a_list(fair, entries=entries)

    first, again = (send(fair, own, "Asha", door=workshop) for _twice in range(2))

    assert (first.replayed, again.replayed) == (False, True)
    assert (201, first.rows) == (again.status, again.rows)
    assert count(Arrival) == 1


def test_a_refusal_is_repeated_under_its_op_id_and_a_new_scan_asks_anew() -> None:
    fair, own = Fair(), op_id()
    (first,) = fair.check_in("Asha")
    refused = send(fair, own, "Asha")
    with writing():
        arrivals.undo(first, by="staff:x", why="", device_id=None, at=NOON)

    repeated, anew = send(fair, own, "Asha"), send(fair, op_id(), "Asha")

    assert (refused.slug, repeated.slug, repeated.replayed) == ("already_in", "already_in", True)
    assert anew.slug == "accepted"


def test_an_op_id_belongs_to_the_device_that_made_it() -> None:
    fair, own = Fair(), op_id()
    send(fair, own, "Asha")
    with writing():
        _device, key = devices.pair(fair.event, kind="api", name="Side", mode="door", at=NOON)
    other = devices.by_key(key)

    with pytest.raises(OpIdReused):
        send(fair, own, "Asha", by=other)
    with pytest.raises(OpIdReused):
        send(fair, own, "Ben")
    assert count(Arrival) == 1


def test_a_list_of_many_entries_counts_each_scan_and_one_row_is_the_open_one() -> None:
    fair = Fair()
    workshop = a_list(fair, entries="many")

    scans = [fair.scan(fair.code("ticket", "Asha"), door=workshop) for _thrice in range(3)]

    assert [scan.outcome.slug for scan in scans] == ["accepted"] * 3
    assert count(Arrival, Arrival.is_open) == arrivals.inside_now(workshop.id) == 1
    (counted,) = [each for each in figures.of_lists(fair.id, NOON) if each.inside]
    assert (counted.check_in_list.name, counted.entered) == ("Workshop", 1)


def test_one_ticket_is_good_for_each_list_and_each_counts_for_itself() -> None:
    fair = Fair()
    workshop = a_list(fair)
    ticket = fair.code("ticket", "Asha")

    outcomes = [fair.scan(ticket).outcome.slug, fair.scan(ticket, door=workshop).outcome.slug]
    fair.scan(ticket, door=workshop, kind="exit")

    assert outcomes == ["accepted"] * 2
    inside = {each.check_in_list.name: each.inside for each in figures.of_lists(fair.id, NOON)}
    assert inside == {"Fair": 1, "Workshop": 0}


def test_an_exit_of_somebody_who_is_not_in_is_refused_and_kept() -> None:
    fair = Fair()
    ticket = fair.code("ticket", "Asha")
    before = fair.scan(ticket, kind="exit")
    fair.scan(ticket)
    left, twice = fair.scan(ticket, kind="exit"), fair.scan(ticket, kind="exit")

    slugs = [scan.outcome.slug for scan in (before, left, twice)]
    assert slugs == ["not_in", "accepted", "not_in"]
    (kept,) = db.session.scalars(select(RefusedScan))
    assert (kept.reason, kept.kind, kept.times) == ("not_in", "exit", 2)


@pytest.mark.parametrize(
    ("settings", "rules", "slug"),
    [
        ({}, {}, "accepted"),
        ({"reentry": False}, {}, "no_reentry"),
        ({"reentry": False}, {"entries": "again"}, "accepted"),
        ({}, {"entries": "once"}, "no_reentry"),
    ],
    ids=["by default", "the event says no", "the list says otherwise", "the list says no"],
)
def test_coming_back_after_an_exit_is_for_the_event_and_the_list_to_say(
    settings: dict[str, Any], rules: dict[str, Any], slug: str
) -> None:
    fair = Fair(settings=settings)
    door, ticket = a_list(fair, kind="door", **rules), fair.code("ticket", "Asha")
    fair.scan(ticket, door=door)
    fair.scan(ticket, NOON + MINUTE, door=door, kind="exit")

    assert fair.scan(ticket, NOON + 2 * MINUTE, door=door).outcome.slug == slug


def test_where_nobody_comes_in_twice_whoever_is_inside_hears_that_they_are_in() -> None:
    fair = Fair(settings={"reentry": False})
    fair.scan(fair.code("ticket", "Asha"))

    again = fair.scan(fair.code("badge", "Asha"), NOON + MINUTE)

    assert (again.outcome.slug, again.outcome.rows["station"]) == ("already_in", "Door of fair")


def test_a_cancelled_person_stays_out_and_whoever_is_inside_may_leave() -> None:
    fair = Fair()
    fair.check_in("Asha")
    with writing():
        for name in ("Asha", "Ben"):
            fair.person(name).status = "cancelled"

    slugs = [fair.scan(fair.code("ticket", name), kind=kind).outcome.slug
             for name, kind in (("Asha", "exit"), ("Asha", "entry"), ("Ben", "entry"),
                                ("Ben", "exit"))]  # fmt: skip

    assert slugs == ["accepted", "cancelled", "cancelled", "not_in"]


def test_who_has_not_paid_comes_in_where_the_event_says_so() -> None:
    strict, kind = Fair(), Fair("kind", settings={"admit_unpaid": True})
    for fair in (strict, kind):
        with writing():
            fair.person("Asha").status = "unpaid"

    slugs = [fair.scan(fair.code("ticket", "Asha")).outcome.slug for fair in (strict, kind)]

    assert slugs == ["unpaid", "accepted"]


def test_a_list_for_some_kinds_refuses_the_others_but_lets_them_out() -> None:
    fair = Fair()
    door = a_list(fair, kind="door", kinds=["employer"])

    slugs = {name: fair.scan(fair.code("ticket", name), door=door).outcome.slug
             for name in ("Ben", "Asha")}  # fmt: skip
    with writing():
        fair.person("Ben").kind = "guest"
    left = fair.scan(fair.code("ticket", "Ben"), door=door, kind="exit")

    assert slugs == {"Ben": "accepted", "Asha": "not_on_list"}
    assert left.outcome.slug == "accepted"


def test_a_badge_that_was_reported_lost_is_as_unknown_as_any_other() -> None:
    fair = Fair()
    old = fair.code("badge", "Asha")
    with writing():
        codes.advance(fair.person("Asha"), lost=True, at=NOON)

    dead, anything = fair.scan(old).outcome, fair.scan("0" * 20).outcome

    assert (dead.status, dead.slug, dead.rows) == (404, "not_known", anything.rows)
    assert fair.scan(fair.code("badge", "Asha")).outcome.slug == "accepted"


def test_neither_a_row_id_nor_a_public_id_lets_anybody_in() -> None:
    fair, neighbour = Fair(), Fair("neighbour", (CY,))
    asha = fair.person("Asha")
    tries = [str(asha.id), asha.public_id, f"arrival:{asha.id}", neighbour.code("badge", "Cy")]

    assert [fair.scan(read).outcome.status for read in tries] == [404] * 4
    assert count(Arrival) == 0
    assert count(RefusedScan, RefusedScan.reason == "not_known") == 4


def test_a_campus_card_lets_in_like_a_ticket_and_is_told_apart() -> None:
    patterns = [{"name": "Campus card", "pattern": r"A(\d{7})B"}]
    fair = Fair(settings={"card_patterns": patterns})
    with writing():
        fair.person("Asha").student_id = "1234567"

    scanned, other = fair.scan("A1234567B"), fair.scan("A7654321B")

    assert scanned.arrival is not None and scanned.arrival.way == "card"
    assert (scanned.outcome.slug, other.outcome.slug) == ("accepted", "not_known")


def test_each_refused_scan_keeps_its_reason_its_time_and_whose_it_was() -> None:
    fair = Fair()
    fair.check_in("Asha")
    told = NOON - 20 * MINUTE
    fair.scan(fair.code("ticket", "Asha"), NOON + MINUTE)
    fair.scan("menu", NOON + 2 * MINUTE, happened_at=told, offline=True)

    alone, twice = arrivals.recent_refusals(fair.id, NOON)

    asha = fair.person("Asha").id
    assert (twice.reason, twice.attendee_id, twice.happened_at) == (
        "already_in", asha, NOON + MINUTE)  # fmt: skip
    assert (alone.reason, alone.attendee_id, alone.happened_at, alone.offline) == (
        "not_known", None, told, True)  # fmt: skip


def test_a_door_whose_own_hours_ended_an_hour_ago_holds_nobody() -> None:
    fair = Fair()
    door = a_list(fair, kind="door", closes_at=NOON + 30 * MINUTE)
    fair.scan(fair.code("ticket", "Asha"), door=door)

    inside = [figures.of_event(fair.id, at)["inside"]
              for at in (NOON + 60 * MINUTE, NOON + 91 * MINUTE)]  # fmt: skip

    assert inside == [1, 0]
    assert [each.inside for each in figures.of_lists(fair.id, NOON + 91 * MINUTE)] == [0, 0]
    assert arrivals.roll_call(fair.id, NOON + 91 * MINUTE) == []


def test_practice_people_pass_at_any_hour_on_their_own_list_and_count_nowhere() -> None:
    fair = Fair(people=({"name": "Pia Practice"}, {"name": "Asha Patel"}))
    with writing():
        pia = attendees.get(fair.person("Pia").id)
        pia.status = "practice"
        secret = codes.code_of("ticket", pia)
    night = NOON + timedelta(hours=9)

    slugs = [fair.scan(secret, night + n * MINUTE, kind=kind).outcome.slug
             for n, kind in enumerate(("entry", "entry", "exit", "exit"))]  # fmt: skip

    assert slugs == ["accepted", "accepted", "accepted", "not_in"]
    counted = figures.of_event(fair.id, night)
    assert (counted["registered"], counted["arrived"], counted["inside"]) == (1, 0, 0)
    assert [each.entered for each in figures.of_lists(fair.id, NOON)] == [0]
    assert arrivals.roll_call(fair.id, night) == []

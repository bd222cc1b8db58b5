"""The sealed list: it opens for what is shown to it, says the least, and holds nobody in clear."""

from __future__ import annotations

import pytest
from cryptography.exceptions import InvalidTag
from flask import Flask

from kiosk import clock
from kiosk.db import db, writing
from kiosk.domain import devices, erasure, events
from kiosk.web.tablet import offline
from tests.web.a_fair import Fair, Screen, hold, pair
from tests.web.a_lonely_tablet import PIN, fetched, hold_named


@pytest.fixture
def fair(app: Flask) -> Fair:
    return hold(app)


@pytest.fixture
def door(fair: Fair) -> Screen:
    return pair(fair)


@pytest.fixture
def named(app: Flask) -> Fair:
    return hold_named(app)


def test_the_list_opens_for_a_ticket_or_badge_and_says_the_least(fair: Fair, door: Screen) -> None:
    kept = fetched(door)

    by_ticket, by_badge = kept.find(fair.tickets["Asha"]), kept.find(fair.badges["Asha"])
    assert by_ticket is not None
    assert by_ticket == by_badge
    assert by_ticket[1:] == ("student", "Asha")
    assert kept.find(fair.tickets["Ben"]) != by_ticket
    assert kept.find("K7QXM2RDW9AB3CTV5EHJNPS8YZ") is None
    assert len(kept.records) == 10 * kept.head["record"]


def test_nothing_of_anybody_is_in_the_list_in_clear(fair: Fair, door: Screen) -> None:
    whole = door.get("/tablet/sealed-list").data

    with fair.app.app_context():
        person = fair.person("Asha")
        words = (person.name, person.first_name, person.email, person.public_id, person.course)
    for word in (*words, fair.tickets["Asha"], fair.badges["Asha"]):
        assert str(word).encode() not in whole


def test_an_unchanged_list_is_not_sent_again(door: Screen) -> None:
    first = door.get("/tablet/sealed-list")
    offline.forget_lists()

    again = door.client.get("/tablet/sealed-list", headers={"If-None-Match": first.headers["ETag"]})

    assert (again.status_code, again.data) == (304, b"")


def test_a_list_with_somebody_new_is_sealed_under_other_keys(fair: Fair, door: Screen) -> None:
    before = fetched(door)
    with fair.app.app_context(), writing():
        fair.person("Asha").given_name = "Aisha"
    offline.forget_lists()

    after = fetched(door)

    assert after.head["salt"] != before.head["salt"]
    assert after.find(fair.tickets["Asha"])[2] == "Aisha"  # type: ignore[index]
    shared = {before.records[n : n + 96] for n in range(0, len(before.records), 96)}
    assert not shared & {after.records[n : n + 96] for n in range(0, len(after.records), 96)}


def test_who_is_cancelled_erased_or_let_in_elsewhere_is_not_on_the_list(fair: Fair) -> None:
    door = pair(fair, name="Students")
    with fair.app.app_context():
        with writing():
            fair.person("Eve").status = "cancelled"
            erasure.erase(fair.person("Dana"), clock.now(), lambda reader: None)
            students = events.CheckInList(event_id=fair.event_id)
            events.shape_list(students, name="Talk", kind="session", kinds=["student"])
            device = devices.by_name(fair.event_id, "Students")
            assert device is not None
            devices.change_list(device, students.id)
        db.session.remove()

    first = pair(fair, name="Door 2")

    assert fetched(first).find(fair.tickets["Eve"]) is None
    assert fetched(first).find(fair.tickets["Dana"]) is None
    assert fetched(first).find(fair.tickets["Ben"]) is not None
    assert fetched(door).find(fair.tickets["Ben"]) is None
    assert fetched(door).find(fair.tickets["Asha"]) is not None


def test_a_long_name_is_cut_where_a_letter_ends(fair: Fair, door: Screen) -> None:
    with fair.app.app_context(), writing():
        fair.person("Asha").given_name = "आशा" * 20

    found = fetched(door).find(fair.tickets["Asha"])

    assert found is not None
    assert found[2].endswith("…")
    assert "आशाआशा".startswith(found[2][:6])


def test_names_are_on_the_list_only_where_the_fair_allows_it_and_a_pin_is_set(app: Flask) -> None:
    assert "names" not in fetched(pair(hold(app))).head
    assert "names" not in fetched(pair(hold(app, "no-pin", offline_names=True))).head


def test_the_pin_opens_masked_names_without_minors_and_the_unlisted(named: Fair) -> None:
    with named.app.app_context(), writing():
        named.person("Eve").unlisted = True

    rows = fetched(pair(named)).open_names(PIN)

    assert [row[0] for row in rows] == ["Asha P.", "Ben O.", "Dana R."]
    assert {row[1] for row in rows} == {"", "N…"}
    assert rows[0][2] == "asha patel"
    with pytest.raises(InvalidTag):
        fetched(pair(named, name="Door 2")).open_names("314159")


def test_no_name_is_on_the_list_of_names_in_clear(named: Fair) -> None:
    whole = pair(named).get("/tablet/sealed-list").data

    for word in (b"Asha", b"asha", b"Nova", b"Okafor"):
        assert word not in whole

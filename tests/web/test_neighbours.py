"""Every door against every asker, made from the route table: a new route without an entry fails.

The neighbour's fair is built as ours is, so each request that works there must be unknown here,
and change nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from werkzeug.routing import Rule

from kiosk.web import limits
from kiosk.web.guards import ONE_CLICK
from tests.real.databases import as_it_was
from tests.web.a_hall import ASKERS, Hall, changed, everything, open_hall
from tests.web.the_entries import ENTRIES
from tests.web.the_routes import address, form, may, routes, send, value

BODIES_NAMING_ANOTHER = {
    "stand.take_duty": "stand",
    "desk.pair_station": "organiser",
    "phone.choose_fair": "phone",
    "phone.type_letters": "phone",
    "phone.meet_by_letters": "phone",
    "stand.look": "stand",
    "stand.keep": "stand",
    "stand.undo": "stand",
    "tablet.scan": "station",
    "tablet.choose": "station",
    "tablet.speak_to_me": "station",
    "tablet.not_me": "station",
    "tablet.unlink": "station",
    "tablet.ask": "station",
    "tablet.pick": "station",
    "tablet.prove": "station",
    "tablet.undo": "station",
    "tablet.print_list": "station",
    "desk.badges_printed": "organiser",
    "api.check_in": "api",
    "api.meet": "api",
}


@pytest.fixture(autouse=True)
def unlimited(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Limits have tests of their own; here every request must reach its view."""
    app.config["RATELIMIT_ENABLED"] = False
    monkeypatch.setattr(limits.limiter, "enabled", False)
    yield


@pytest.fixture
def hall(app: Flask) -> Hall:
    return open_hall(app)


@pytest.fixture
def neighbour(app: Flask, hall: Hall) -> Hall:
    return open_hall(app, "next-door")


def test_every_route_has_an_entry_and_every_id_in_an_address_a_name(app: Flask) -> None:
    unknown = {rule.endpoint for rule, _access, _method in routes(app)} ^ ENTRIES.keys()
    unnamed = [
        str(rule)
        for rule, _access, _method in routes(app)
        if rule.endpoint in ENTRIES and rule.arguments != ENTRIES[rule.endpoint].address.keys()
    ]

    assert not unknown
    assert not unnamed


GOOD = {200, 201, 303, 304, 409}
"""409: an answer that comes after the freeze is refused, so it is known."""


def ours(rule: Rule) -> dict[str, str]:
    """Return the ids in an address that are a fair's own: not words of ours."""
    entry = ENTRIES[rule.endpoint]
    return {name: wanted for name, wanted in entry.address.items() if not wanted.startswith("=")}


def foreign(app: Flask, rule: Rule, hall: Hall, neighbour: Hall) -> Iterator[str]:
    """Yield the route's address with all ids the neighbour's, and with each of them alone."""
    yield address(app, rule, neighbour)
    if "slug" in rule.arguments:
        yield address(app, rule, hall, slug=neighbour.slug)
    for name, wanted in ours(rule).items():
        if name != "slug":
            yield address(app, rule, hall, **{name: value(neighbour, wanted)})


def test_what_works_at_home_is_known_there(app: Flask, hall: Hall) -> None:
    """Without this, a 404 next door would prove nothing: each request there is a good one here."""
    faults = []
    with as_it_was(app) as put_back:
        for rule, access, method in routes(app):
            if not ours(rule):
                continue
            asker = ENTRIES[rule.endpoint].asker or max(may(access))
            answer = send(rule, method, address(app, rule, hall), form(rule, hall), asker, hall)
            if answer.status_code not in GOOD:
                faults.append(f"{asker} {method} {rule}: {answer.status_code}")
            if method == "POST":
                put_back()

    assert not faults, "\n".join(faults)


def test_the_neighbours_ids_are_unknown_to_everybody(
    app: Flask, hall: Hall, neighbour: Hall
) -> None:
    faults, before = [], everything(app)
    for rule, access, method in routes(app):
        if not ours(rule) or ENTRIES[rule.endpoint].is_public:
            continue
        allowed = may(access)
        for where in dict.fromkeys(foreign(app, rule, hall, neighbour)):
            for asker in ASKERS:
                answer = send(rule, method, where, form(rule, hall), asker, hall)
                expected = {404} if asker in allowed else {401, 403, 404}
                if "nobody" in allowed:  # a badge of another fair: this phone speaks for nobody
                    expected = {401}
                if answer.status_code not in expected:
                    faults.append(f"{asker} {method} {where}: {answer.status_code}")

    assert not faults, "\n".join(faults)
    assert not changed(before, everything(app))


def test_the_neighbours_ids_and_codes_in_a_form_are_unknown(
    app: Flask, hall: Hall, neighbour: Hall
) -> None:
    faults, before = [], everything(app)
    for rule, _access, method in routes(app):
        if (asker := BODIES_NAMING_ANOTHER.get(rule.endpoint)) is None:
            continue
        where = address(app, rule, hall)
        answer = send(rule, method, where, form(rule, neighbour), asker, hall)
        if answer.status_code != 404:
            faults.append(f"{asker} {method} {where}: {answer.status_code}")
    after = everything(app)

    assert not faults, "\n".join(faults)
    assert changed(before, after) == ["refused_scans"]  # which keep a scan of no ticket of ours
    assert {row[2] for row in after["refused_scans"]} == {hall.event_id, neighbour.event_id}


def test_another_persons_meeting_and_phone_are_unknown_to_a_phone(app: Flask, hall: Hall) -> None:
    strangers = {
        "meeting of asha": "meeting of ben",
        "phone": "phone of carol",
        "block of asha": "block of ben",
        "introduction of asha": "introduction of ben",
        "question to asha": "question to ben",
        "notice to nova": "notice to nova",
        "request": "held request",
        "open request": "held request",
        "done request": "held request",
    }
    faults, before = [], everything(app)
    for rule, access, method in routes(app):
        if "phone" not in access.who or "public_id" not in rule.arguments:
            continue
        theirs = ENTRIES[rule.endpoint].address["public_id"]
        if theirs == "mentor":  # whom everybody at the fair may look at
            continue
        other = strangers[theirs]
        where = address(app, rule, hall, public_id=hall.ids[other])
        answer = send(rule, method, where, form(rule, hall), "phone", hall)
        if answer.status_code != 404:
            faults.append(f"{method} {where}: {answer.status_code}")

    assert not faults, "\n".join(faults)
    assert not changed(before, everything(app))


def test_without_a_key_a_route_that_needs_one_says_401_calmly(app: Flask, hall: Hall) -> None:
    faults, before = [], everything(app)
    for rule, access, method in routes(app):
        if "anyone" in access.who:
            continue
        where = address(app, rule, hall)
        answer = send(rule, method, where, form(rule, hall), "nobody", hall)
        calm = "<h1" in answer.text or answer.is_json
        if answer.status_code != 401 or not calm:
            faults.append(f"{method} {where}: {answer.status_code}")

    assert not faults, "\n".join(faults)
    assert not changed(before, everything(app))


def test_a_valid_key_of_another_kind_opens_nothing(app: Flask, hall: Hall) -> None:
    faults, before = [], everything(app)
    for rule, access, method in routes(app):
        for asker in set(ASKERS) - may(access) - {"nobody"}:
            if "anyone" in access.who:
                continue
            where = address(app, rule, hall)
            answer = send(rule, method, where, form(rule, hall), asker, hall)
            if answer.status_code not in {401, 403}:
                faults.append(f"{asker} {method} {where}: {answer.status_code}")

    assert not faults, "\n".join(faults)
    assert not changed(before, everything(app))


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "null"},
        {"Origin": "https://evil.example"},
        {"Origin": "http://localhost.evil.example"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none", "Origin": "http://localhost"},
    ],
    ids=str,
)
def test_a_post_from_another_page_changes_nothing(
    app: Flask, hall: Hall, headers: dict[str, str]
) -> None:
    faults, before = [], everything(app)
    for rule, _access, method in routes(app):
        if method != "POST" or rule.endpoint == ONE_CLICK:  # a mail program's own server posts
            continue
        for asker in set(ASKERS) - {"nobody", "api"}:
            where = address(app, rule, hall)
            answer = send(rule, method, where, form(rule, hall), asker, hall, headers=headers)
            # A browser without a screen's key has nothing that the API would take.
            expected = 403
            if where.startswith("/api/") and asker not in {"station", "stand"}:
                expected = 401
            if answer.status_code != expected:
                faults.append(f"{asker} {method} {where}: {answer.status_code}")

    assert not faults, "\n".join(faults)
    assert not changed(before, everything(app))


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_looking_changes_no_row_in_any_table(app: Flask, hall: Hall, method: str) -> None:
    faults, before = [], everything(app)
    for rule, _access, takes in routes(app):
        if takes != "GET":
            continue
        where = address(app, rule, hall)
        for asker in ASKERS:
            answer = send(rule, method, where, {}, asker, hall)
            if answer.status_code >= 500 or (method == "HEAD" and answer.data):
                faults.append(f"{asker} {method} {where}: {answer.status_code}")
            answer.close()
        if tables := changed(before, everything(app)):
            faults.append(f"{method} {where} changed {tables}")

    assert not faults, "\n".join(faults)

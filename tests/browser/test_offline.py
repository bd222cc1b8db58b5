"""A tablet whose server is gone goes on, says so, and settles all of it when the server is back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Page, Route, expect
from sqlalchemy import select

from kiosk import clock
from kiosk.db import db, writing
from kiosk.domain import arrivals
from kiosk.domain.arrivals import Arrival, RefusedScan
from kiosk.domain.meetings import Meeting
from kiosk.domain.print_jobs import PrintJob
from tests.browser.a_wire import Wire, banner, fair_of, heading, pair_tablet, show, until_kept
from tests.browser.chromium import until
from tests.people import count
from tests.real.databases import closed_after
from tests.real.pages import TABLET, OpenPage
from tests.web.a_fair import Fair, let_in
from tests.web.a_lonely_tablet import PIN, allow_names

Axe = Callable[[Page], None]
AWAY = ["Failed to load resource", "net::ERR", "status of 4"]


@pytest.fixture
def wire(tmp_path: Path, sqlite_database: str) -> Iterator[Wire]:
    made = Wire(tmp_path, sqlite_database)
    with closed_after(made.app):
        made.mend()
        yield made
        made.cut()


@pytest.fixture
def fair(wire: Wire) -> Fair:
    return fair_of(wire)


@pytest.fixture
def tablet(open_page: OpenPage, wire: Wire, fair: Fair) -> Page:
    page = open_page(TABLET)
    page.watch.expected += AWAY  # type: ignore[attr-defined]
    pair_tablet(page, wire, fair)
    return page


def arrived(app: Flask) -> list[int]:
    with app.app_context():
        query = select(Arrival.attendee_id).where(Arrival.undone_at.is_(None))
        return list(db.session.scalars(query.order_by(Arrival.happened_at)))


def test_it_greets_by_name_and_never_says_done(tablet: Page, wire: Wire, fair: Fair) -> None:
    wire.cut()

    show(tablet, fair.tickets["Asha"])

    heading(tablet, "Hello, Asha")
    expect(tablet.get_by_text("You are noted. Come in.")).to_be_visible()
    banner(tablet, "offline, 1 waiting")
    assert "done" not in tablet.inner_text("body").lower()
    show(tablet, fair.badges["Asha"])
    heading(tablet, "You are noted already")
    show(tablet, fair.tickets["Ben"])
    heading(tablet, "Hello, Ben")
    banner(tablet, "offline, 2 waiting")
    assert arrived(wire.app) == []

    wire.mend()

    heading(tablet, "Hello, Ben")
    expect(tablet.get_by_text("Link your phone")).to_be_visible()  # the server's own page by now
    banner(tablet, "")
    assert arrived(wire.app) == [fair.ids["Asha"], fair.ids["Ben"]]


@pytest.mark.faults
def test_two_badges_are_noted_as_met_and_an_exit_as_out(
    open_page: OpenPage, wire: Wire, fair: Fair
) -> None:
    let_in(fair, "Asha", "Ben")
    meet, gate = open_page(TABLET), open_page(TABLET)
    for page, mode in ((meet, "meet"), (gate, "exit")):
        page.watch.expected += AWAY  # type: ignore[attr-defined]
        pair_tablet(page, wire, fair, name=mode, mode=mode)
    wire.cut()

    show(meet, fair.badges["Asha"])
    expect(meet.get_by_text("Hold a second badge beside it.")).to_be_visible()
    show(meet, fair.badges["Ben"])
    heading(meet, "Noted: you two have met.")
    show(meet, fair.tickets["Asha"])
    heading(meet, "Tickets are for the door. Here, hold up two badges.")
    show(gate, fair.badges["Ben"])
    heading(gate, "Goodbye, Ben")
    wire.mend()

    banner(meet, "")
    banner(gate, "")
    with wire.app.app_context():
        assert count(Meeting) == 1
        assert count(Arrival, Arrival.kind == "exit", Arrival.offline) == 1


def test_what_it_cannot_know_alone_it_sends_to_the_help_lane(
    open_page: OpenPage, wire: Wire, fair: Fair
) -> None:
    with wire.app.app_context(), writing():
        fair.person("Ben").status = "unpaid"
    tablet = open_page(TABLET)
    tablet.watch.expected += AWAY  # type: ignore[attr-defined]
    pair_tablet(tablet, wire, fair)
    wire.cut()

    show(tablet, "K7QXM2RDW9AB3CTV5EHJNPS8YZ")
    heading(tablet, "We cannot look that up just now")
    banner(tablet, "offline")
    show(tablet, fair.tickets["Ben"])
    heading(tablet, "This ticket is not paid yet. Please go to the help lane.")
    show(tablet, fair.tickets["Asha"], fair.tickets["Ben"])
    heading(tablet, "One ticket at a time, please, or two badges.")
    tablet.get_by_role("link", name="Back").click()
    heading(tablet, "Hold your ticket here")
    tablet.get_by_role("link", name="I’m new here").click()
    heading(tablet, "That does not work just now")
    tablet.get_by_role("link", name="Back").click()
    tablet.get_by_role("link", name="Type a code").click()
    tablet.get_by_label("The letters under your ticket").fill(fair.tickets["Asha"].lower())
    tablet.get_by_role("button", name="That is it").click()
    heading(tablet, "Hello, Asha")
    banner(tablet, "offline, 1 waiting")


def test_two_tablets_that_were_alone_make_one_arrival_and_one_notice(
    tablet: Page, open_page: OpenPage, wire: Wire, fair: Fair
) -> None:
    other = open_page(TABLET)
    other.watch.expected += AWAY  # type: ignore[attr-defined]
    pair_tablet(other, wire, fair, name="Door 2")
    wire.cut()

    show(tablet, fair.tickets["Asha"])
    heading(tablet, "Hello, Asha")
    show(other, fair.badges["Asha"])
    heading(other, "Hello, Asha")
    wire.mend()
    for page in (tablet, other):
        banner(page, "")

    assert arrived(wire.app) == [fair.ids["Asha"]]
    with wire.app.app_context():
        notices = arrivals.recent_refusals(fair.event_id, clock.now() - timedelta(hours=1))
        assert [notice.offline for notice in notices] == [True]


def test_a_scan_whose_answer_was_lost_after_the_commit_counts_once(
    tablet: Page, wire: Wire, fair: Fair
) -> None:
    def lose(route: Route) -> None:
        route.fetch()
        route.abort()

    tablet.route("**/tablet/scans", lose, times=1)

    show(tablet, fair.tickets["Asha"])

    expect(tablet.get_by_text("Link your phone")).to_be_visible()
    banner(tablet, "")
    assert arrived(wire.app) == [fair.ids["Asha"]]
    with wire.app.app_context():
        assert count(PrintJob) == 1
        assert count(RefusedScan) == 0


def test_a_list_of_yesterday_is_deleted_and_greets_nobody(
    tablet: Page, wire: Wire, fair: Fair
) -> None:
    until_kept(tablet)
    tablet.evaluate(AGED)
    wire.cut()

    tablet.reload()

    until(tablet, "customElements.get('offline-door')")
    assert tablet.locator("door-tablet[data-alone]").count() == 0
    expect(tablet.get_by_role("heading", level=1)).to_have_text("Hold your ticket here")
    assert tablet.evaluate(KEPT) == 0


AGED = """() => new Promise((resolve) => {
    indexedDB.open("kiosk-alone").onsuccess = ({ target: { result: database } }) => {
        const store = database.transaction("list", "readwrite").objectStore("list");
        store.get("kept").onsuccess = ({ target: { result: kept } }) => {
            const aged = { ...kept, fetchedAt: kept.fetchedAt - 25 * 3600 * 1000 };
            store.put(aged, "kept").onsuccess = () => { database.close(); resolve(); };
        };
    };
})"""
KEPT = """() => new Promise((resolve) => {
    indexedDB.open("kiosk-alone").onsuccess = ({ target: { result: database } }) => {
        const store = database.transaction("list").objectStore("list");
        const counting = store.count();
        counting.onsuccess = () => { database.close(); resolve(counting.result); };
    };
})"""


@pytest.mark.faults
def test_a_steward_looks_for_one_name_by_the_pin(open_page: OpenPage, wire: Wire, axe: Axe) -> None:
    fair = allow_names(fair_of(wire))
    tablet = open_page(TABLET)
    tablet.watch.expected += AWAY  # type: ignore[attr-defined]
    pair_tablet(tablet, wire, fair)
    wire.cut()

    tablet.get_by_role("link", name="Type your name").click()
    axe(tablet)
    for pin in ("314159", PIN):
        tablet.get_by_label("The stations’ PIN").fill(pin)
        tablet.get_by_role("button", name="Open the names").click()
        if pin == "314159":
            expect(tablet.get_by_text("That is not the PIN.")).to_be_visible()
    for typed, says in (("ok", "at least three letters of"), ("zzz", "We do not find that name")):
        tablet.get_by_label("First name or family name").fill(typed)
        tablet.get_by_role("button", name="Find").click()
        expect(tablet.get_by_text(says)).to_be_visible()
    tablet.get_by_label("First name or family name").fill("Ókafór")
    tablet.get_by_role("button", name="Find").click()
    axe(tablet)
    tablet.get_by_role("button", name="Ben O.").click()
    heading(tablet, "Hello, Ben")
    banner(tablet, "offline, 1 waiting")
    axe(tablet)
    tablet.get_by_role("link", name="Back").click()
    tablet.get_by_role("link", name="Type your name").click()
    heading(tablet, "A steward looks for your name")
    wire.mend()

    banner(tablet, "")
    assert arrived(wire.app) == [fair.ids["Ben"]]


@pytest.mark.faults
def test_a_server_that_was_only_slow_has_the_last_word(
    tablet: Page, wire: Wire, fair: Fair
) -> None:
    def dawdle(route: Route) -> None:
        tablet.wait_for_selector("h1:text-is('We cannot look that up just now')")
        route.continue_()

    tablet.route("**/tablet/scans", dawdle, times=1)

    show(tablet, "https://cafe.example/menu")

    heading(tablet, "That is a menu, not a ticket.")
    banner(tablet, "")

"""Half an hour without a server: three hundred scans, two reloads, a killed browser, all settled.

The tablet's clock is moved on by six seconds a scan, so that the half hour takes minutes.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, Playwright, expect
from sqlalchemy import select

from kiosk import clock
from kiosk.db import db, writing
from kiosk.domain import attendees, codes, events
from kiosk.domain.arrivals import Arrival, RefusedScan
from tests.browser.a_wire import Wire, banner, fair_of, pair_tablet, show, until_kept
from tests.browser.test_offline_profile import kill, open_tablet, reopened
from tests.people import count
from tests.real.databases import closed_after
from tests.web.a_fair import Fair

PEOPLE = 300
HALF_AN_HOUR_S = 1800
SETTLED_WITHIN_S = 60
RELOADS, KILL = (75, 225), 150
TURNED_BACK = """() => {
    const now = Date.now;
    const ahead = () => Number(localStorage.getItem("moved") ?? 0) * 1000;
    Date.now = () => now() + ahead();
    window.Date = new Proxy(Date, {
        construct: (real, given) => given.length ? new real(...given) : new real(now() + ahead()),
    });
}"""


@pytest.fixture
def wire(tmp_path: Path, sqlite_database: str) -> Iterator[Wire]:
    made = Wire(tmp_path, sqlite_database)
    with closed_after(made.app):
        made.mend()
        yield made
        made.cut()


def crowd(fair: Fair) -> list[tuple[int, str]]:
    """Register three hundred; return each row with its ticket, in the order they come."""
    with fair.app.app_context():
        with writing():
            event = events.get(fair.event_id)
            rows = [
                (n, {"name": f"Person{n} Crowd", "external_id": f"x{n}"}) for n in range(PEOPLE)
            ]
            attendees.register(event, rows, clock.now())
            codes.issue_missing(event.id, clock.now())
        found = codes.codes_of_event(fair.event_id)
        return [(who.id, own["ticket"]) for who, own in found if who.name.endswith("Crowd")]


def move_clock(page: Page, seconds: float) -> None:
    page.evaluate("(moved) => localStorage.setItem('moved', moved)", seconds)


def come_in(
    playwright: Playwright, wire: Wire, profile: Path, browser: BrowserContext, tickets: list[str]
) -> BrowserContext:
    """Show everybody's ticket while the tablet is reloaded and killed; return its last browser."""
    page, key = browser.pages[0], browser.cookies()
    for number, ticket in enumerate(tickets):
        if number == KILL:
            kill(browser, profile)
            browser = open_moved(playwright, profile)
            browser.add_cookies(key)  # type: ignore[arg-type]
            page = reopened(browser, wire)
        elif number in RELOADS:
            page.reload()
        move_clock(page, number * HALF_AN_HOUR_S / PEOPLE - HALF_AN_HOUR_S)
        show(page, ticket)
        banner(page, f"offline, {number + 1} waiting")
    move_clock(page, 0)
    return browser


def open_moved(playwright: Playwright, profile: Path) -> BrowserContext:
    browser = open_tablet(playwright, profile)
    browser.add_init_script(f"({TURNED_BACK})()")
    return browser


@pytest.mark.faults
def test_half_an_hour_alone_is_settled_within_a_minute(
    playwright: Playwright, wire: Wire, tmp_path: Path
) -> None:
    fair, profile = fair_of(wire), tmp_path / "profile"
    people = crowd(fair)
    browser = open_moved(playwright, profile)
    pair_tablet(browser.pages[0], wire, fair)
    until_kept(browser.pages[0])
    wire.cut()
    browser = come_in(playwright, wire, profile, browser, [ticket for _row, ticket in people])

    began = time.monotonic()
    wire.mend()
    waits = browser.pages[0].locator("[data-banner]")
    expect(waits).to_have_text("", timeout=SETTLED_WITHIN_S * 1000)
    print(f"{PEOPLE} settled in {time.monotonic() - began:.1f} s")
    browser.close()

    assert len(people) == PEOPLE
    with wire.app.app_context():
        rows = db.session.scalars(select(Arrival).order_by(Arrival.happened_at)).all()
        assert [row.attendee_id for row in rows] == [row for row, _ticket in people]
        assert all(row.offline and row.is_open for row in rows)
        assert count(RefusedScan) == 0
        assert all(one.recorded_at <= other.recorded_at for one, other in pairwise(rows))
        span = rows[-1].happened_at - rows[0].happened_at
        assert abs(span - timedelta(seconds=HALF_AN_HOUR_S)) < timedelta(minutes=4)

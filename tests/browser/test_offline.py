"""A tablet whose server is gone goes on, says so, and settles all of it when the server is back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Page, expect
from sqlalchemy import select

from kiosk.db import db
from kiosk.domain.arrivals import Arrival
from tests.browser.a_wire import Wire, banner, fair_of, heading, pair_tablet, show
from tests.real.databases import closed_after
from tests.real.pages import TABLET, OpenPage
from tests.web.a_fair import Fair

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

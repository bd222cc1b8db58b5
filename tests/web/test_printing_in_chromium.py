"""Printing at the desk in real Chromium: fresh within seconds, by keyboard, without scripts."""

from playwright.sync_api import Page, expect

from kiosk import clock
from kiosk.db import db, writing
from kiosk.domain import print_jobs
from kiosk.domain.print_jobs import PrintJob
from tests.real.application import LiveServer
from tests.real.pages import PHONE, OpenPage
from tests.web.a_desk import Desk, open_session
from tests.web.a_print_desk import arrive, ended, jobs_of, seen

FRESH_MS = 5_000


def printing(page: Page, server: LiveServer, desk: Desk, member: str = "olga@fair") -> Page:
    """Open the page as somebody who has signed in."""
    with desk.app.app_context():
        key = open_session(member)
    page.context.add_cookies([{"name": "kiosk-staff", "value": key, "url": server.url}])
    page.goto(f"{server.url}/desk/fair/printing")
    return page


def test_a_printer_that_ran_out_is_told_within_five_seconds(
    live_server: LiveServer, desk: Page
) -> None:
    made = Desk(live_server.app, "")
    seen(made, "ready")
    page = printing(desk, live_server, made, "stew@fair")
    expect(page.locator(".life")).to_have_text("● ready")

    seen(made, "stopped", "media-empty")

    expect(page.get_by_text("Door left needs labels.")).to_be_visible(timeout=FRESH_MS)


def test_a_new_roll_is_counted_by_keyboard_and_what_is_typed_is_not_lost_meanwhile(
    live_server: LiveServer, desk: Page
) -> None:
    made = Desk(live_server.app, "")
    seen(made, "stopped", "media-empty")
    page = printing(desk, live_server, made)
    page.locator(".printers summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("250")
    page.keyboard.press("Tab")

    seen(made, "ready")
    arrive(made, "Asha")
    expect(page.get_by_role("link", name="Asha Patel")).to_be_visible(timeout=2 * FRESH_MS)
    expect(page.get_by_label("How many labels it has")).to_have_value("250")
    page.keyboard.press("Enter")

    expect(page.get_by_text("About 250 labels left.")).to_be_visible()


def test_a_badge_is_settled_reprinted_and_all_is_cancelled_without_scripts(
    live_server: LiveServer, open_page: OpenPage
) -> None:
    made = Desk(live_server.app, "")
    arrive(made, "Asha", "Ben", "Carol")
    ended(made, "unknown")
    ended(made, "printed")
    page = printing(open_page({**PHONE, "java_script_enabled": False}), live_server, made)

    page.get_by_role("button", name="It came out Asha Patel").click()
    page.locator("summary", has_text="Print again Ben Okafor").click()
    page.get_by_label("Because").locator("visible=true").select_option("spoiled")
    page.get_by_role("button", name="Print it Ben Okafor").click()
    page.locator("summary", has_text="Cancel everything that waits (2)").click()
    page.get_by_role("button", name="Cancel all 2").click()

    expect(page.get_by_text("2 were taken out of the queue.")).to_be_visible()
    assert jobs_of(made) == [
        ("badge", "arrival", "printed"),
        ("badge", "arrival", "printed"),
        ("badge", "arrival", "voided"),
        ("badge", "spoiled", "voided"),
    ]


def test_badges_are_printed_ahead_and_their_progress_is_seen(
    live_server: LiveServer, desk: Page
) -> None:
    made = Desk(live_server.app, "")
    page = printing(desk, live_server, made)
    page.get_by_label("Print badges ahead").select_option(label="Student: 2")

    page.get_by_role("button", name="Print them").click()
    expect(page.get_by_text("0 of 2 printed")).to_be_visible()
    ended(made, "printed")

    expect(page.get_by_text("1 of 2 printed")).to_be_visible(timeout=FRESH_MS)
    with live_server.app.app_context(), writing():
        jobs = db.session.scalars(db.select(PrintJob)).all()
        assert {job.state for job in jobs} == {"printed", "queued"}
        assert print_jobs.count_ahead(made.fair.id) == {"employer": 1, "mentor": 1}
        assert clock.now() > jobs[0].created_at

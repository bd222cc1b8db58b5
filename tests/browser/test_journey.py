"""One fair as its people live it: from the organiser's list to the letters, in real Chromium."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.a_journey import EMPLOYERS, LONG_MS, PEOPLE, Journey, hand_scan, read_code
from tests.fakes.smtp import Sink
from tests.real.application import LiveServer, build_app, closed_after, served
from tests.real.pages import PHONE, OpenPage
from tests.real.parts import free_port
from tests.web.a_desk import PASSPHRASE

SECRET_NOTE = "Bridges. Call her on Monday."


@pytest.fixture
def journey(
    tmp_path: Path, sqlite_database: str, smtp: Sink, axe: Callable[[Page], None]
) -> Iterator[Journey]:
    """A fair that is served, with a mail server."""
    port = free_port()
    app = build_app(
        tmp_path,
        sqlite_database,
        public_url=f"http://127.0.0.1:{port}",
        smtp_url=smtp.url(),
        mail_from="Employer Fair <fair@fair.example>",
    )
    with closed_after(app), served(app, port) as server:
        yield Journey(LiveServer(app, server.url), axe)


def test_a_fair_from_the_list_to_the_letters(
    journey: Journey, smtp: Sink, desk: Page, tablet: Page, open_page: OpenPage
) -> None:
    phones = {name: open_page(PHONE) for name in ("Asha", "Ben", "stand")}
    for page in (desk, tablet, *phones.values()):
        page.set_default_timeout(LONG_MS)

    the_organiser_signs_in_and_takes_the_lists_in(journey, desk)
    pair(journey, desk, tablet, "Door 1", "door", "/tablet")
    asha_comes_with_a_ticket_and_links_her_phone(journey, tablet, phones["Asha"])
    badge = ben_comes_without_one_and_a_steward_nods(journey, tablet, desk, phones["Ben"])
    they_meet_with_one_tap(journey, phones["Asha"], phones["Ben"], badge)
    a_recruiter_keeps_a_badge(journey, desk, tablet, phones)
    nobody_else_reads_the_note(journey, desk, phones["Asha"])
    the_packs_go_out(journey, smtp, desk)


def the_organiser_signs_in_and_takes_the_lists_in(journey: Journey, desk: Page) -> None:
    journey.visit(desk, "/desk")
    desk.get_by_label("Your name").fill("olga")
    desk.get_by_label("Passphrase").fill(PASSPHRASE)
    desk.get_by_role("button", name="Sign in").click()
    desk.wait_for_url("**/desk/fair")
    journey.axe(desk)
    for which, content, added in (("employers", EMPLOYERS, 1), ("attendees", PEOPLE, 5)):
        journey.visit(desk, "/desk/fair/import")
        form = desk.locator(f"section[aria-labelledby={which}]")
        file = {"name": "list.csv", "mimeType": "text/csv", "buffer": content.encode("utf-16")}
        form.get_by_label("The file").set_input_files([file])  # type: ignore[list-item]
        form.get_by_role("button", name="Look at it").click()
        journey.sees(desk, "What this list would do")
        expect(desk.locator("dl.figures div").first).to_contain_text(str(added))
        desk.get_by_role("button", name="Take it in").click()
        expect(desk.get_by_text(f"Taken in: {added} added")).to_be_visible()


def pair(journey: Journey, desk: Page, screen: Page, name: str, does: str, path: str) -> None:
    journey.visit(desk, "/desk/fair/stations")
    desk.get_by_label("Its name").fill(name)
    desk.get_by_label("What it does", exact=True).select_option(does)
    if does == "recruiters":
        desk.get_by_label("Whose stand").select_option(label="Nova Engineering")
    desk.get_by_role("button", name="Make a pairing code").click()
    code = desk.locator(".pairing").inner_text()
    journey.axe(desk)
    journey.visit(screen, path)
    screen.get_by_label("Pairing code").fill(code)
    screen.get_by_role("button", name="Pair").click()
    screen.wait_for_selector("[data-waiting]")
    journey.axe(screen)


def link(journey: Journey, tablet: Page, phone: Page) -> None:
    secret = read_code(tablet.locator(".link-phone").screenshot())
    assert secret.startswith(f"{journey.server.url}/claim#")
    phone.goto(secret)
    journey.axe(phone)
    phone.get_by_role("button", name="Go on").click()
    phone.get_by_role("button", name="Link this phone").click()
    phone.wait_for_url("**/me")
    journey.axe(phone)
    expect(tablet.get_by_text("Your phone is linked")).to_be_visible(timeout=LONG_MS)


def asha_comes_with_a_ticket_and_links_her_phone(
    journey: Journey, tablet: Page, phone: Page
) -> None:
    expect(tablet.get_by_role("heading", level=1)).to_have_text("Hold your ticket here")
    hand_scan(tablet, journey.ticket("Asha"))
    journey.sees(tablet, "Hello, Asha")
    expect(tablet.get_by_text("Your badge is printing.")).to_be_visible()

    printed = journey.print_next()
    tablet.get_by_role("button", name="Name and email").click()
    chosen = tablet.get_by_role("button", name="Name and email")
    expect(chosen).to_have_attribute("aria-pressed", "true")
    expect(tablet.get_by_text("Your badge is ready.")).to_be_visible(timeout=LONG_MS)
    link(journey, tablet, phone)

    assert printed is not None
    assert printed.startswith(f"{journey.server.url.upper()}/B/")
    assert "Others scan your badge" in phone.inner_text("main")
    assert printed[-6:] == phone.locator("main .code").first.inner_text().replace(" ", "")
    tablet.get_by_role("link", name="Done").click()
    journey.sees(tablet, "Hold your ticket here")


def ben_comes_without_one_and_a_steward_nods(
    journey: Journey, tablet: Page, desk: Page, phone: Page
) -> str:
    tablet.get_by_role("link", name="Type your name").click()
    journey.sees(tablet, "What is your name?")
    tablet.get_by_label("First name or family name").fill("okáfor")
    tablet.get_by_role("button", name="Find me").click()
    journey.sees(tablet, "Which is you?")
    tablet.get_by_role("button", name="Ben O").click()
    journey.sees(tablet, "One moment, Ben O.")
    assert journey.jobs() == 1
    assert not tablet.locator("img.qr").count()

    journey.visit(desk, "/desk/fair")
    desk.get_by_role("button", name="Yes, let in Ben Okafor").click()
    journey.sees(tablet, "Hello, Ben")
    badge = journey.print_next()
    link(journey, tablet, phone)
    assert badge is not None
    return badge


def they_meet_with_one_tap(journey: Journey, asha: Page, ben: Page, badge: str) -> None:
    asha.goto(badge)
    journey.axe(asha)
    gives = asha.locator(".gives .standing")
    expect(gives).to_have_text("your name, email")
    asha.get_by_role("button", name="We have met").click()
    journey.sees(asha, "You and Ben have met")

    journey.visit(asha, "/me")
    journey.visit(ben, "/me")
    expect(asha.locator(".contacts h3")).to_have_text(["Ben Okafor"])
    expect(asha.locator(".contacts a[href^='mailto:']")).to_have_text(["ben@example.org"])
    expect(ben.locator(".contacts h3")).to_have_text(["Asha Patel"])
    expect(ben.locator(".contacts a[href^='mailto:']")).to_have_text(["asha@example.org"])
    for page in (asha, ben):
        assert "7700" not in page.inner_text(".contacts")


def a_recruiter_keeps_a_badge(
    journey: Journey, desk: Page, tablet: Page, phones: dict[str, Page]
) -> None:
    hand_scan(tablet, journey.ticket("Dana"))
    journey.sees(tablet, "Hello, Dana")
    stand = phones["stand"]
    pair(journey, desk, stand, "Stand 12", "recruiters", "/stand")
    stand.get_by_role("button", name="Dana Ruiz").click()
    journey.sees(stand, "Hold a badge here")
    phones["Asha"].goto(f"{journey.server.url}/me")
    letters = phones["Asha"].locator("main .code").first.inner_text()
    stand.get_by_label("Or type its six letters").fill(letters)
    stand.get_by_role("button", name="Show").click()
    journey.sees(stand, "Asha Patel")
    stand.get_by_label("A short note, only for your team").fill(SECRET_NOTE)
    stand.get_by_role("button", name="Keep").click()
    journey.sees(stand, "You and Asha have met.")


def nobody_else_reads_the_note(journey: Journey, desk: Page, asha: Page) -> None:
    journey.visit(asha, "/me")
    expect(asha.locator(".contacts h3")).to_have_text(["Dana Ruiz", "Ben Okafor"])
    assert SECRET_NOTE not in asha.content()
    asha.get_by_role("link", name="Dana Ruiz").click()
    journey.sees(asha, "Dana")
    assert SECRET_NOTE not in asha.content()

    journey.visit(desk, "/desk/fair/people")
    desk.get_by_label("A part of the name").fill("dana")
    desk.get_by_role("button", name="Find").click()
    desk.get_by_role("link", name="Dana Ruiz").click()
    journey.sees(desk, "Dana Ruiz")
    assert SECRET_NOTE not in desk.content()
    desk.get_by_role("link", name="Look at the contact pack").click()
    expect(desk.get_by_text("Asha Patel", exact=True)).to_be_visible()
    assert SECRET_NOTE not in desk.content()


def the_packs_go_out(journey: Journey, smtp: Sink, desk: Page) -> None:
    journey.visit(desk, "/desk/fair/people")
    desk.get_by_label("A part of the name").fill("carol")
    desk.get_by_role("button", name="Find").click()
    desk.get_by_role("link", name="Carol Reed").click()
    desk.get_by_role("button", name="Check in").click()
    expect(desk.get_by_text("In since")).to_be_visible()

    journey.visit(desk, "/desk/fair/packs")
    desk.get_by_role("button", name="Freeze the packs").click()
    expect(desk.get_by_text("The letters are being written.").first).to_be_visible()
    journey.write_letters()
    expect(desk.get_by_text("3 letters are ready.")).to_be_visible(timeout=LONG_MS)
    desk.get_by_role("link", name="Go on to send").click()
    desk.watch.expected.append("status of 422")  # type: ignore[attr-defined]
    desk.get_by_label("To send them, type how many").fill("2")
    desk.get_by_role("button", name="Send them").click()
    expect(desk.get_by_text("Type the number of letters: 3.")).to_be_visible()
    journey.axe(desk)
    desk.get_by_label("To send them, type how many").fill("3")
    desk.get_by_role("button", name="Send them").click()
    for _twice in range(2):
        journey.deliver()
    expect(desk.get_by_text("Sent: 3 of 3 letters")).to_be_visible(timeout=LONG_MS)
    journey.axe(desk)

    assert journey.letter_states() == {"accepted": 3, "empty": 1}
    letters = [message_from_bytes(each.message, policy=default) for each in smtp.accepted]
    packs = {
        letter["To"].addresses[0].addr_spec: letter
        for letter in letters
        if any(part.get_filename() == "contacts.vcf" for part in letter.walk())
    }
    assert sorted(packs) == ["asha@example.org", "ben@example.org", "dana@example.org"]
    assert len({letter["Message-ID"] for letter in letters}) == len(letters)
    assert SECRET_NOTE in packs["dana@example.org"].get_body(("plain",)).get_content()
    assert SECRET_NOTE not in packs["asha@example.org"].as_string()

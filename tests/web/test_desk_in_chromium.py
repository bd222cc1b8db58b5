"""The desk in real Chromium: by keyboard alone, live, without scripts, and axe on every page."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from kiosk import clock
from kiosk.db import db, writing
from kiosk.domain import arrivals
from kiosk.domain.arrivals import Arrival
from tests.badges.uploads import mark, saved, svg
from tests.real.application import LiveServer
from tests.real.pages import DESK, PHONE, OpenPage
from tests.web.a_desk import PASSPHRASE, Desk
from tests.web.a_print_desk import ended, seen

PAGES = ("", "/help", "/people", "/badges", "/arrivals-list", "/signs", "/walk-in", "/inside",
         "/stations", "/printing", "/printers/new", "/spares", "/import", "/lists", "/lists/new",
         "/questions", "/questions/any-any-easy-01", "/questions/cards", "/introductions", "/packs",
         "/packs/letters", "/packs/letters?state=empty", "/packs/check",
         "/settings", "/logo", "/cards", "/team", "/employers", "/reports",
         "/mentoring")  # fmt: skip
OF_A_PERSON = ("", "/correct", "/erase", "/pack")
OF_SOMEBODY_AWAY = ("/substitute",)


def ask_for_a_nod(desk: Desk, first_name: str) -> None:
    with desk.app.app_context(), writing():
        person = desk.fair.person(first_name)
        arrivals.ask_nod(person, desk.fair.door.id, str(uuid4()), clock.now())


def sign_in(page: Page, server: LiveServer, name: str = "olga@fair") -> None:
    page.goto(f"{server.url}/desk")
    page.get_by_label("Your name").fill(name)
    page.get_by_label("Passphrase").fill(PASSPHRASE)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/desk/fair/help" if name.startswith("stew") else "**/desk/fair")


def test_a_steward_nods_somebody_in_by_keyboard_as_they_appear(
    live_server: LiveServer, desk: Page
) -> None:
    made = Desk(live_server.app, "")
    desk.goto(f"{live_server.url}/desk")
    desk.keyboard.press("Tab")
    desk.keyboard.press("Tab")
    desk.keyboard.type("stew@fair")
    desk.keyboard.press("Tab")
    desk.keyboard.type(PASSPHRASE)
    desk.keyboard.press("Enter")
    expect(desk.get_by_text("Nobody just now.")).to_be_visible()

    ask_for_a_nod(made, "Asha")
    yes = desk.get_by_role("button", name="Yes, let in Asha Patel")
    expect(yes).to_be_visible(timeout=10_000)
    yes.focus()
    desk.keyboard.press("Enter")

    expect(desk.get_by_text("Nobody just now.")).to_be_visible()
    with live_server.app.app_context():
        assert db.session.scalars(db.select(Arrival)).one().way == "nod"


def test_a_button_keeps_the_focus_when_its_part_is_drawn_anew(
    live_server: LiveServer, desk: Page
) -> None:
    made = Desk(live_server.app, "")
    ask_for_a_nod(made, "Asha")
    sign_in(desk, live_server)
    no = desk.get_by_role("button", name="No Asha Patel")
    no.focus()

    ask_for_a_nod(made, "Ben")

    expect(desk.get_by_role("button", name="No Ben Okafor")).to_be_visible(timeout=10_000)
    expect(no).to_be_focused()


def test_the_desk_works_without_scripts(live_server: LiveServer, open_page: OpenPage) -> None:
    made = Desk(live_server.app, "")
    ask_for_a_nod(made, "Asha")
    page = open_page({**DESK, "java_script_enabled": False})
    sign_in(page, live_server)

    page.get_by_role("button", name="Yes, let in Asha Patel").click()
    page.get_by_role("link", name="People").click()
    page.get_by_label("A part of the name").fill("asha")
    page.get_by_role("button", name="Find").click()
    page.get_by_role("link", name="Asha Patel").click()

    expect(page.get_by_role("heading", name="Asha Patel")).to_be_visible()
    expect(page.get_by_text("In since")).to_be_visible()


def test_the_help_lane_checks_in_with_a_scan_and_one_press_without_scripts(
    live_server: LiveServer, open_page: OpenPage
) -> None:
    made = Desk(live_server.app, "")
    with live_server.app.app_context():
        ticket = made.fair.code("ticket", "Asha")
    page = open_page({**PHONE, "java_script_enabled": False})
    sign_in(page, live_server, "stew@fair")

    page.get_by_label("Name, ticket, badge or card").fill(ticket)
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Check in Asha Patel").click()

    expect(page.get_by_text("In since")).to_be_visible()
    expect(page.get_by_label("Name, ticket, badge or card")).to_have_value("")


def test_the_roll_call_stays_and_takes_ticks_when_the_network_is_gone(
    live_server: LiveServer, open_page: OpenPage
) -> None:
    made = Desk(live_server.app, "")
    with live_server.app.app_context():
        made.fair.check_in("Asha", "Ben", at=clock.now())
    page = open_page({**PHONE, "java_script_enabled": False})
    sign_in(page, live_server, "stew@fair")
    page.get_by_role("link", name="Inside", exact=True).click()
    expect(page.get_by_role("heading", name="Who is inside")).to_be_visible()

    page.wait_for_load_state("networkidle")
    page.context.set_offline(True)
    page.get_by_label("Seen: Asha Patel").check()

    expect(page.get_by_text("2 people as of")).to_be_visible()
    expect(page.get_by_label("Seen: Ben Okafor")).not_to_be_checked()


def test_a_list_is_looked_at_and_taken_in(live_server: LiveServer, desk: Page) -> None:
    Desk(live_server.app, "")
    sign_in(desk, live_server)
    desk.goto(f"{live_server.url}/desk/fair/import")
    file = {"name": "list.csv", "mimeType": "text/csv", "buffer": b"name\nDai Lloyd\n"}
    desk.get_by_label("The file").first.set_input_files([file])  # type: ignore[list-item]

    desk.get_by_role("button", name="Look at it").first.click()
    desk.get_by_role("button", name="Take it in").click()

    expect(desk.get_by_text("Taken in: 1 added")).to_be_visible()


def test_a_logo_is_kept_and_removed_without_scripts(
    live_server: LiveServer, open_page: OpenPage
) -> None:
    Desk(live_server.app, "")
    page = open_page({**DESK, "java_script_enabled": False})
    page.watch.expected = ["422"]  # type: ignore[attr-defined]
    sign_in(page, live_server)
    page.goto(f"{live_server.url}/desk/fair/logo")
    script = {"name": "a.svg", "mimeType": "image/svg+xml", "buffer": svg("<script/>")}
    logo = {"name": "a.png", "mimeType": "image/png", "buffer": saved(mark())}

    page.get_by_label("The picture").set_input_files([script])  # type: ignore[list-item]
    page.get_by_role("button", name="Keep this logo").click()
    expect(page.get_by_text("This SVG carries a script")).to_be_visible()
    page.get_by_label("The picture").set_input_files([logo])  # type: ignore[list-item]
    page.get_by_role("button", name="Keep this logo").click()

    expect(page.get_by_alt_text("A sample badge with the logo")).to_have_count(2)
    page.get_by_role("button", name="Remove the logo").click()
    expect(page.get_by_text("Badges and signs have no logo now.")).to_be_visible()


@pytest.mark.parametrize(
    "size", [{**DESK, "color_scheme": "light"}, {**PHONE, "color_scheme": "dark"}],
    ids=["laptop, light", "phone, dark"],
)  # fmt: skip
def test_axe_finds_nothing_and_no_page_is_too_wide(
    live_server: LiveServer,
    open_page: OpenPage,
    axe: Callable[[Page], None],
    size: dict[str, object],
) -> None:
    made = Desk(live_server.app, "")
    with live_server.app.app_context():
        made.fair.check_in("Asha", "Ben", at=clock.now())
        made.fair.let_meet("Asha", "Ben", clock.now())
        made.fair.scan("nothing we know", clock.now())
    ask_for_a_nod(made, "Carol")
    ended(made, "unknown")
    stopped = seen(made, "stopped", "media-empty")
    page = open_page(size)
    page.goto(f"{live_server.url}/desk")
    axe(page)
    sign_in(page, live_server)

    persons = [made.person("Asha") + more for more in OF_A_PERSON]
    persons += [made.person("Cai") + more for more in OF_SOMEBODY_AWAY]
    others = [f"/help?about={made.ids['Asha']}", f"/printers/{stopped}"]
    for path in [*PAGES, *others, *persons]:
        page.goto(f"{live_server.url}/desk/fair{path}")
        axe(page)
        wide = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
        assert not page.evaluate(wide), path

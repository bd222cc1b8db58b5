"""A whole fair for one browser test: served, with a mail server, and workers that are told when.

Pages are opened and visited as people do; each page that is looked at passes axe.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import zxingcpp
from PIL import Image
from playwright.sync_api import Page, expect

from kiosk import clock
from kiosk.db import db, writing
from kiosk.domain import attendees, codes, deliveries, events, print_jobs, staff
from kiosk.workers.mail import MailWorker
from kiosk.workers.printing import PrintWorker
from tests.real.application import LiveServer
from tests.web.a_desk import PASSPHRASE
from tests.web.a_postroom import let_write

LONG_MS = 20_000
PEOPLE = (
    "Name;Email;Attendee Type;Company;Course;Phone\n"
    "Asha Patel;asha@example.org;Student;;MEng Civil Engineering;+44 7700 900101\n"
    "Ben Okafor;ben@example.org;Employer;Nova Engineering;;+44 7700 900102\n"
    "Dana Ruiz;dana@example.org;Employer;Nova Engineering;;\n"
    "Carol Reed;carol@example.org;Mentor;;;\n"
    "Eve Moss;eve@example.org;Student;;Physics;\n"
)
EMPLOYERS = "name,stand\nNova Engineering,12\n"


@dataclass
class Journey:
    """One fair: what its people have in their hands, and what prints and mails for it."""

    server: LiveServer
    checker: Callable[[Page], None]
    looked_at: set[tuple[str, str]] = field(default_factory=set)
    printer: PrintWorker = field(init=False)
    mailer: MailWorker = field(init=False)

    def __post_init__(self) -> None:
        """Create the fair and its organiser, as the operator's two commands do."""
        settings = self.server.app.config["KIOSK"]
        self.printer, self.mailer = PrintWorker(settings), MailWorker(settings)
        self.badges: Path = settings.data_dir / "badges"
        at = clock.now()
        hashed = staff.hash_passphrase(PASSPHRASE)
        with self.server.app.app_context(), writing():
            starts_at, ends_at = at - timedelta(hours=1), at + timedelta(hours=4)
            event = events.create(
                "fair", "Employer Fair", starts_at, ends_at, timezone="Europe/London", at=at
            )
            staff.add("olga", "organiser", hashed, event_id=event.id, at=at)
            self.event_id = event.id

    def axe(self, page: Page) -> None:
        """Let axe look at a page as it stands, once for each address and heading."""
        what = (page.url, page.locator("h1").first.inner_text())
        if what not in self.looked_at:
            self.looked_at.add(what)
            self.checker(page)

    def visit(self, page: Page, path: str) -> None:
        """Open a page and let axe look at it."""
        page.goto(self.server.url + path)
        self.axe(page)

    def sees(self, page: Page, heading: str) -> None:
        """Wait until a page's first heading says this, and let axe look at it."""
        expect(page.locator("h1").first).to_have_text(heading, timeout=LONG_MS)
        self.axe(page)

    def ticket(self, first_name: str) -> str:
        """The code in somebody's mail."""
        with self.server.app.app_context():
            people = attendees.of_event(self.event_id)
            return codes.code_of("ticket", next(p for p in people if p.first_name == first_name))

    def print_next(self) -> str | None:
        """Let the printer take one badge; return what its code says, or None: nothing to print."""
        before = set(self.badges.glob("*.png"))
        with self.server.app.app_context():
            if not self.printer.run_once():
                return None
        (fresh,) = set(self.badges.glob("*.png")) - before
        return read_code(fresh.read_bytes())

    def jobs(self) -> int:
        """How many badges were ever asked for."""
        with self.server.app.app_context():
            return db.session.query(print_jobs.PrintJob).count()

    def write_letters(self) -> None:
        """Let the worker write everybody's pack that was asked for."""
        let_write(self.server.app)

    def deliver(self) -> None:
        """Let the postman go until nothing is due."""
        with self.server.app.app_context():
            while self.mailer.run_once():
                pass
        self.mailer.close()

    def letter_states(self) -> dict[str, int]:
        """What `kiosk packs status` prints."""
        with self.server.app.app_context():
            return deliveries.counts(self.event_id)


def read_code(picture: bytes) -> str:
    """Return what the one code of a picture says, read by another library than drew it."""
    (read,) = zxingcpp.read_barcodes(Image.open(io.BytesIO(picture)).convert("L"))
    return str(read.text)


def hand_scan(page: Page, text: str) -> None:
    """Let a hand scanner type."""
    page.wait_for_load_state("load")  # by then the page's elements listen
    page.keyboard.type(text)
    page.keyboard.press("Enter")

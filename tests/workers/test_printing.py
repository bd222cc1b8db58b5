"""The print worker: a queued badge becomes paper once, or a reason that a person can read."""

from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from pathlib import Path

import pytest
import zxingcpp
from flask import Flask
from PIL import Image
from time_machine import Traveller

import badges
from badges import Condition, Fate, OutcomeUnknown, Page, PrinterUnavailable
from kiosk.adapters.badge_face import badge_url
from kiosk.db import db, writing
from kiosk.domain import codes, print_jobs
from kiosk.domain.print_jobs import PrintJob
from kiosk.errors import NotKnown
from kiosk.workers.printing import PrintWorker
from tests.people import ASHA, BEN, NOON, Fair

AWAY = PrinterUnavailable("printer_away", "The printer does not answer.")
WRONG = PrinterUnavailable("format_refused", "The printer takes no pictures.", permanent=True)


class FakePrinter:
    """Does what its plan says, an act a badge; then it prints."""

    def __init__(self, *plan: Exception | Fate | Callable[[], object]) -> None:
        self.plan, self.names = list(plan), list[str]()
        self.became = Fate("printed", began=True)

    def condition(self) -> Condition:
        return Condition("ready")

    def send(self, pages: Sequence[Page], *, name: str, number: str = "") -> str:
        self.names.append(name)
        act = self.plan.pop(0) if self.plan else Fate("printed", began=True)
        if isinstance(act, Exception):
            raise act
        if isinstance(act, Fate):
            self.became = act
        else:
            act()
        return "1"

    def fate(self, number: str) -> Fate:
        return self.became


class PrintRoom:
    """A fair where Asha's badge is queued, and workers for printers of the test's choice."""

    def __init__(self, app: Flask, clock: Traveller, folder: Path) -> None:
        self.app, self.clock, self.folder, self.at = app, clock, folder, NOON
        self.fair = Fair(people=(ASHA, BEN))
        with writing():
            asha = self.fair.person("Asha")
            print_jobs.queue(asha, reason="arrival", device_id=None, at=NOON)
        self.owner_id = asha.id

    def worker(self, *printers: FakePrinter, urls: str = "") -> PrintWorker:
        addresses = [f"ipp://printer-{number}.example" for number, _ in enumerate(printers)]
        update = {"printer_url": urls or " ".join(addresses) or "folder:", "data_dir": self.folder}
        worker = PrintWorker(self.app.config["KIOSK"].model_copy(update=update))
        worker._opened.update(zip(addresses, printers, strict=True))
        return worker

    def pass_by(self, **span: float) -> None:
        self.at += timedelta(**span)
        self.clock.move_to(self.at, tick=False)

    @property
    def job(self) -> PrintJob:
        db.session.rollback()
        found = print_jobs.latest_of(self.owner_id)
        assert found is not None
        return found


@pytest.fixture
def room(
    records: None, working_app: Flask, clock: Traveller, tmp_path: Path
) -> Iterator[PrintRoom]:
    """A fair at noon with one badge in the queue."""
    with working_app.app_context():
        yield PrintRoom(working_app, clock, tmp_path)


def test_a_queued_badge_comes_out_with_its_own_code(room: PrintRoom) -> None:
    worker = room.worker()

    assert worker.run_once()
    assert not worker.run_once()

    (page,) = (room.folder / "badges").glob("*.png")
    (code,) = zxingcpp.read_barcodes(Image.open(page))
    public_url = room.app.config["KIOSK"].public_url
    assert code.text == badge_url(public_url, room.fair.code("badge", "Asha"))
    assert page.stem == room.job.public_id
    assert (room.job.state, room.job.printer) == ("printed", "Printer 1")


def test_a_badge_is_printed_once(room: PrintRoom) -> None:
    printer = FakePrinter()
    worker = room.worker(printer)

    for _ in range(3):
        worker.run_once()
        room.pass_by(minutes=5)

    assert printer.names == [room.job.public_id]


def test_a_printer_that_is_away_leaves_the_badge_in_the_queue_with_a_reason(
    room: PrintRoom,
) -> None:
    worker = room.worker(FakePrinter(AWAY))

    worker.run_once()
    assert (room.job.state, room.job.why) == ("queued", "printer_away")
    assert not worker.run_once()  # not at once
    room.pass_by(seconds=16)
    worker.run_once()

    assert room.job.state == "printed"


def test_a_printer_that_stays_away_for_an_hour_loses_no_badge(room: PrintRoom) -> None:
    worker = room.worker(FakePrinter(*[AWAY] * 30))

    for _ in range(30):
        worker.run_once()
        room.pass_by(minutes=2)
    assert (room.job.state, room.job.why) == ("queued", "printer_away")
    worker.run_once()

    assert room.job.state == "printed"


def test_a_trouble_that_cannot_pass_fails_at_once(room: PrintRoom) -> None:
    room.worker(FakePrinter(WRONG)).run_once()

    assert (room.job.state, room.job.why) == ("failed", "format_refused")


@pytest.mark.parametrize("url", ["parallel:lpt1", "ipp://", "ipp://host:port"])
def test_a_wrong_address_fails_with_its_reason(room: PrintRoom, url: str) -> None:
    room.worker(urls=url).run_once()

    assert room.job.state == "failed"
    assert room.job.why in {"printer_unknown", "printer_address_wrong"}


@pytest.mark.parametrize("first", [AWAY, WRONG])
def test_a_second_printer_takes_over(room: PrintRoom, first: Exception) -> None:
    second = FakePrinter()

    room.worker(FakePrinter(first), second).run_once()

    assert second.names == [room.job.public_id]
    assert (room.job.state, room.job.printer) == ("printed", "Printer 2")


def test_a_badge_waits_when_one_of_two_printers_may_come_back(room: PrintRoom) -> None:
    room.worker(FakePrinter(WRONG), FakePrinter(AWAY)).run_once()

    assert room.job.state == "queued"


def test_a_printer_that_falls_silent_is_never_asked_again_by_itself(room: PrintRoom) -> None:
    first, second = FakePrinter(OutcomeUnknown()), FakePrinter()
    worker = room.worker(first, second)

    for _ in range(3):
        worker.run_once()
        room.pass_by(minutes=5)

    assert (room.job.state, room.job.why) == ("unknown", "outcome_unknown")
    assert (len(first.names), second.names) == (1, [])


def test_a_badge_the_printer_only_took_is_not_called_printed(room: PrintRoom) -> None:
    room.worker(FakePrinter(Fate("waiting", began=False))).run_once()

    assert room.job.state == "sent"


def test_a_letter_that_no_typeface_has_is_a_named_failure(room: PrintRoom) -> None:
    with writing():
        room.fair.person("Asha").name = "Asha ᐃᓄᒃᑎᑐᑦ"

    room.worker().run_once()

    assert (room.job.state, room.job.why) == ("failed", "glyph_missing")


def test_a_badge_without_a_name_is_a_named_failure(room: PrintRoom) -> None:
    with writing():
        room.fair.person("Asha").name = ""

    room.worker().run_once()

    assert (room.job.state, room.job.why) == ("failed", "name_missing")


def test_a_worker_that_died_before_the_printer_heard_of_it_loses_nothing(
    room: PrintRoom,
) -> None:
    with writing():
        print_jobs.claim(NOON)
    room.pass_by(seconds=61)

    room.worker().run_once()

    assert room.job.state == "printed"


def test_a_worker_that_died_while_printing_leaves_it_to_a_person(room: PrintRoom) -> None:
    printer = FakePrinter()
    with writing():
        job = print_jobs.claim(NOON)
        assert job is not None
        print_jobs.begin_sending(job.id, job.epoch, "Printer 1", NOON)
    room.pass_by(seconds=61)

    room.worker(printer).run_once()

    assert (room.job.state, room.job.why) == ("unknown", "worker_gone")
    assert printer.names == []


def test_a_worker_that_died_on_a_later_try_loses_nothing_either(room: PrintRoom) -> None:
    room.worker(FakePrinter(AWAY)).run_once()
    room.pass_by(seconds=16)
    with writing():
        print_jobs.claim(room.at)
    room.pass_by(seconds=61)

    room.worker().run_once()

    assert room.job.state == "printed"


def test_a_zombie_that_wakes_after_its_lease_prints_no_second_badge(
    room: PrintRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    printer, late = FakePrinter(), FakePrinter()
    zombie, drawing = room.worker(late), badges.draw

    def slow(face: badges.Face, stock: badges.Stock) -> object:
        monkeypatch.setattr(badges, "draw", drawing)
        room.pass_by(seconds=61)
        assert room.worker(printer).run_once()
        return drawing(face, stock)

    monkeypatch.setattr(badges, "draw", slow)
    zombie.run_once()

    assert (len(printer.names), late.names) == (1, [])
    assert room.job.state == "printed"


def test_the_old_code_dies_when_the_reprinted_badge_is_out(room: PrintRoom) -> None:
    worker = room.worker(FakePrinter())
    worker.run_once()
    asha = room.fair.person("Asha")
    old = codes.badge_code(asha, room.job.serial)
    with writing():
        print_jobs.reprint(room.fair.person("Asha"), reason="reprint", at=room.at)
    assert codes.whose(room.fair.id, old, "badge")[0].id == room.owner_id

    worker.run_once()

    with pytest.raises(NotKnown):
        codes.whose(room.fair.id, old, "badge")
    new = codes.badge_code(room.fair.person("Asha"), room.job.serial)
    assert codes.whose(room.fair.id, new, "badge")[0].id == room.owner_id

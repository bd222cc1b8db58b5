"""Other papers by the path of badges: slips, signs, tent cards, test pages, a line to write on."""

import pytest
import zxingcpp

from badges import StockTooSmall
from kiosk.db import db, writing
from kiosk.domain import print_jobs
from kiosk.domain.print_jobs import LEASE, PrintJob
from kiosk.workers import printer_writer
from tests.a_print_room import the_job
from tests.fakes.printer import FakePrinter
from tests.workers.a_press import Press


@pytest.fixture
def paper(press: Press) -> FakePrinter:
    """A printer that holds A4 and prints everything but badges; Asha's badge waits for labels."""
    printer = FakePrinter()
    press.printers["ipp://a4.example"] = printer
    with writing():
        print_jobs.void_waiting(press.ids["Asha"], press.at)
        print_jobs.add_printer(press.fair.id, press.at, name="A4", url="ipp://a4.example",
                               stock="a4", prints=["slip", "sign", "tent"])  # fmt: skip
    return printer


def asked(press: Press, what: str, **of: int) -> str:
    with writing():
        job = print_jobs.queue_paper(press.fair.id, what, at=press.at, **of)
    assert job is not None
    return job


def read_codes(printer: FakePrinter) -> list[str]:
    return [
        code.text
        for page in printer.pages
        for code in zxingcpp.read_barcodes(page.image.convert("L"))
    ]


def test_a_slip_a_sign_and_a_tent_card_come_out_of_the_printer_with_paper(
    press: Press, paper: FakePrinter
) -> None:
    press.fair.check_in("Carol", "Ben")
    press.fair.let_meet("Carol", "Ben")
    with writing():
        for name in ("Carol", "Ben"):
            print_jobs.void_waiting(press.ids[name], press.at)
    nova = db.session.execute(db.text("SELECT id FROM employers")).scalar_one()
    jobs = [asked(press, "slip", attendee_id=press.ids["Carol"]),
            asked(press, "sign", employer_id=nova),
            asked(press, "tent", attendee_id=press.ids["Carol"])]  # fmt: skip

    press.run(press.worker(), 8, steps=8)

    assert [the_job(job).state for job in jobs] == ["printed"] * 3
    assert {page.width_mm for page in paper.pages} == {210}
    public_url = press.app.config["KIOSK"].public_url.upper()
    badge = f"{public_url}/B/{press.fair.code('badge', 'Carol')}"
    assert sorted(read_codes(paper)) == sorted([public_url, badge, badge])


def test_a_test_page_says_what_it_was_drawn_for(press: Press, paper: FakePrinter) -> None:
    printer = press.printer()
    job = asked(press, "proof", printer_id=printer.id)

    press.run(press.worker())

    assert the_job(job).state == "printed"
    assert read_codes(paper) == ["F2F A4 300 2380X3408"]


def test_a_name_that_no_typeface_has_gets_a_badge_with_a_line_to_write_on(press: Press) -> None:
    printer = FakePrinter()
    worker = press.worker(printer)
    with writing():
        press.fair.person("Asha").name = "ᐃᓄᒃᑎᑐᑦ"
    press.run(worker)
    assert press.told() == ("failed", "glyph_missing")

    with writing():
        asha = db.session.get_one(type(press.fair.person("Ben")), press.ids["Asha"])
        print_jobs.reprint(asha, reason="reprint", at=press.at, by_hand=True)
    press.run(worker)

    assert press.told() == ("printed", None)
    (code,) = read_codes(printer)
    assert "/B/" in code


def test_a_paper_that_has_no_room_fails_alone_and_pauses_no_printer(
    press: Press, monkeypatch: pytest.MonkeyPatch
) -> None:
    printer = FakePrinter()
    worker = press.worker(printer)
    draw = printer_writer.pages_of

    def too_small(job: print_jobs.Claimed, *more: object) -> object:
        if job.what == "tent":
            raise StockTooSmall
        return draw(job, *more)  # type: ignore[arg-type]

    monkeypatch.setattr(printer_writer, "pages_of", too_small)
    worker.follow()
    with writing():
        print_jobs.change_printer(press.printer(), prints=["tent", "badge"])
    job = asked(press, "tent", attendee_id=press.ids["Carol"])

    press.run(worker, 4)

    assert press.told() == ("printed", None)
    assert (the_job(job).state, the_job(job).why) == ("failed", "stock_too_small")
    assert press.printer().paused_at is None


def test_a_stock_too_small_for_badges_pauses_its_printer_and_another_takes_them(
    press: Press, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two = FakePrinter(), FakePrinter()
    worker = press.worker(one, two)
    draw = printer_writer.pages_of

    def too_small(job: print_jobs.Claimed, printer: print_jobs.PrinterFacts, url: str) -> object:
        if printer.name == "Printer 1":
            raise StockTooSmall
        return draw(job, printer, url)

    monkeypatch.setattr(printer_writer, "pages_of", too_small)
    press.run(worker, 4)

    assert press.printer(1).paused_why == "stock_too_small"
    assert (press.told(), len(two.labels)) == (("printed", None), 1)


def test_a_job_that_no_writer_survives_fails_at_last(
    press: Press, monkeypatch: pytest.MonkeyPatch
) -> None:
    def dies(*_asked: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(printer_writer, "pages_of", dies)
    worker = press.worker(FakePrinter())
    for _death in range(5):
        with pytest.raises(RuntimeError):
            worker.run_once()
        press.pass_by(seconds=LEASE.total_seconds() + 1)

    worker.run_once()

    assert press.told() == ("failed", "keeps_failing")
    assert print_jobs.needing_somebody(press.fair.id) == [press.job()]
    assert db.session.query(PrintJob).count() == 1

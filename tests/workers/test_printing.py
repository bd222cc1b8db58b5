"""The print worker: a queued badge becomes paper once, or a reason that a person can read."""

import pytest
import zxingcpp
from PIL import Image

from kiosk.adapters.badge_face import badge_url
from kiosk.db import db, writing
from kiosk.domain import codes, print_jobs
from kiosk.errors import NotKnown
from tests.fakes.printer import BUSY, WRONG, FakePrinter
from tests.workers.a_press import Press


def test_a_queued_badge_comes_out_with_its_own_code(press: Press) -> None:
    worker = press.worker()

    assert worker.run_once()
    assert not worker.run_once()

    (page,) = (press.folder / "badges").glob("*.png")
    (code,) = zxingcpp.read_barcodes(Image.open(page))
    public_url = press.app.config["KIOSK"].public_url
    assert code.text == badge_url(public_url, press.fair.code("badge", "Asha"))
    assert page.stem == press.job().public_id
    assert (press.job().state, press.printer().name) == ("printed", "Printer 1")


def test_a_badge_is_printed_once(press: Press) -> None:
    printer = FakePrinter()
    worker = press.worker(printer)

    press.run(worker, 600)

    assert printer.labels == [press.job().public_id]


def test_badges_come_out_in_the_order_in_which_people_came(press: Press) -> None:
    press.queue("Carol", "Ben")
    printer = FakePrinter()

    press.run(press.worker(printer), 4)

    assert printer.labels == [press.job(name).public_id for name in ("Asha", "Carol", "Ben")]


def test_a_printer_that_is_away_keeps_the_badge_in_the_queue(press: Press) -> None:
    printer = FakePrinter(answers=False)
    worker = press.worker(printer)

    press.run(worker, 4)
    assert press.told() == ("queued", None)
    assert press.printer().state == "away"
    printer.answers = True
    press.run(worker, 4)

    assert press.told() == ("printed", None)


def test_a_printer_that_stays_away_for_an_hour_loses_no_badge(press: Press) -> None:
    printer = FakePrinter(answers=False)
    worker = press.worker(printer)

    press.run(worker, 3600, steps=30)
    printer.answers = True
    press.run(worker, 4)

    assert (press.told(), len(printer.labels)) == (("printed", None), 1)


@pytest.mark.parametrize("reason", ["media-empty", "cover-open", "paused", "offline"])
def test_a_printer_that_stands_still_says_why_within_two_seconds(press: Press, reason: str) -> None:
    printer = FakePrinter()
    worker = press.worker(printer)
    press.run(worker, 4)
    press.queue("Ben")
    printer.stopped_by = reason

    press.run(worker, 2.5)

    assert (press.printer().state, press.printer().reason) == ("stopped", reason)
    assert press.told("Ben")[0] == "sent" or press.told("Ben")[0] == "queued"
    printer.stopped_by = ""
    printer.print_all()
    press.run(worker, 8)
    assert press.told("Ben") == ("printed", None)
    assert len(printer.labels) == 2


def test_a_badge_waits_at_the_station_for_labels_and_then_prints(press: Press) -> None:
    printer = FakePrinter(stopped_by="media-empty")
    worker = press.worker(printer)

    press.run(worker, 30)
    where = print_jobs.where_is(press.job(), press.at)

    assert (where.state, where.stuck and where.stuck.reason) == ("queued", "media-empty")
    assert printer.jobs == {}


def test_a_trouble_that_cannot_pass_pauses_its_printer_and_keeps_the_badge(press: Press) -> None:
    printer = FakePrinter(at={"send": [WRONG]})
    worker = press.worker(printer)

    press.run(worker, 10)
    assert press.told() == ("queued", "format_unknown")
    assert press.printer().paused_why == "format_unknown"
    with writing():
        print_jobs.resume_printer(press.printer())
    press.run(worker, 4)

    assert press.told() == ("printed", None)
    assert len(printer.labels) == 1


@pytest.mark.parametrize("url", ["parallel:lpt1", "ipp://", "ipp://host:port"])
def test_a_wrong_address_pauses_the_printer_with_its_reason(press: Press, url: str) -> None:
    press.run(press.worker(urls=url), 4)

    assert press.told() == ("queued", None)
    assert press.printer().paused_why in {"printer_unknown", "printer_address_wrong"}


@pytest.mark.parametrize("trouble", ["away", "stopped", "wrong", "paused"])
def test_a_second_printer_takes_over(press: Press, trouble: str) -> None:
    first = FakePrinter(answers=trouble != "away")
    first.stopped_by = "media-empty" if trouble == "stopped" else ""
    first.at = {"begin": [WRONG]} if trouble == "wrong" else {}
    second = FakePrinter()
    worker = press.worker(first, second)
    worker.follow()
    if trouble == "paused":
        with writing():
            print_jobs.pause_printer(press.printer(), press.at)

    press.run(worker, 4)

    assert (first.labels, second.labels) == ([], [press.job().public_id])
    where = print_jobs.where_is(press.job(), press.at)
    assert (where.state, where.printer) == ("printed", "Printer 2")


def test_a_busy_printer_is_tried_again_and_given_one_at_a_time(press: Press) -> None:
    press.queue("Ben")
    printer = FakePrinter(prints_at_once=False, at={"begin": [BUSY]})
    worker = press.worker(printer)

    press.run(worker, 8, steps=8)

    assert [job.state for job in printer.jobs.values()] == ["waiting"]
    printer.print_all()
    press.run(worker, 4)
    printer.print_all()
    press.run(worker, 4)
    assert printer.labels == [press.job("Asha").public_id, press.job("Ben").public_id]


def test_a_printer_holds_two_jobs_at_most(press: Press) -> None:
    press.queue("Ben", "Carol")
    printer = FakePrinter(prints_at_once=False)

    press.run(press.worker(printer), 4, steps=8)

    assert len(printer.jobs) == 2
    assert press.told("Carol") == ("queued", None)


def test_a_badge_the_printer_only_took_is_not_called_printed(press: Press) -> None:
    printer = FakePrinter(prints_at_once=False)

    press.run(press.worker(printer), 4)

    assert press.told() == ("sent", None)


def test_a_letter_that_no_typeface_has_is_a_named_failure(press: Press) -> None:
    with writing():
        press.fair.person("Asha").name = "Asha ᐃᓄᒃᑎᑐᑦ"

    press.run(press.worker())

    assert press.told() == ("failed", "glyph_missing")


def test_a_badge_without_a_name_is_a_named_failure(press: Press) -> None:
    with writing():
        press.fair.person("Asha").name = ""

    press.run(press.worker())

    assert press.told() == ("failed", "name_missing")


def test_the_old_code_dies_when_the_reprinted_badge_is_out(press: Press) -> None:
    worker = press.worker(FakePrinter())
    press.run(worker)
    asha = press.fair.person("Asha")
    old = codes.badge_code(asha, press.job().serial)
    with writing():
        print_jobs.reprint(press.fair.person("Asha"), reason="spoiled", at=press.at)
    assert codes.whose(press.fair.id, old, "badge")[0].id == asha.id

    press.run(worker)

    with pytest.raises(NotKnown):
        codes.whose(press.fair.id, old, "badge")
    new = codes.badge_code(press.fair.person("Asha"), press.job().serial)
    assert codes.whose(press.fair.id, new, "badge")[0].id == asha.id


def test_each_printer_of_a_fair_is_served_and_a_removed_one_no_more(press: Press) -> None:
    one, two = FakePrinter(), FakePrinter()
    press.printers |= {"ipp://one.example": one, "ipp://two.example": two}
    worker = press.worker()
    with writing():
        for name in ("one", "two"):
            print_jobs.add_printer(press.fair.id, press.at, name=name, url=f"ipp://{name}.example")
    assert len(worker.follow()) == 2
    with writing():
        print_jobs.remove_printer(press.printer(1), press.at)

    assert worker.follow() == []
    press.run(worker, 4)

    assert (one.labels, len(two.labels)) == ([], 1)


def test_a_badge_is_drawn_for_the_stock_dots_and_place_of_its_printer(press: Press) -> None:
    printer = FakePrinter()
    worker = press.worker(printer)
    worker.follow()
    with writing():
        print_jobs.change_printer(press.printer(), dpi=203, offset_x_mm=1.0)

    press.run(worker)

    (page,) = printer.pages
    assert (page.dpi, page.width_mm, page.height_mm) == (203, 62, 100)
    assert page.image.width == round(62 * 203 / 25.4)
    assert press.job().stock == "62x100"


def test_nothing_is_kept_open_while_a_printer_is_asked(press: Press) -> None:
    open_: list[bool] = []
    printer = FakePrinter()

    def look() -> None:
        open_.append(db.session.registry().in_transaction())

    printer.at = {"begin": [look], "send": [look]}

    press.run(press.worker(printer))

    assert open_ == [False, False]


def test_who_comes_before_their_batch_has_come_to_them_goes_first(press: Press) -> None:
    printer = FakePrinter(prints_at_once=False)
    worker = press.worker(printer)
    people = [press.fair.person(name) for name in ("Ben", "Carol")]
    with writing():
        print_jobs.void_waiting(press.ids["Asha"], press.at)
        print_jobs.print_ahead(press.fair.id, people, at=press.at)  # Okafor, then Reed
    press.fair.check_in("Carol")

    press.run(worker)

    assert next(iter(printer.jobs.values())).name == press.job("Carol").public_id

"""Printing on an emulated printer that fails: never a second label by itself, never one missing.

`make test` has a round or two of each fault, `make faults` fifty. Whatever happens, each person
ends with exactly one label that scans, and what needed a person was asked.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from badges import Page, Printer
from kiosk.domain import print_jobs
from tests.faults.a_press_killed import STEPS, Killer, killer
from tests.faults.a_print_shop import PrintShop, after, print_shop, rows
from tests.faults.a_proxy import Proxy, proxy
from tests.real.printer import RealPrinter

Fault = Callable[[PrintShop], None]
FEW, MANY = 1, 50


def out_of_labels_and_back(shop: PrintShop) -> None:
    shop.room.jam()
    people = shop.arrive(2)
    shop.run_until(lambda: shop.printer().state == "stopped")
    shop.run_until(lambda: shop.printer().reason == "media-empty")
    job = print_jobs.latest_of(people[0])
    assert job is not None
    assert print_jobs.where_is(job, shop.printer().seen_at or job.created_at).stuck is not None
    assert not sum(shop.labels()[who] for who in people)

    shop.room.refill()
    shop.run_until(lambda: shop.are("printed", *people))

    assert print_jobs.needing_somebody(shop.event_id) == []
    shop.must_have_one_label_each(*people)


def aborted(shop: PrintShop) -> None:
    shop.room.fail()
    people = shop.arrive(1)
    shop.run_until(lambda: shop.are("unknown", *people))
    shop.room.refill()

    assert shop.answer_as_a_person() == 1
    shop.run_until(lambda: shop.are("printed", *people))

    shop.must_have_one_label_each(*people)


def gone_in_mid_job_and_back(shop: PrintShop) -> None:
    shop.room.slow_down()
    people = shop.arrive(1)
    shop.run_until(shop.room.has_a_job)
    shop.run_until(lambda: shop.are("sent", *people))

    shop.room.switch_off()
    shop.run_until(lambda: shop.printer().state in ("away", "stopped"))
    shop.room.refill()
    shop.room.switch_on()
    shop.run_until(lambda: shop.states(*people)[0] in ("printed", "unknown"))
    shop.answer_as_a_person()
    shop.run_until(lambda: shop.are("printed", *people))

    shop.must_have_one_label_each(*people)


def queue_paused(shop: PrintShop) -> None:
    shop.room.pause_queue()
    people = shop.arrive(1)
    shop.run_until(lambda: shop.printer().reason == "paused")

    shop.room.resume_queue()
    shop.run_until(lambda: shop.are("printed", *people))

    shop.must_have_one_label_each(*people)


DIRECT: dict[str, Fault] = {
    "out of labels": out_of_labels_and_back,
    "aborted": aborted,
    "gone in mid-job": gone_in_mid_job_and_back,
}
QUEUED: dict[str, Fault] = {
    "out of labels": out_of_labels_and_back,
    "queue paused": queue_paused,
}
LONG = QUEUED | {"gone in mid-job": gone_in_mid_job_and_back}


def suffer(room: RealPrinter, url: str, folder: Path, fault: Fault, rounds: int) -> None:
    """Let a fault happen so many times at one printer."""
    with print_shop(folder, room, url) as shop:
        for number in range(rounds):
            fault(shop)
            if number % 10 == 9:
                print(f"\n{number + 1} rounds of {fault.__name__}", flush=True)


@pytest.mark.parametrize("name", DIRECT)
def test_a_printer_that_fails_prints_each_badge_once(
    label_printer: RealPrinter, tmp_path: Path, name: str
) -> None:
    suffer(label_printer, label_printer.direct_url, tmp_path, DIRECT[name], FEW)


@pytest.mark.parametrize("name", QUEUED)
def test_a_queue_whose_printer_fails_prints_each_badge_once(
    label_printer: RealPrinter, tmp_path: Path, name: str
) -> None:
    suffer(label_printer, label_printer.queue_url, tmp_path, QUEUED[name], FEW)


@pytest.mark.faults
@pytest.mark.parametrize("name", DIRECT)
def test_fifty_failures_of_a_printer(label_printer: RealPrinter, tmp_path: Path, name: str) -> None:
    suffer(label_printer, label_printer.direct_url, tmp_path, DIRECT[name], MANY)


@pytest.mark.faults
@pytest.mark.parametrize("name", LONG)
def test_fifty_failures_behind_a_queue(
    label_printer: RealPrinter, tmp_path: Path, name: str
) -> None:
    suffer(label_printer, label_printer.queue_url, tmp_path, LONG[name], MANY)


class Deaf:
    """A printer whose answer to each badge is lost on the way."""

    def __init__(self, printer: Printer, line: Proxy) -> None:
        self._printer, self._line = printer, line

    def __getattr__(self, name: str) -> Any:
        return getattr(self._printer, name)

    def send(self, pages: Sequence[Page], *, name: str, number: str = "") -> str:
        self._line.lose(1)
        return self._printer.send(pages, name=name, number=number)


def lose_answers(room: RealPrinter, folder: Path, rounds: int) -> None:
    """Let the printer take badges whose answers nobody hears."""
    with proxy(room.emulator.port, loses=0) as line:
        url = f"ipp://localhost:{line.port}/ipp/print"
        with print_shop(folder, room, url, lambda printer: Deaf(printer, line)) as shop:
            for _round in range(rounds):
                people = shop.arrive(1)
                shop.run_until(lambda people=people: shop.are("printed", *people))  # type: ignore[misc]
                shop.must_have_one_label_each(*people)
            assert line.lost >= rounds
            assert print_jobs.needing_somebody(shop.event_id) == []


def test_a_badge_whose_answer_was_lost_is_printed_once(
    label_printer: RealPrinter, tmp_path: Path
) -> None:
    lose_answers(label_printer, tmp_path, 2)


@pytest.mark.faults
def test_fifty_lost_answers(label_printer: RealPrinter, tmp_path: Path) -> None:
    lose_answers(label_printer, tmp_path, MANY)


def kill_workers(room: RealPrinter, folder: Path, rounds: int) -> None:
    """Kill the worker at every step, and let another one take over when its leases are over."""
    with print_shop(folder, room, room.direct_url) as shop, killer() as deaths:
        later_s = 0.0
        for _round in range(rounds):
            for step in STEPS:
                later_s += 200
                _kill_once(shop, deaths, folder, step, later_s)
        assert len(rows(shop.event_id)) == rounds * len(STEPS)


def _kill_once(shop: PrintShop, deaths: Killer, folder: Path, step: str, later_s: float) -> None:
    with after(later_s):
        people = shop.arrive(1)
    deaths.kill_at(step, data_dir=folder, url=shop.url, later_s=later_s)
    shop.worker = shop.new_worker()
    with after(later_s + 100):
        shop.run_until(lambda: shop.are("printed", *people))
        shop.worker.close()
        shop.must_have_one_label_each(*people)


def test_a_worker_killed_at_any_step_loses_no_badge_and_prints_none_twice(
    label_printer: RealPrinter, tmp_path: Path
) -> None:
    kill_workers(label_printer, tmp_path, FEW)


@pytest.mark.faults
def test_fifty_kills_at_every_step(label_printer: RealPrinter, tmp_path: Path) -> None:
    kill_workers(label_printer, tmp_path, MANY)

"""What the welcome page says of printers: at which one a badge is, and what that one needs."""

import html
import re

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from kiosk import clock
from kiosk.db import writing
from kiosk.domain import print_jobs
from tests.a_print_room import claim, ready_printer, record, see
from tests.web.a_fair import Fair, Screen, hold, pair, words


@pytest.fixture
def fair(app: Flask) -> Fair:
    return hold(app)


@pytest.fixture
def door(fair: Fair) -> Screen:
    return pair(fair)


def part(page: TestResponse, name: str) -> str:
    return html.unescape(re.findall(rf'src="([^"]+/{name})"', page.text)[0])


def test_the_page_names_the_printer_where_there_are_several(fair: Fair, door: Screen) -> None:
    hello = door.scan(fair.tickets["Asha"])
    with fair.app.app_context():
        one = ready_printer(fair.event_id, "Printer 1", clock.now())
        two = ready_printer(fair.event_id, "Printer 2", clock.now())
        job = claim(fair.event_id, clock.now(), two)

    printing = words(door.get(part(hello, "badge")))
    with fair.app.app_context():
        record(job, "printed", at=clock.now())
    ready = words(door.get(part(hello, "badge")))

    assert one.id != two.id
    assert "Your badge is printing at Printer 2" in printing
    assert "Your badge is ready at Printer 2" in ready


def test_a_printer_without_labels_is_named_with_what_it_needs(fair: Fair, door: Screen) -> None:
    hello = door.scan(fair.tickets["Asha"])
    with fair.app.app_context():
        printer = ready_printer(fair.event_id, "Printer 1", clock.now())
        claim(fair.event_id, clock.now(), printer)
        with writing():
            see(print_jobs.printer_of(printer.id), "stopped", clock.now(), "media-empty")

    told = words(door.get(part(hello, "badge")))

    assert "Printer 1 needs labels." in told

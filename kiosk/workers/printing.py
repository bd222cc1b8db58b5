"""The print room: one writer for each printer of every fair that goes on.

A printer that is slow, or gone, holds up only its own writer. Several processes may share the
work (PostgreSQL): a writer acts only while it holds its printer's lease.
"""

from collections.abc import Callable
from secrets import token_hex

from kiosk import clock
from kiosk.adapters.badge_press import Printer, open_printer
from kiosk.db import db, writing
from kiosk.domain import arrivals, print_jobs
from kiosk.settings import Settings
from kiosk.workers.printer_writer import PrinterWriter


class PrintWorker:
    """The writers of this process, each made when its printer is first seen."""

    def __init__(self, settings: Settings, open_: Callable[[str], Printer] | None = None) -> None:
        """Take the printers that fairs begin with from the settings.

        `open_` makes a printer of an address; by default it is `badges`' own.
        """
        self._settings = settings
        self._open = open_ or (lambda url: open_printer(url, settings.data_dir))
        self._name = token_hex(8)
        self._writers: dict[int, PrinterWriter] = {}

    def run_once(self) -> bool:
        """Let every printer take a step, one after the other; return whether any did something."""
        self.follow()
        return any([writer.step() for writer in self._writers.values()])

    def follow(self) -> list[PrinterWriter]:
        """See which printers there are now; return the writers of those that are new."""
        at = clock.now()
        urls = self._settings.printer_url.split()
        for event_id in print_jobs.events_without(urls):
            with writing():
                print_jobs.follow_setting(event_id, urls, at)
        if print_jobs.has_expired(at):
            with writing():
                print_jobs.release_expired(at)
        if arrivals.somebody_waits_for_a_batch():
            with writing():
                arrivals.let_arrived_go_first()
        wanted = {printer.id for printer in print_jobs.printers_to_serve(at)}
        db.session.rollback()
        for gone in self._writers.keys() - wanted:
            self._writers.pop(gone).is_over = True
        new = {
            printer_id: PrinterWriter(printer_id, self._name, self._open, self._settings.public_url)
            for printer_id in sorted(wanted - self._writers.keys())
        }
        self._writers |= new
        return list(new.values())

    def close(self) -> None:
        """Let another process write to these printers at once."""
        with writing():
            print_jobs.let_go_of_writer(self._name)

"""Where a list of whom one met comes out, in words that every door shares."""

from babel.lists import format_list
from flask_babel import get_locale

from kiosk.domain import meetings, print_jobs
from kiosk.domain.print_jobs import PrintJob


def where_it_comes_out(event_id: int, job: PrintJob | None, device_id: int | None = None) -> str:
    """Return the printer that has a list, or those that may: "Printer 1 or Printer 2"."""
    if job is not None and job.state in ("claimed", "sent") and job.printer_id is not None:
        return print_jobs.printer_of(job.printer_id).name
    if job is not None and job.state == "queued":
        device_id = job.device_id or device_id
    names = [each.name for each in meetings.slip_printers(event_id, device_id)]
    return str(format_list(names, style="or", locale=get_locale() or "en")) if names else ""

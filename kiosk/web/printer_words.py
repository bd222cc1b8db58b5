"""What a printer needs, in one sentence for whoever stands beside it; tablet and desk share it."""

from flask_babel import lazy_gettext as _lazy

from kiosk.domain.print_jobs import Printer
from kiosk.web.language import _

NEEDS = {
    "media-empty": _lazy("%(printer)s needs labels."),
    "media-needed": _lazy("%(printer)s needs labels."),
    "input-tray-missing": _lazy("%(printer)s needs labels."),
    "cover-open": _lazy("The cover of %(printer)s is open."),
    "door-open": _lazy("The cover of %(printer)s is open."),
    "interlock-open": _lazy("The cover of %(printer)s is open."),
    "media-jam": _lazy("A label is stuck in %(printer)s."),
    "marker-supply-empty": _lazy("%(printer)s needs ink or toner."),
    "toner-empty": _lazy("%(printer)s needs ink or toner."),
    "stalled": _lazy("%(printer)s has been at one badge for half a minute. Look at it."),
    "paused": _lazy("%(printer)s was paused at its own buttons, or in its queue."),
    "moving-to-paused": _lazy("%(printer)s was paused at its own buttons, or in its queue."),
    "not-accepting": _lazy("The queue of %(printer)s takes nothing just now."),
    "desk": _lazy("%(printer)s is paused."),
    "aborting": _lazy(
        "%(printer)s gave up two badges in a row, so it is paused. Look at it, then let it go on."
    ),
    "format_unknown": _lazy(
        "%(printer)s takes no kind of picture that we make. Send badges to it by a CUPS queue."
    ),
    "stock_too_small": _lazy("The labels chosen for %(printer)s are too small for a badge."),
    "printer_unknown": _lazy("The address of %(printer)s is not one we know."),
    "printer_address_wrong": _lazy("The address of %(printer)s is not complete."),
    "folder_unwritable": _lazy("The folder of %(printer)s cannot be written. Free some room."),
}
_AWAY = _lazy("%(printer)s does not answer. Look whether it is on and connected.")
_STOPPED = _lazy("%(printer)s stands still and needs somebody.")
_REFUSED = _lazy("%(printer)s refused a badge, so it is paused. Look at it, then let it go on.")


def what_it_needs(printer: Printer) -> str:
    """Return what keeps a printer from printing, or nothing."""
    if printer.paused_at is not None:
        sentence = NEEDS.get(printer.paused_why or "desk", _REFUSED)
    elif printer.state == "away":
        sentence = _AWAY
    elif printer.state == "stopped":
        sentence = NEEDS.get(printer.reason, _STOPPED)
    else:
        return ""
    return str(sentence) % {"printer": printer.name}


def what_it_says(printer: Printer) -> str:
    """Return how a printer is, in a few words: what it needs, or that all is well."""
    if needs := what_it_needs(printer):
        return needs
    if printer.state == "unseen" or printer.seen_at is None:
        return _("Not heard of yet.")
    if printer.is_low:
        return _("Ready; the labels are nearly out.")
    return _("Printing.") if printer.state == "busy" else _("Ready.")

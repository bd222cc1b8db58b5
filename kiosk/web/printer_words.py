"""What a printer needs, in one sentence for whoever stands beside it; tablet and desk share it."""

from datetime import datetime, timedelta

from flask_babel import lazy_gettext as _lazy

from kiosk.domain.print_jobs import Printer

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


LIVES = {
    "ready": ("●", _lazy("ready")),
    "busy": ("◐", _lazy("printing")),
    "paused": ("■", _lazy("paused")),
    "stopped": ("▲", _lazy("stands still")),
    "away": ("○", _lazy("does not answer")),
    "silent": ("○", _lazy("not heard of lately")),
    "unseen": ("◌", _lazy("not heard of yet")),
}
"""How a printer is, by shape and word."""
_STANDS_FOR = {
    "media-empty": _lazy("out of labels"),
    "media-needed": _lazy("out of labels"),
    "input-tray-missing": _lazy("out of labels"),
    "cover-open": _lazy("cover open"),
    "door-open": _lazy("cover open"),
    "interlock-open": _lazy("cover open"),
    "media-jam": _lazy("a label is stuck"),
    "marker-supply-empty": _lazy("out of ink"),
    "toner-empty": _lazy("out of ink"),
    "paused": _lazy("paused at its own buttons"),
    "moving-to-paused": _lazy("paused at its own buttons"),
}
SILENT_AFTER = timedelta(seconds=30)


def life_of(printer: Printer, at: datetime) -> str:
    """Return how a printer is: one of `LIVES`."""
    if printer.paused_at is not None:
        return "paused"
    if printer.seen_at is None or printer.state == "unseen":
        return "unseen"
    return "silent" if at - printer.seen_at > SILENT_AFTER else printer.state


def word_for(printer: Printer, life: str) -> str:
    """Return a word or two for how a printer is, as "out of labels"."""
    word = _STANDS_FOR.get(printer.reason) if life == "stopped" else None
    return str(word or LIVES[life][1])

"""Slugs of printing in words, for the desk: what is printed, why again, and what became of it."""

from flask_babel import lazy_gettext as _

WHATS = {
    "badge": _("badge"),
    "slip": _("slip"),
    "sign": _("sign"),
    "tent": _("tent card"),
    "proof": _("test page"),
}
PAPERS = {
    "badge": _("badges"),
    "slip": _("slips"),
    "sign": _("signs"),
    "tent": _("tent cards"),
}
"""What a printer may be told to print; a test page comes out of every one."""
AGAIN = {
    "reprint": _("it is damaged or unreadable"),
    "spoiled": _("the printer spoiled the label"),
    "lost": _("it was lost: the old code dies now"),
    "corrected": _("something on it was corrected"),
}
"""Why a badge is printed again, as the desk asks it."""
WHYS = {
    "aborted": _("the printer gave it up"),
    "aborted_unbegun": _("the printer gave it up before it began"),
    "all_cancelled": _("cancelled with all that waited"),
    "batch_cancelled": _("its batch was cancelled"),
    "cancelled": _("it was cancelled at the printer"),
    "cancelled_unbegun": _("it was taken back before it began"),
    "format_unknown": _("the printer takes no kind of picture that we make"),
    "glyph_missing": _("no typeface here has a letter of the name: write this badge by hand"),
    "in_doubt": _("the server was stopped while it was sent"),
    "lost": _("the printer knows it no more"),
    "name_missing": _("there is no name to print"),
    "outcome_unknown": _("the line broke while it printed"),
    "printer_away": _("the printer did not answer"),
    "printer_busy": _("the printer takes one at a time"),
    "printer_refused": _("the printer refused it"),
    "printer_removed": _("its printer was taken away"),
    "printer_trouble": _("the printer had trouble"),
    "seen_by_staff": _("a steward saw it"),
    "stock_too_small": _("the labels are too small for it"),
    "worker_gone": _("the server was stopped meanwhile"),
}
"""Why a job is as it is; a slug that is not here is not told."""

FOUND_STATES = {"ready": _("ready"), "busy": _("printing"), "stopped": _("stands still")}

FOR_PRINTING = {"whats": WHATS, "papers": PAPERS, "again_because": AGAIN, "whys": WHYS}

"""What a printer's attributes mean: how it is, what it can do, what became of a job.

No attribute is believed alone. A CUPS queue whose printer is gone says `printer-state-reasons`
"none", and only its message tells; a completed job may have `job-state-reasons` of one that stops.
"""

import re
from collections.abc import Sequence

from badges.printers.ipp_message import (
    CREATE_JOB,
    SEND_DOCUMENT,
    Answer,
    Group,
    Missing,
    Resolution,
)
from badges.printers.printer import Abilities, Condition, Fate

PROCESSING, STOPPED = 4, 5  # printer-state (RFC 8011, 5.4.11)
PENDING, HELD, PRINTING, HELD_UP, CANCELLED, ABORTED, COMPLETED = range(3, 10)  # 5.3.7
HOW = (
    "printer-state",
    "printer-state-reasons",
    "printer-state-message",
    "printer-is-accepting-jobs",
)
WHAT = (
    "color-supported",
    "cups-version",
    "document-format-preferred",
    "document-format-supported",
    "media-col-database",
    "media-col-supported",
    "media-ready",
    "media-supported",
    "operations-supported",
    "print-color-mode-supported",
    "print-scaling-supported",
    "printer-info",
    "printer-make-and-model",
    "printer-name",
    "printer-resolution-supported",
    "pwg-raster-document-resolution-supported",
    "pwg-raster-document-type-supported",
    "sides-supported",
    "urf-supported",
)
BECAME = (
    "job-name",
    "job-state",
    "job-state-reasons",
    "time-at-processing",
    "job-impressions-completed",
    "job-media-sheets-completed",
    "job-printer-state-reasons",
)

# Keywords of RFC 8011, 5.4.12 and PWG 5100.9 that keep any printer from printing.
_STOPS = {
    "cover-open",
    "door-open",
    "input-tray-missing",
    "interlock-open",
    "marker-supply-empty",
    "marker-supply-missing",
    "media-empty",
    "media-jam",
    "media-needed",
    "moving-to-paused",
    "offline",
    "paused",
    "shutdown",
    "spool-area-full",
    "timed-out",
    "toner-empty",
}
_NO_NEWS = re.compile(r"none|connecting-to-device|cups-.*")
_UNCONFIRMED = "cups-ipp-missing-job-history"
_JOB_STOPS = {"printer-stopped", "printer-stopped-partly", "resources-are-not-ready"}  # 5.3.8
_STILL_FILLING = {"job-incoming", "job-data-insufficient"}
_REASON = re.compile(r"([a-z0-9][a-z0-9.-]{0,59}?)(?:-(error|warning|report))?")
# What CUPS's backends write while they wait for a printer that does not answer.
_GONE = re.compile(
    r"may not exist|unavailable|unreachable|not responding|unable to locate|not connected"
    r"|waiting for printer to become available",
    re.IGNORECASE,
)


def condition(answer: Group) -> Condition:
    """Return how a printer is, from the attributes of `HOW`."""
    state = answer.whole("printer-state")
    reasons = _reasons(answer.texts("printer-state-reasons"))
    stops = [slug for slug, severity in reasons if _stops(slug, severity, state)]
    warnings = tuple(
        slug for slug, _ in reasons if slug not in stops and not _NO_NEWS.fullmatch(slug)
    )
    if "offline" in stops or (
        state in (PROCESSING, STOPPED) and _GONE.search(answer.text("printer-state-message"))
    ):
        return Condition("away", "offline", warnings)
    if stops or state == STOPPED:
        reason = next(iter([*stops, *warnings]), "stopped")
        return Condition("stopped", reason, tuple(each for each in warnings if each != reason))
    if answer.all("printer-is-accepting-jobs")[:1] == [False]:
        return Condition("stopped", "not-accepting", warnings)
    return Condition("busy" if state == PROCESSING else "ready", "", warnings)


def _reasons(words: Sequence[str]) -> list[tuple[str, str]]:
    """Return reasons as slug and severity; what is no keyword is left out."""
    found = map(_REASON.fullmatch, words)
    return list(dict.fromkeys((each[1], each[2] or "") for each in found if each))


def _stops(slug: str, severity: str, state: int | None) -> bool:
    """Whether a reason keeps the printer from printing.

    On an idle printer a warning does not: one of several trays may be empty, and a CUPS queue
    keeps the last job's warnings until the next.
    """
    if severity in ("warning", "report"):
        return slug in _STOPS and state in (PROCESSING, STOPPED)
    return slug in _STOPS or severity == "error"


def abilities(answer: Group, formats: Sequence[str], resolutions: Sequence[int]) -> Abilities:
    """Return what a printer can do, from the attributes of `WHAT`."""
    operations = answer.all("operations-supported")
    media = answer.texts("media-ready") + answer.texts("media-supported")
    return Abilities(
        name=answer.text("printer-info") or answer.text("printer-name"),
        make_and_model=answer.text("printer-make-and-model"),
        formats=tuple(formats),
        media=tuple(dict.fromkeys(media)),
        resolutions_dpi=tuple(resolutions),
        colour=answer.all("color-supported")[:1] == [True],
        makes_jobs_first=CREATE_JOB in operations and SEND_DOCUMENT in operations,
    )


def fate(answer: Answer) -> Fate:
    """Return what became of a job, from the attributes of `BECAME`."""
    state, reasons = answer.whole("job-state"), set(answer.texts("job-state-reasons"))
    began = _began(answer, state)
    if state == PENDING or (state == HELD and reasons & _STILL_FILLING):
        return Fate("waiting", began)
    if state in (HELD, HELD_UP) or (state == PRINTING and reasons & _JOB_STOPS):
        return Fate("held_up", began)
    if state == COMPLETED and "job-completed-with-errors" not in reasons:
        return Fate("printed", began)
    if state == CANCELLED:
        return Fate("cancelled", began)
    return Fate("aborted" if state in (ABORTED, COMPLETED) else "printing", began)


def is_unconfirmed(answer: Group) -> bool:
    """Whether a CUPS queue, or a job of it, says that the printer could not tell of a job.

    CUPS calls a job completed also where the printer was switched off and on, and knows it no
    more; the reason stays with the queue from then on, so it only means something when it is new.
    """
    reasons = answer.texts("job-printer-state-reasons") or answer.texts("printer-state-reasons")
    return _UNCONFIRMED in reasons


def _began(answer: Answer, state: int | None) -> bool:
    """Whether a job ever began to print: False only where the printer says so itself.

    `time-at-processing` has "no-value" until then (RFC 8011, 5.3.14.2). One that leaves it out, or
    says "unknown", leaves it in doubt.
    """
    done = [answer.whole(f"job-{each}-completed") or 0 for each in ("impressions", "media-sheets")]
    said_not = answer.all("time-at-processing") == [Missing.NO_VALUE]
    return not said_not or any(done) or state not in (PENDING, HELD, CANCELLED, ABORTED)


def square_dpi(values: Sequence[object]) -> list[int]:
    """Return resolutions that are the same both ways, in dots an inch (RFC 8011, 5.2.4)."""
    per_inch = {3: 1.0, 4: 2.54}
    return [
        round(each.across * per_inch[each.unit])
        for each in values
        if isinstance(each, Resolution) and each.across == each.along > 0 and each.unit in per_inch
    ]

"""Importing lists: look first, then take in. All or nothing, and never from a file on our disk.

Between looking and taking in, the file stays where it came from: the second form carries it back,
packed, so that it works with any number of processes and nothing personal lies about here. What is
taken in is read and checked again; the browser's copy is trusted no more than the first upload.
"""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from hashlib import sha256

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import ngettext

from kiosk import clock
from kiosk.adapters.attendee_file import MOST_BYTES, FileRefused
from kiosk.domain import attendees, codes, employers
from kiosk.domain.attendees import Overtaken
from kiosk.domain.attendees.registration import seat_recruiters
from kiosk.domain.operations import Outcome
from kiosk.errors import Invalid, NotKnown, Refused
from kiosk.web.desk import bp
from kiosk.web.desk.import_preview import (
    COUNTED,
    Preview,
    Rows,
    look,
    mapping_of,
    pack,
    read_list,
    unpack,
    written_by_hand,
)
from kiosk.web.desk.page import acted, show, this_event
from kiosk.web.forms import Command, Form, read_form
from kiosk.web.identity import access
from kiosk.web.language import _

LISTS = ("attendees", "employers")
_REFUSED = "Something in that list cannot be read. Look at it again."
_ROOM = 2 * MOST_BYTES  # a packed file of the largest size, as text


class Upload(Form):
    """What goes with a file: columns that the file names otherwise."""

    mapping: str = ""


class TakeIn(Command):
    """The list that was looked at, named by its hash so that a repeat is the same list."""

    mapping: str = ""


@bp.get("/<slug>/import")
@access("organiser", event="staff")
def import_page(slug: str) -> ResponseReturnValue:
    """Ask the organiser for a list."""
    return _page(slug, "", "")


def _page(slug: str, which: str, sentence: str) -> str:
    return show("import", this_event(slug), here="import", which=which, sentence=sentence)


@bp.post("/<slug>/import/<which>")
@access("organiser", event="staff", because="writes nothing: it shows what would be")
def look_at_list(slug: str, which: str) -> ResponseReturnValue:
    """Show the organiser what a list would do, or what stands in its way."""
    event = this_event(slug)
    _known(which)
    try:
        mapping, content = _sent()
        preview = look(event, which, content, mapping)
    except (FileRefused, Invalid) as fault:
        return _page(slug, which, _told(fault)), 422
    return _show(slug, which, preview, content, mapping), 422 if preview.faults else 200


def _known(which: str) -> None:
    if which not in LISTS:
        raise NotKnown("no_such_list", "There is nothing at this address.")


def _sent() -> tuple[str, bytes]:
    # Looking again (with other columns) carries the file; looking first uploads it.
    request.max_content_length = request.max_form_memory_size = _ROOM
    mapping = read_form(Upload).mapping[:4000]
    if packed := request.form.get("packed"):
        return mapping, unpack(packed)
    file = request.files.get("file")
    content = file.read(MOST_BYTES + 1) if file else b""
    if not content:
        raise Invalid({"file": _("Choose a file first.")})
    return mapping, content


def _told(fault: FileRefused | Invalid) -> str:
    if isinstance(fault, FileRefused):
        return _(fault.template, **fault.facts)
    return _(fault.sentence)


def _show(slug: str, which: str, preview: Preview, content: bytes, mapping: str) -> str:
    return show(
        "import_preview",
        this_event(slug),
        here="import",
        which=which,
        preview=preview,
        packed=pack(content),
        mapping=mapping,
    )


@bp.post("/<slug>/import/<which>/take-in")
@access("organiser", event="staff", op_id=True)
def take_in(slug: str, which: str) -> ResponseReturnValue:
    """Take the list in that the organiser has looked at, whole or not at all."""
    event = this_event(slug)
    _known(which)
    try:
        _mapping, content = _sent()
        command = read_form(TakeIn)
        found = read_list(which, content, mapping_of(command.mapping), event.region)
    except (FileRefused, Invalid) as fault:
        return _page(slug, which, _told(fault)), 422
    if found.faults:
        raise Refused("file_refused", _REFUSED)
    act = _employers if which == "employers" else _attendees
    named = sha256(content).hexdigest()[:16]
    counts = _tried_again(
        lambda: acted(
            command, event.id, f"import-{which}", act(event.id, found.rows), subject=named
        )
    ).rows
    flash(
        _(
            "Taken in: %(added)s added, %(updated)s changed, %(unchanged)s as they were.",
            added=counts["added"],
            updated=counts["updated"],
            unchanged=counts["unchanged"],
        )
    )
    if by_hand := len({each["row"] for each in written_by_hand(which, found.rows)}):
        flash(_pens(by_hand))
    return redirect(url_for("desk.import_page", slug=slug), 303)


def _pens(count: int) -> str:
    told = ngettext(
        "%(num)d badge leaves a line to write the name on. People says whose.",
        "%(num)d badges leave a line to write the name on. People says whose.",
        count,
    )
    return str(told)


def _tried_again(take: Callable[[], Outcome]) -> Outcome:
    # The doors may be busy while a list is drafted: it is drafted anew, twice.
    for _try in range(2):
        with suppress(Overtaken):
            return take()
    return take()


def _employers(event_id: int, rows: Rows) -> Callable[[datetime], Outcome]:
    def act(at: datetime) -> Outcome:
        counts = employers.register(event_id, [values for _number, values in rows], at)
        seat_recruiters(event_id)
        return Outcome(200, "taken_in", dict(counts))

    return act


def _attendees(event_id: int, rows: Rows) -> Callable[[datetime], Outcome]:
    at = clock.now()
    made = attendees.draft(event_id, rows, at)
    new_codes = codes.make(event_id, made.newcomers, at)

    def act(at: datetime) -> Outcome:
        if made.result.refused:
            raise Refused("file_refused", _REFUSED)
        attendees.take_in(made)
        codes.issue_missing(event_id, at, new_codes)
        counts = {name: getattr(made.result, name) for name in COUNTED}
        return Outcome(200, "taken_in", dict(counts))

    return act

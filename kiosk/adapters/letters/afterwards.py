"""Letters after the pack: one reminder to whoever asked for it, and what is to be deleted."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from flask_babel import force_locale, format_date

from kiosk.adapters.letters.thank_you import draft_url
from kiosk.adapters.letters.writing import Sender, language_of, moment, write_letter
from kiosk.domain.attendees import Attendee
from kiosk.domain.events import Event
from kiosk.domain.packs import DeletionRow, PackEntry, PackLetter

WITHIN = timedelta(days=7)
"""How soon what was taken back is to be deleted."""


def nudge_letter(
    reader: Attendee,
    entries: Sequence[PackEntry],
    event: Event,
    sender: Sender,
    *,
    pack_url: str,
    at: datetime,
    edition: int,
) -> PackLetter:
    """Return the one reminder: whom its reader has not written to, with a draft for each."""
    language = language_of(reader, event)
    with force_locale(language):
        people = [
            {
                "first_name": each.met.person.first_name,
                "name": each.met.person.name,
                "when": moment(each.met.at, event),
                "note": each.note,
                "draft": draft_url(each, reader, event, language),
            }
            for each in entries
        ]
    context = {"people": people, "pack_url": pack_url}
    return write_letter("nudge", reader, event, context, (), sender, at, edition)


def deletion_letter(
    holder: Attendee,
    rows: Sequence[DeletionRow],
    event: Event,
    sender: Sender,
    *,
    pack_url: str,
    at: datetime,
    edition: int,
) -> PackLetter:
    """Return the request to delete what people took back; an erased one is named by when and where.

    The reference is the one that stands in the reader's own file of contact cards.
    """
    with force_locale(language_of(holder, event)):
        asked = [
            {
                "name": "" if notice.why == "erased" else giver.name,
                "when": moment(meeting.happened_at, event),
                "reference": f"{meeting.public_id}-{giver.public_id}",
            }
            for notice, giver, _holder, meeting in rows
        ]
        by = format_date(at.astimezone(event.zone).date() + WITHIN, "d MMMM yyyy")
    context = {
        "asked": asked,
        "by": by,
        "for_team": holder.employer_id is not None,
        "pack_url": pack_url,
    }
    return write_letter("deletion", holder, event, context, (), sender, at, edition)

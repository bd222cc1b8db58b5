"""My pack's page: everyone I met with what they gave, as in my letter, and files to take along.

It renders from the rows, so that what was taken back since is not in it.
"""

from dataclasses import dataclass

from flask import render_template
from flask.typing import ResponseReturnValue

from kiosk import clock
from kiosk.adapters.letters import draft_url
from kiosk.domain import events, notes, packs, prompts
from kiosk.domain.events import Event
from kiosk.domain.mentoring.met import Offered
from kiosk.domain.notes import Followed
from kiosk.domain.packs import PackContents, PackEntry
from kiosk.errors import NotKnown
from kiosk.web.identity import access
from kiosk.web.language import _
from kiosk.web.offer_words import asked_for
from kiosk.web.phone import bp
from kiosk.web.phone.pack_reader import PackReader, reading
from kiosk.web.phone.seen import Contact, seen, told_to
from kiosk.web.times import day_of


@dataclass(frozen=True)
class PackPerson:
    """One person of a pack, as its page shows them."""

    contact: Contact
    note: str
    question: str
    followed: Followed
    draft: str
    """The address that opens a thank-you in one's own mail program; none without an address."""
    is_new: bool
    offered: Offered | None = None


def frozen() -> tuple[PackReader, PackContents]:
    """Return who reads and what is in their pack.

    Raises:
        NotKnown: packs of this fair are not made yet.
    """
    reader = reading()
    if not packs.is_frozen(reader.event.id):
        raise NotKnown("no_pack_yet", "Your pack is made after the fair closes. Come back then.")
    return reader, packs.contents_of(reader.person)


@bp.get("/me/pack")
@access("phone", "reader", event="reader")
def pack() -> ResponseReturnValue:
    """Show an attendee everyone they met, as their letter does."""
    reader, contents = frozen()
    event, person = events.get(reader.event.id), contents.reader
    told, followed = told_to(person), notes.follow_ups_of(person)
    people = [
        _person(entry, reader, event, (seen(entry.met, reader.event, told), followed))
        for entry in contents.entries
    ]
    return render_template(
        "phone/pack.html",
        asked_for=asked_for,
        fair=reader.event,
        person=person,
        by_link=reader.by_link,
        day=day_of(event, event.starts_at),
        people=people,
        groups=_grouped(people),
        unwritten=sum(not each.followed.wrote for each in people),
        deletions=len(packs.notices_of_employer(person.employer_id or 0)),
        may_wish=packs.may_still_wish(person, clock.now()),
        team=contents.team.others(person) if contents.team else [],
    )


def _grouped(people: list[PackPerson]) -> list[tuple[str, list[PackPerson]]]:
    """Return people under headings, as in the letter; where one would be all, there is none."""
    news, known = ([each for each in people if each.is_new is said] for said in (True, False))
    if not news or not known:
        return [("", people)]
    return [(_("New to you"), news), (_("Closer to home"), known)]


def _person(
    entry: PackEntry,
    reader: PackReader,
    event: Event,
    known: tuple[Contact, dict[int, Followed]],
) -> PackPerson:
    contact, followed = known
    person = reader.person
    meeting, language = entry.met.meeting, person.locale or event.locale
    return PackPerson(
        contact,
        entry.note,
        prompts.wording(meeting.event_id, meeting.prompt_id, language),
        followed.get(meeting.id, Followed()),
        draft_url(entry, person, event, language),
        entry.is_new,
        entry.offered,
    )

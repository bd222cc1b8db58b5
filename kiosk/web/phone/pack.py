"""My pack on my own page: everyone I met with what they gave, and files for the address book.

It renders from the rows, so that what was taken back since is not in it.
"""

from flask import render_template
from flask.typing import ResponseReturnValue

from kiosk.adapters.letters import cards_of, table_of
from kiosk.domain import events, packs
from kiosk.domain.packs import PackContents
from kiosk.errors import NotKnown
from kiosk.web.attachment import attachment
from kiosk.web.identity import access
from kiosk.web.phone import bp
from kiosk.web.phone.seen import seen, told_to
from kiosk.web.phone.speaker import Speaker, speaking
from kiosk.web.times import day_of


def _frozen() -> tuple[Speaker, PackContents]:
    """Return who reads and what is in their pack.

    Raises:
        NotKnown: packs of this fair are not made yet.
    """
    speaker = speaking()
    if not packs.is_frozen(speaker.phone.event.id):
        raise NotKnown("no_pack_yet", "Your pack is made after the fair closes. Come back then.")
    return speaker, packs.contents_of(speaker.person)


@bp.get("/me/pack")
@access("phone", event="phone")
def pack() -> ResponseReturnValue:
    """Show an attendee everyone they met, as their letter does."""
    speaker, contents = _frozen()
    event, told = speaker.phone.event, told_to(speaker.person)
    return render_template(
        "phone/pack.html",
        fair=event,
        day=day_of(event, event.starts_at),
        contacts=[(seen(entry.met, event, told), entry.note) for entry in contents.entries],
    )


@bp.get("/me/contacts.vcf")
@access("phone", event="phone")
def contact_cards() -> ResponseReturnValue:
    """Give an attendee one file that their address book reads."""
    speaker, contents = _frozen()
    event = events.get(speaker.phone.event.id)
    return attachment(cards_of(contents, event), "text/vcard; charset=utf-8", "contacts.vcf")


@bp.get("/me/contacts.csv")
@access("phone", event="phone")
def contact_sheet() -> ResponseReturnValue:
    """Give an attendee one file that a spreadsheet opens."""
    speaker, contents = _frozen()
    event = events.get(speaker.phone.event.id)
    return attachment(table_of(contents, event), "text/csv; charset=utf-8", "contacts.csv")

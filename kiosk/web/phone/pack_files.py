"""My pack as files: everybody's cards, one card, a table, a reminder for the calendar."""

from collections.abc import Sequence

from flask import current_app
from flask.typing import ResponseReturnValue

from kiosk import clock
from kiosk.adapters import team_contacts
from kiosk.adapters.contact_card import write_cards
from kiosk.adapters.letters import Sender, card_of, cards_of, reminder_of, table_of
from kiosk.adapters.team_contacts import terms_of
from kiosk.domain import events, meetings, packs
from kiosk.domain.events import Event
from kiosk.domain.notes import Talk
from kiosk.errors import NotKnown
from kiosk.web.attachment import attachment
from kiosk.web.identity import access
from kiosk.web.phone import bp
from kiosk.web.phone.pack import frozen
from kiosk.web.phone.pack_reader import reading

_CARD = "text/vcard; charset=utf-8"


@bp.get("/me/contacts.vcf")
@access("phone", "reader", event="reader")
def contact_cards() -> ResponseReturnValue:
    """Give an attendee one file that their address book reads."""
    reader, contents = frozen()
    return attachment(cards_of(contents, events.get(reader.event.id)), _CARD, "contacts.vcf")


@bp.get("/me/contacts.csv")
@access("phone", "reader", event="reader")
def contact_sheet() -> ResponseReturnValue:
    """Give an attendee one file that a spreadsheet opens."""
    reader, contents = frozen()
    table = table_of(contents, events.get(reader.event.id))
    return attachment(table, "text/csv; charset=utf-8", "contacts.csv")


@bp.get("/me/pack/reminder.ics")
@access("phone", "reader", event="reader")
def reminder() -> ResponseReturnValue:
    """Give an attendee a calendar entry for the morning after: to write to whom they met."""
    reader, contents = frozen()
    settings = current_app.config["KIOSK"]
    sender = Sender(settings.mail_from, settings.public_url)
    event, at = events.get(reader.event.id), packs.frozen_when(reader.event.id) or clock.now()
    entry = reminder_of(contents, event, sender, at=at)
    return attachment(entry, "text/calendar; charset=utf-8; method=PUBLISH", "reminder.ics")


@bp.get("/me/pack/team.csv")
@access("phone", "reader", event="reader")
def team_sheet() -> ResponseReturnValue:
    """Give a recruiter everyone their team met as a table that says what it is for."""
    talks, event = _team()
    table = team_contacts.table(talks, event, terms_of(event, talks))
    return attachment(table, "text/csv; charset=utf-8", "team.csv")


@bp.get("/me/pack/team.vcf")
@access("phone", "reader", event="reader")
def team_cards() -> ResponseReturnValue:
    """Give a recruiter everyone their team met as contact cards that say what they are for."""
    talks, event = _team()
    return attachment(team_contacts.cards(talks, event, terms_of(event, talks)), _CARD, "team.vcf")


def _team() -> tuple[Sequence[Talk], Event]:
    reader, contents = frozen()
    if contents.team is None:
        raise NotKnown("no_team", "You stand for no employer at this fair.")
    return contents.team.talks, events.get(reader.event.id)


@bp.get("/me/pack/<public_id>/card.vcf")
@access("phone", "reader", event="reader")
def one_card(public_id: str) -> ResponseReturnValue:
    """Give an attendee the card of one person they met: some address books read only the first."""
    reader = reading()
    met = meetings.met_by_public_id(reader.person, public_id)
    card = card_of(met, events.get(reader.event.id))
    return attachment(write_cards([card]), _CARD, "contact.vcf")

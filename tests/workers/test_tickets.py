"""Tickets by mail: once to everybody, again when asked, never twice in ten minutes."""

from kiosk.db import writing
from kiosk.domain import attendees
from tests.people import NOON
from tests.workers.a_mailroom import Mailroom


def test_a_ticket_is_not_sent_again_within_ten_minutes(mailroom: Mailroom) -> None:
    asha = mailroom.fair.person("Asha")
    with writing():
        assert mailroom.postroom.send_ticket(asha, NOON)

    with writing():
        assert not mailroom.postroom.send_ticket(asha, NOON)
    mailroom.send()
    with writing():
        assert not mailroom.postroom.send_ticket(attendees.get(asha.id), NOON)
    mailroom.pass_by(minutes=11)
    with writing():
        assert mailroom.postroom.send_ticket(attendees.get(asha.id), mailroom.at)
    mailroom.send()

    assert mailroom.got() == {"asha@example.org": 2}
    assert len({taken.message for taken in mailroom.sink.accepted}) == 2


def test_tickets_for_everybody_go_once(mailroom: Mailroom) -> None:
    for _ in range(2):
        for person in attendees.of_event(mailroom.fair.id):
            with writing():
                mailroom.postroom.send_ticket_once(attendees.get(person.id), mailroom.at)
        mailroom.send()
        mailroom.pass_by(hours=1)

    assert set(mailroom.got().values()) == {1}
    assert len(mailroom.got()) == 4


def test_nobody_without_an_address_is_written_to(mailroom: Mailroom) -> None:
    with writing():
        mailroom.fair.person("Carol").email = None
    mailroom.meet(("Asha", "Ben"), ("Asha", "Carol"), ("Asha", "Cai"))

    mailroom.freeze()

    with writing():
        carol = mailroom.fair.person("Carol")
        assert not mailroom.postroom.send_ticket(carol, NOON)
        mailroom.postroom.phone_linked(carol, NOON)
    assert mailroom.states() == {"frozen": 3, "no_address": 1}

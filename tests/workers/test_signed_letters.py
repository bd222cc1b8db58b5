"""Letters are signed when they are put, so that what is stored is what is verified at the end."""

from collections.abc import Iterator
from email import message_from_bytes, policy
from pathlib import Path

import dkim
import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from flask import Flask
from time_machine import Traveller

from kiosk.adapters import mail
from kiosk.db import writing
from kiosk.domain import deliveries
from kiosk.settings import Settings
from kiosk.workers.postroom import Postroom
from tests.adapters.test_dkim import written
from tests.fakes.name_server import name_server
from tests.fakes.smtp import Sink
from tests.workers.a_mailroom import Mailroom


class Signing(Mailroom):
    """A mailroom whose letters are signed."""

    @property
    def settings(self) -> Settings:
        """The same settings, with a key."""
        more = {"dkim_key": self.folder / "dkim.pem", "public_url": "https://fair.example"}
        return super().settings.model_copy(update=more)


@pytest.fixture
def room(app: Flask, clock: Traveller, smtp: Sink, tmp_path: Path) -> Iterator[Signing]:
    written(tmp_path, generate_private_key(65537, 2048))
    with app.app_context():
        yield Signing(app, smtp, clock, tmp_path)


def test_a_pack_and_a_notice_arrive_as_they_were_signed(room: Signing) -> None:
    room.meet(("Asha", "Ben"))
    room.freeze()
    room.release()
    with writing():
        room.postroom.phone_linked(room.fair.person("Carol"), room.at, "phone")

    room.send()

    key = mail.signing_key(room.settings)
    assert key is not None
    with name_server() as names:
        names.publish("kiosk._domainkey.fair.example", "TXT", key.record)
        verified = {
            taken.recipient: dkim.verify(taken.message, dnsfunc=names.text)
            for taken in room.sink.accepted
        }
    people = ("asha@example.org", "ben@example.org", "carol@example.org")
    assert verified == dict.fromkeys(people, True)


def test_freezing_again_signs_the_same_bytes(room: Signing) -> None:
    room.meet(("Asha", "Ben"))
    room.freeze()
    first = room.letter("Asha")
    before, epoch = first.message, first.epoch

    room.freeze()

    again = room.letter("Asha")
    assert before is not None
    assert before.startswith(b"DKIM-Signature: ")
    assert (again.message, again.epoch) == (before, epoch)


def test_a_key_that_is_gone_puts_no_unsigned_letter(room: Signing) -> None:
    room.meet(("Asha", "Ben"))
    (room.folder / "dkim.pem").unlink()

    with pytest.raises(mail.CannotSign), writing():
        Postroom(room.settings).freeze(room.fair.person("Asha"), room.at)

    assert deliveries.of_attendee(room.fair.person("Asha").id, "pack") is None


def test_the_way_out_of_a_pack_is_signed_and_works_with_one_click(room: Signing) -> None:
    room.meet(("Asha", "Ben"))
    room.freeze()
    message = message_from_bytes(room.letter("Asha").message or b"", policy=policy.default)
    way_out = str(message["List-Unsubscribe"]).strip("<>").removeprefix("https://fair.example")
    with writing():
        room.letter_here("Asha").state = "unknown"

    answer = room.app.test_client().post(way_out, data={"List-Unsubscribe": "One-Click"})

    assert answer.status_code == 200
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    signed = "".join(str(message["DKIM-Signature"]).split())
    assert ":list-unsubscribe:list-unsubscribe-post:" in signed
    assert deliveries.is_suppressed("asha@example.org", "pack")
    assert (room.letter("Asha").state, room.letter("Asha").evidence) == ("accepted", "unsubscribe")


def test_only_letters_that_one_may_leave_have_a_way_out(room: Signing) -> None:
    with writing():
        room.postroom.phone_linked(room.fair.person("Carol"), room.at, "phone")

    letter = deliveries.of_attendee(room.fair.person("Carol").id, "phone_linked")

    assert letter is not None
    assert b"List-Unsubscribe" not in (letter.message or b"")

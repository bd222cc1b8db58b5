"""Everyone who met somebody gets one letter, and nobody two, whatever the mail server does."""

from email import message_from_bytes, policy
from itertools import pairwise
from typing import Any

import pytest

from kiosk.domain import deliveries
from kiosk.errors import Refused
from tests.fakes.smtp import CUT, HANG
from tests.workers.a_mailroom import Mailroom

ALL = (("Asha", "Ben"), ("Asha", "Carol"))
EVERYBODY = {"asha@example.org": 1, "ben@example.org": 1, "carol@example.org": 1}


def read(message: bytes) -> Any:
    return message_from_bytes(message, policy=policy.default)


def release(room: Mailroom, *pairs: tuple[str, str]) -> None:
    room.meet(*(pairs or ALL))
    room.freeze()
    room.release()


def test_everyone_who_met_somebody_gets_exactly_one_letter(mailroom: Mailroom) -> None:
    release(mailroom)

    mailroom.send()
    mailroom.send()

    assert mailroom.got() == EVERYBODY
    assert mailroom.states() == {"accepted": 3, "empty": 1}
    assert mailroom.sink.seen["banner"] <= 2


def test_the_states_sum_to_the_people_who_arrived(mailroom: Mailroom) -> None:
    mailroom.sink.misbehave("rcpt", "550 5.1.1 No such person", times=1)
    release(mailroom)

    mailroom.send()

    assert sum(mailroom.states().values()) == 4


def test_a_letter_has_one_recipient_and_names_nobody_else_in_its_headers(
    mailroom: Mailroom,
) -> None:
    release(mailroom)

    mailroom.send()

    for taken in mailroom.sink.accepted:
        message = read(taken.message)
        assert [a.addr_spec for a in message["To"].addresses] == [taken.recipient]
        assert not {"Cc", "Bcc", "Resent-To"} & set(message.keys())


def test_nothing_is_sent_before_the_release(mailroom: Mailroom) -> None:
    mailroom.meet(*ALL)
    mailroom.freeze()

    mailroom.send()

    assert mailroom.got() == {}
    assert mailroom.states() == {"frozen": 3, "empty": 1}


@pytest.mark.parametrize("step", ["mail", "rcpt", "data", "dot"])
def test_a_4xx_is_tried_again_later_with_the_same_bytes(mailroom: Mailroom, step: str) -> None:
    release(mailroom, ("Asha", "Ben"))
    mailroom.sink.misbehave(step, "451 4.3.2 Not now")
    mailroom.send()
    first = {name: mailroom.letter(name) for name in ("Asha", "Ben")}
    assert {letter.state for letter in first.values()} == {"deferred"}
    bytes_before = {name: letter.message for name, letter in first.items()}

    mailroom.sink.behave()
    mailroom.send()
    assert mailroom.got() == {}  # not before its time
    mailroom.pass_by(minutes=2)
    mailroom.send()

    assert mailroom.got() == {"asha@example.org": 1, "ben@example.org": 1}
    for taken in mailroom.sink.accepted:
        name = taken.recipient.partition("@")[0].title()
        assert taken.message == bytes_before[name]
        assert read(taken.message)["Message-ID"] == first[name].message_id


def test_waits_grow_until_48_hours_then_the_letter_has_failed(mailroom: Mailroom) -> None:
    release(mailroom, ("Asha", "Ben"))
    mailroom.sink.misbehave("dot", "452 4.2.2 Mailbox full")
    waits = []

    while (letter := mailroom.letter("Asha")).state != "failed":
        mailroom.send()
        letter = mailroom.letter("Asha")
        if letter.state == "deferred":
            assert letter.not_before is not None
            waits.append((letter.not_before - mailroom.at).total_seconds())
            mailroom.pass_by(seconds=waits[-1] + 1)

    assert 48 <= waits[0] <= 72
    assert all(later > earlier for earlier, later in pairwise(waits[:6]))
    assert 48 * 3600 <= sum(waits) <= 54 * 3600
    assert letter.reply == "452 4.2.2 Mailbox full"
    mailroom.pass_by(hours=4)  # the other letter's waits were a little longer
    mailroom.send()
    assert mailroom.got() == {}
    assert mailroom.states() == {"failed": 2, "empty": 2}


@pytest.mark.parametrize("step", ["mail", "rcpt", "data", "dot"])
def test_a_5xx_is_final_and_others_get_theirs(mailroom: Mailroom, step: str) -> None:
    release(mailroom)
    mailroom.sink.misbehave(step, "550 5.1.1 No such person", times=1)

    mailroom.send()
    mailroom.pass_by(hours=3)
    mailroom.send()

    assert mailroom.states() == {"accepted": 2, "rejected": 1, "empty": 1}
    assert sum(mailroom.got().values()) == 2
    (case,) = deliveries.open_cases(mailroom.fair.id)
    assert case[0].reply == "550 5.1.1 No such person"
    assert [a.phase for a in deliveries.attempts_of(case[0])] == [step]


def test_a_server_that_hangs_up_before_the_content_is_tried_again(mailroom: Mailroom) -> None:
    release(mailroom, ("Asha", "Ben"))
    mailroom.sink.misbehave("rcpt", CUT)
    mailroom.send()
    mailroom.sink.behave()
    mailroom.pass_by(minutes=2)

    mailroom.send()

    assert mailroom.got() == {"asha@example.org": 1, "ben@example.org": 1}


@pytest.mark.parametrize("act", [CUT, HANG, "nonsense"])
def test_silence_after_the_dot_is_unknown_and_never_sent_again_by_itself(
    mailroom: Mailroom, act: str
) -> None:
    release(mailroom, ("Asha", "Ben"))
    mailroom.sink.misbehave("dot", act, times=1)

    mailroom.send()
    mailroom.pass_by(hours=50)
    mailroom.send()

    assert mailroom.states() == {"accepted": 1, "unknown": 1, "empty": 2}
    assert len(mailroom.sink.taken) == 2


def test_an_unknown_letter_marked_as_sent_is_settled(mailroom: Mailroom) -> None:
    release(mailroom, ("Asha", "Ben"))
    mailroom.sink.misbehave("dot", CUT)
    mailroom.send()
    mailroom.sink.behave()

    mailroom.resolve("Asha", sent=True)
    mailroom.send()

    assert len(mailroom.sink.taken) == 2
    assert mailroom.letter("Asha").state == "accepted"
    assert mailroom.letter("Ben").state == "unknown"
    with pytest.raises(Refused, match="not_unknown"):
        mailroom.resolve("Asha", sent=False)


def test_an_unknown_letter_sent_again_by_hand_has_the_same_bytes(mailroom: Mailroom) -> None:
    release(mailroom, ("Asha", "Ben"))
    mailroom.sink.misbehave("dot", CUT)
    mailroom.send()
    mailroom.sink.behave()

    mailroom.resolve("Asha", sent=False)
    mailroom.send()

    assert mailroom.letter("Asha").state == "accepted"
    assert mailroom.letter("Asha").resolved_by == "staff:x"
    hers = [t.message for t in mailroom.sink.taken if t.recipient == "asha@example.org"]
    assert len(hers) == 2
    assert hers[0] == hers[1]

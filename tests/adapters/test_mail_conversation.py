"""A server's replies: read to their end however long, and never one letter's for another's."""

from collections.abc import Iterator

import pytest

from kiosk.adapters.mail import Deferred, Envelope, Outbox, OutcomeUnknown, Rejected, Timeouts
from tests.adapters.an_outbox import outbox
from tests.fakes.smtp import Sink

LETTER = b"Subject: Hello\r\n\r\nHello, Asha.\r\n"
BUSY_HALL = Timeouts(connect_s=5, verb_s=5, data_s=5, dot_s=5)


@pytest.fixture
def way(smtp: Sink) -> Iterator[Outbox]:
    """An outbox to the sink, with one kept connection."""
    with outbox(smtp.url(), BUSY_HALL) as kept:
        yield kept


def send(way: Outbox) -> str:
    way.begin(Envelope("n0de", "fair@fair.example", "asha@example.org"))
    return way.transmit(LETTER).text


@pytest.mark.parametrize("step", ["mail", "rcpt", "data", "dot"])
def test_a_refusal_of_ten_kilobytes_is_a_refusal(smtp: Sink, way: Outbox, step: str) -> None:
    smtp.misbehave(step, "550 No such person " + "é" * 10_000, times=1)

    with pytest.raises(Rejected) as refused:
        send(way)

    assert refused.value.reply.startswith("550 No such person éé")
    assert len(refused.value.reply) <= 510
    assert (send(way), smtp.seen["banner"]) == ("2.0.0 Kept", 1)


def test_an_acceptance_of_ten_kilobytes_is_an_acceptance(smtp: Sink, way: Outbox) -> None:
    smtp.misbehave("dot", "250 " + "x" * 10_000, times=1)

    assert send(way) == "x" * 500


@pytest.mark.parametrize("act", ["250 " + "x" * 70_000, "250-and so on\r\n" * 10_000 + "250 end"])
def test_a_reply_without_end_is_none(smtp: Sink, way: Outbox, act: str) -> None:
    smtp.misbehave("dot", act, times=1)

    with pytest.raises(OutcomeUnknown) as silence:
        send(way)

    assert silence.value.phase == "dot"
    assert (send(way), smtp.seen["banner"]) == ("2.0.0 Kept", 2)


@pytest.mark.parametrize("act", ["2500 Kept", "25", "250-Kept\r\n550 Not kept", "150 Soon", "x"])
def test_what_is_no_reply_of_the_protocol_leaves_the_outcome_unknown(
    smtp: Sink, way: Outbox, act: str
) -> None:
    smtp.misbehave("dot", act, times=1)

    with pytest.raises(OutcomeUnknown):
        send(way)

    assert (send(way), smtp.seen["banner"]) == ("2.0.0 Kept", 2)


@pytest.mark.parametrize(
    ("step", "act", "phase"),
    [
        ("mail", "250 OK\r\n550 No such person", "rcpt"),
        ("rcpt", "250 OK\r\n250 OK", "data"),
        ("rcpt", "250 OK\r\n354 Go on", "data"),
    ],
)
def test_words_out_of_turn_before_the_content_only_put_a_letter_off(
    smtp: Sink, way: Outbox, step: str, act: str, phase: str
) -> None:
    smtp.misbehave(step, act, times=1)

    with pytest.raises(Deferred) as later:
        send(way)

    assert later.value.phase == phase
    assert smtp.seen["data"] == 0
    assert (send(way), smtp.seen["banner"]) == ("2.0.0 Kept", 2)


def test_an_acceptance_before_the_content_is_none(smtp: Sink, way: Outbox) -> None:
    smtp.misbehave("data", "354 Go on\r\n250 Kept already", times=1)

    with pytest.raises(OutcomeUnknown) as silence:
        send(way)

    assert silence.value.phase == "data"
    assert smtp.taken == []


def test_words_left_over_from_one_letter_are_never_the_next_ones(smtp: Sink, way: Outbox) -> None:
    smtp.misbehave("dot", "250 Kept\r\n250 Kept again", times=1)

    assert [send(way), send(way)] == ["Kept", "2.0.0 Kept"]
    assert (smtp.seen["banner"], len(smtp.accepted)) == (2, 2)


def test_a_server_that_knows_no_ehlo_is_spoken_to_in_the_old_way(smtp: Sink, way: Outbox) -> None:
    smtp.misbehave("ehlo", "502 5.5.2 What is that", times=1)

    assert send(way) == "2.0.0 Kept"


@pytest.mark.parametrize("code", ["421", "450", "550", "554"])
def test_a_server_that_knows_neither_greeting_is_asked_later(
    smtp: Sink, way: Outbox, code: str
) -> None:
    smtp.misbehave("ehlo", f"{code} Not now")

    with pytest.raises(Deferred) as later:
        send(way)

    assert later.value.phase == "connect"
    assert smtp.seen["mail"] == 0
    smtp.behave()
    assert send(way) == "2.0.0 Kept"

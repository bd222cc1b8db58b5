"""SMTP verb by verb: each trouble says its phase, and whether a letter may have left."""

import select
from collections.abc import Callable, Iterator

import pytest

from kiosk.adapters.mail import (
    Deferred,
    Envelope,
    OutcomeUnknown,
    Rejected,
    Timeouts,
)
from tests.adapters.an_outbox import outbox
from tests.fakes.raw_smtp import raw_mail_server
from tests.fakes.smtp import CUT, HANG, SLOW, Sink, mail_server
from tests.real.parts import free_port, need

ASHA = Envelope("n0de", "fair@fair.example", "asha@example.org")
LETTER = b"Subject: Hello\r\n\r\nHello, Asha.\r\n"
IMPATIENT = Timeouts(connect_s=0.3, verb_s=0.3, data_s=0.3, dot_s=0.3)
PHASES = {"banner": "connect", "mail": "mail", "rcpt": "rcpt", "data": "data", "dot": "dot"}
GARBAGE = "\x00\x07 Wörter ohne Zahl"


@pytest.fixture
def sends(smtp: Sink) -> Iterator[Callable[..., object]]:
    """Sends a letter to the sink over one kept connection; impatient on request."""
    with outbox(smtp.url()) as kept, outbox(smtp.url(), IMPATIENT) as impatient:

        def send(envelope: Envelope = ASHA, letter: bytes = LETTER, hurry: bool = False) -> object:
            way = impatient if hurry else kept
            way.begin(envelope)
            return way.transmit(letter)

        yield send


def test_a_letter_is_one_mail_one_rcpt_and_one_data(smtp: Sink, sends: Callable[..., object]):
    sends()

    assert (smtp.seen["mail"], smtp.seen["rcpt"], smtp.seen["data"]) == (1, 1, 1)
    (taken,) = smtp.taken
    assert (taken.sender, taken.recipient) == ("fair@fair.example", "asha@example.org")
    assert taken.message == LETTER


def test_an_acceptance_keeps_the_servers_words(sends: Callable[..., object]):
    reply = sends()

    assert (reply.code, reply.text) == (250, "2.0.0 Kept")  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("written", "arrives"),
    [
        (b".\r\n..\r\n...x\r\n", b".\r\n..\r\n...x\r\n"),
        (b"one\ntwo\rthree\r\n", b"one\r\ntwo\r\nthree\r\n"),
        (b"no end", b"no end\r\n"),
        (b"", b"\r\n"),
        (b"x\r\n.\r\nMAIL FROM:<a@b.example>\r\n", b"x\r\n.\r\nMAIL FROM:<a@b.example>\r\n"),
        (b"x\n.\nRCPT TO:<a@b.example>\n", b"x\r\n.\r\nRCPT TO:<a@b.example>\r\n"),
        (b"x\r.\rQUIT\r", b"x\r\n.\r\nQUIT\r\n"),
        (b"\r\n".join([b"\xff" * 900] * 78), b"\r\n".join([b"\xff" * 900] * 78) + b"\r\n"),
    ],
    ids=range(8),
)
def test_content_arrives_byte_by_byte_and_never_ends_a_letter_itself(
    smtp: Sink, sends: Callable[..., object], written: bytes, arrives: bytes
):
    sends(letter=written)

    assert [arrives] == [taken.message for taken in smtp.taken]
    assert (smtp.seen["mail"], smtp.seen["rcpt"], smtp.seen["data"]) == (1, 1, 1)


def test_many_letters_share_one_connection(smtp: Sink, sends: Callable[..., object]):
    for number in range(20):
        sends(Envelope(f"n{number}", "fair@fair.example", f"p{number}@example.org"))

    assert smtp.seen["banner"] == 1
    assert [f"p{number}@example.org" for number in range(20)] == [t.recipient for t in smtp.taken]


@pytest.mark.parametrize("code", ["421", "450", "451", "452"])
@pytest.mark.parametrize("step", PHASES)
def test_a_4xx_puts_off_and_says_where_and_why(
    smtp: Sink, sends: Callable[..., object], step: str, code: str
):
    smtp.misbehave(step, f"{code} 4.3.2 Not now")

    with pytest.raises(Deferred) as later:
        sends()

    assert (later.value.phase, later.value.reply) == (PHASES[step], f"{code} 4.3.2 Not now")
    smtp.behave()
    sends()
    assert len(smtp.accepted) == 1


@pytest.mark.parametrize("code", ["550", "552", "554"])
@pytest.mark.parametrize("step", [step for step in PHASES if step != "banner"])
def test_a_5xx_is_final_and_the_connection_serves_the_next(
    smtp: Sink, sends: Callable[..., object], step: str, code: str
):
    smtp.misbehave(step, f"{code} 5.1.1 No such person", times=1)

    with pytest.raises(Rejected) as refused:
        sends()

    assert (refused.value.phase, refused.value.reply) == (
        PHASES[step], f"{code} 5.1.1 No such person",
    )  # fmt: skip
    sends()
    assert (len(smtp.accepted), smtp.seen["banner"]) == (1, 1)


def test_a_server_that_refuses_to_greet_is_asked_later(smtp: Sink, sends: Callable[..., object]):
    smtp.misbehave("banner", "554 5.7.1 You are on a list")

    with pytest.raises(Deferred) as later:
        sends()

    assert later.value.phase == "connect"


@pytest.mark.parametrize("act", [CUT, HANG, GARBAGE])
@pytest.mark.parametrize("step", ["banner", "mail", "rcpt"])
def test_trouble_before_data_is_safe_to_try_again(
    smtp: Sink, sends: Callable[..., object], step: str, act: str
):
    smtp.misbehave(step, act)

    with pytest.raises(Deferred):
        sends(hurry=True)

    smtp.behave()
    sends(hurry=True)
    assert len(smtp.taken) == 1


def test_a_server_that_hangs_up_between_the_recipient_and_the_content_got_nothing(smtp: Sink):
    smtp.misbehave("rcpt_done", CUT, times=1)
    with outbox(smtp.url()) as way:
        way.begin(ASHA)
        select.select([way._smtp.sock], [], [], 5)  # type: ignore[attr-defined]

        with pytest.raises(Deferred) as later:
            way.transmit(LETTER)

        assert later.value.phase == "data"
        assert later.value.reply.startswith("the server had hung up")
        assert smtp.seen["data"] == 0
        way.begin(ASHA)
        way.transmit(LETTER)
    assert len(smtp.taken) == 1


@pytest.mark.parametrize("act", [CUT, HANG, GARBAGE, "200 what", "354 go on and on"])
@pytest.mark.parametrize("step", ["data", "dot"])
def test_silence_or_nonsense_after_the_data_verb_leaves_the_outcome_unknown(
    smtp: Sink, sends: Callable[..., object], step: str, act: str
):
    if step == "data" and act.startswith("354"):
        act = "250 taken already"
    smtp.misbehave(step, act, times=1)

    with pytest.raises(OutcomeUnknown) as silence:
        sends(hurry=True)

    assert silence.value.phase == step
    sends(hurry=True)  # the next letter finds a fresh connection
    assert smtp.seen["banner"] == 2


def test_a_slow_server_is_waited_for(smtp: Sink, sends: Callable[..., object]):
    for step in ("banner", "ehlo", "mail", "rcpt", "data", "dot"):
        smtp.misbehave(step, SLOW)

    sends(hurry=True)

    assert len(smtp.accepted) == 1


def test_a_servers_words_are_kept_as_one_short_line(smtp: Sink, sends: Callable[..., object]):
    noise = "".join(f"550-line {n} é \x07\x1b[31m\u202e\r\n" for n in range(500))
    smtp.misbehave("rcpt", noise + "550 end")

    with pytest.raises(Rejected) as refused:
        sends()

    assert refused.value.reply.startswith("550 line 0 é")
    assert len(refused.value.reply) <= 510
    assert refused.value.reply.isprintable()


def test_the_words_of_an_error_never_hold_the_address(smtp: Sink, sends: Callable[..., object]):
    with pytest.raises(Rejected) as refused:
        sends(Envelope("n", "fair@fair.example", "jörg@example.org"))

    assert refused.value.reply == "this mail server cannot take addresses beyond ASCII"


@pytest.mark.parametrize(
    "recipient",
    ["asha@example.org\r\nRCPT TO:<ben@example.org>", "asha@example.org> NOTIFY=NEVER",
     "asha@example.org,ben@example.org", "asha", "", "<>", "a b@example.org"],
)  # fmt: skip
def test_a_hostile_recipient_never_reaches_the_server(
    smtp: Sink, sends: Callable[..., object], recipient: str
):
    with pytest.raises(Rejected):
        sends(Envelope("n", "fair@fair.example", recipient))

    assert smtp.seen["mail"] == smtp.seen["rcpt"] == 0


def test_an_address_beyond_ascii_goes_where_the_server_can_take_it() -> None:
    need("smtp")
    with mail_server(enable_SMTPUTF8=True) as sink, outbox(sink.url()) as way:
        way.begin(Envelope("n", "fair@fair.example", "jörg@bücher.example"))
        way.transmit(LETTER)

    (taken,) = sink.taken
    assert taken.recipient == "jörg@xn--bcher-kva.example"
    assert "SMTPUTF8" in taken.options


@pytest.mark.parametrize(
    ("recipient", "named"),
    [("asha@example.org", " ORCPT=rfc822;asha@example.org"),
     ("asha+fair=x@example.org", " ORCPT=rfc822;asha+2Bfair+3Dx@example.org"),
     ("jörg@example.org", "")],
)  # fmt: skip
def test_a_server_that_reports_is_asked_to_name_the_reader_as_we_do(
    recipient: str, named: str
) -> None:
    with raw_mail_server() as wire, outbox(wire.url) as way:
        way.begin(Envelope("n0de", "bounces+t@fair.example", recipient))
        way.transmit(LETTER)

    mail, rcpt, _data = wire.letters[0].verbs
    assert mail.endswith("RET=HDRS ENVID=n0de")
    assert rcpt.endswith(f"> NOTIFY=FAILURE,DELAY{named}")


def test_a_domain_beyond_ascii_needs_nothing_of_the_server(
    smtp: Sink, sends: Callable[..., object]
):
    sends(Envelope("n", "fair@straße.example", "asha@bücher.example"))

    (taken,) = smtp.taken
    assert taken.recipient == "asha@xn--bcher-kva.example"
    assert taken.sender == "fair@xn--strae-oqa.example"


def test_a_server_that_is_not_there_is_tried_later() -> None:
    address = f"smtp://127.0.0.1:{free_port()}?tls=none"
    with outbox(address) as way, pytest.raises(Deferred) as later:
        way.begin(ASHA)

    assert (later.value.phase, later.value.reply) == ("connect", "ConnectionRefusedError")

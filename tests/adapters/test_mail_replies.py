"""What a mail server may say, at any step and in any form: later, never, or nobody knows."""

from __future__ import annotations

import ssl
from pathlib import Path

import pytest
import trustme

from kiosk.adapters.mail import Deferred, Envelope, OutcomeUnknown, Rejected
from tests.adapters.an_outbox import outbox
from tests.fakes.smtp import CUT, Sink, mail_server
from tests.real.emulated import wait_until
from tests.real.parts import need

ASHA = Envelope("n0de", "fair@fair.example", "asha@example.org")
LETTER = b"Subject: Hello\r\n\r\nHello, Asha.\r\n"
BEFORE = ("banner", "ehlo", "mail", "rcpt")
MANY_LINES = "\r\n".join(["550-5.7.1 One of many lines"] * 300 + ["550 5.7.1 And no"])
"""Ten thousand characters."""


def outcome(
    sink: Sink, url: str = "", *, heard: bool = False
) -> tuple[type[Exception] | None, str]:
    """Return what came of a letter; `heard`: what the server does after RCPT has reached us."""
    with outbox(url or sink.url()) as way:
        try:
            way.begin(ASHA)
            if heard:
                wait_until(lambda: way._smtp.speaks())  # type: ignore[attr-defined]
            way.transmit(LETTER)
        except (Deferred, Rejected, OutcomeUnknown) as said:
            return type(said), f"{said.phase}: {said.reply}"
    return None, ""


@pytest.mark.parametrize("code", ["421", "450", "451", "452"])
@pytest.mark.parametrize("step", [*BEFORE, "data", "dot"])
def test_a_4xx_is_later_at_every_step(smtp: Sink, step: str, code: str) -> None:
    smtp.misbehave(step, f"{code} 4.3.2 Not now")

    assert outcome(smtp)[0] is Deferred


@pytest.mark.parametrize("code", ["500", "550", "552", "554"])
@pytest.mark.parametrize("step", ["mail", "rcpt", "data", "dot"])
def test_a_5xx_is_final_once_it_speaks_of_the_letter(smtp: Sink, step: str, code: str) -> None:
    smtp.misbehave(step, f"{code} 5.7.1 No")

    assert outcome(smtp) == (Rejected, f"{step}: {code} 5.7.1 No")


@pytest.mark.parametrize("act", ["454 4.7.0 Not now", "554 5.7.0 No", CUT, "nonsense"])
@pytest.mark.parametrize("step", ["starttls", "auth"])
def test_trouble_with_the_door_itself_is_later_and_nothing_is_said_in_clear(
    tmp_path: Path, step: str, act: str
) -> None:
    need("smtp")
    authority, context = trustme.CA(), ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    with mail_server(tls=context) as sink:
        sink.misbehave(step, act)
        login = "fair:open%3A%20sesame@"

        kind, said = outcome(sink, sink.url("starttls", str(tmp_path / "ca.pem"), login))

    assert (kind, said.partition(":")[0]) == (Deferred, "connect")
    assert sink.seen["mail"] == 0
    assert "sesame" not in said


@pytest.mark.parametrize(
    ("reply", "kept"),
    [
        (MANY_LINES, "550 5.7.1 One of many lines"),
        ("550 5.1.1 Kein Postfach f\u00fcr \u00c4sha \u2014 \u7121", "550 5.1.1 Kein Postfach"),
        ("550-5.1.1 No such\r\n550 5.1.1 person", "550 5.1.1 No such"),
    ],
)
@pytest.mark.parametrize("step", ["rcpt", "dot"])
def test_a_long_a_foreign_and_a_reply_of_many_lines_are_understood(
    smtp: Sink, step: str, reply: str, kept: str
) -> None:
    smtp.misbehave(step, reply)

    kind, said = outcome(smtp)

    assert kind is Rejected
    assert said.startswith(f"{step}: {kept}")


@pytest.mark.parametrize("noise", ["x" * 10_000, "250" + "y" * 10_000, "\x00\x01\x7f", "999 What"])
def test_noise_before_the_data_is_later_and_after_the_dot_nobody_knows(
    smtp: Sink, noise: str
) -> None:
    smtp.misbehave("rcpt", noise, times=1)
    before = outcome(smtp)[0]
    smtp.misbehave("dot", noise, times=1)

    after = outcome(smtp)[0]

    assert (before, after) == (Deferred, OutcomeUnknown)


@pytest.mark.parametrize(
    ("step", "expected"),
    [*((step, Deferred) for step in (*BEFORE, "rcpt_done")), ("data", OutcomeUnknown),
     ("dot", OutcomeUnknown)],
)  # fmt: skip
def test_a_line_that_breaks_is_later_before_the_data_and_unknown_after(
    smtp: Sink, step: str, expected: type[Exception]
) -> None:
    smtp.misbehave(step, CUT)

    assert outcome(smtp, heard=step == "rcpt_done")[0] is expected

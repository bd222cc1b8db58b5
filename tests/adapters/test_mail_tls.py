"""STARTTLS: a letter and a login go only to a server that proved who it is."""

import ssl
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
import trustme

from kiosk.adapters.mail import Deferred, Envelope
from tests.adapters.an_outbox import outbox
from tests.fakes.smtp import Sink, mail_server
from tests.real.parts import need

ASHA = Envelope("n0de", "fair@fair.example", "asha@example.org")
LETTER = b"Subject: Hello\r\n\r\nHello, Asha.\r\n"


def certified(authority: trustme.CA, name: str = "127.0.0.1") -> AbstractContextManager[Sink]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(name).configure_cert(context)
    return mail_server(tls=context)


@pytest.fixture
def authority(tmp_path: Path) -> tuple[trustme.CA, str]:
    """A certificate authority of the test's own, and the file that says so."""
    need("smtp")
    made, path = trustme.CA(), tmp_path / "ca.pem"
    made.cert_pem.write_to_path(str(path))
    return made, str(path)


def test_starttls_protects_the_letter(authority: tuple[trustme.CA, str]) -> None:
    with certified(authority[0]) as sink, outbox(sink.url("starttls", authority[1])) as way:
        for _ in range(3):
            way.begin(ASHA)
            way.transmit(b"x" * 900 + b"\r\n" + LETTER)

    assert sink.secure == [True] * 3
    assert sink.seen["banner"] == 1


def test_a_login_goes_over_tls_only_after_the_certificate_was_checked(
    authority: tuple[trustme.CA, str],
) -> None:
    login = "fair%40fair.example:open%3A%20sesame@"
    with certified(authority[0]) as sink, outbox(sink.url("starttls", authority[1], login)) as way:
        way.begin(ASHA)

    assert sink.logins == ["fair@fair.example"]


def test_a_wrong_login_is_the_servers_state_and_not_the_letters(
    authority: tuple[trustme.CA, str],
) -> None:
    with (
        certified(authority[0]) as sink,
        outbox(sink.url("starttls", authority[1], "fair:wrong@")) as way,
        pytest.raises(Deferred) as later,
    ):
        way.begin(ASHA)

    assert later.value.phase == "connect"
    assert later.value.reply.startswith("535")
    assert "wrong" not in later.value.reply


def test_a_password_beyond_ascii_puts_the_letter_off(authority: tuple[trustme.CA, str]) -> None:
    with (
        certified(authority[0]) as sink,
        outbox(sink.url("starttls", authority[1], "fair:s%C3%A9same@")) as way,
        pytest.raises(Deferred) as later,
    ):
        way.begin(ASHA)

    assert (later.value.phase, later.value.reply) == ("connect", "UnicodeEncodeError")


@pytest.mark.parametrize("why", ["unknown authority", "another name", "no such file"])
def test_a_server_that_cannot_prove_itself_gets_nothing(
    authority: tuple[trustme.CA, str], why: str
) -> None:
    name = "other.example" if why == "another name" else "127.0.0.1"
    ca = {"another name": authority[1], "no such file": "/nowhere.pem"}.get(why, "")
    login = "fair:open%3A%20sesame@"
    with (
        certified(authority[0], name) as sink,
        outbox(sink.url("starttls", ca, login)) as way,
        pytest.raises(Deferred) as later,
    ):
        way.begin(ASHA)

    assert later.value.phase == "connect"
    assert (sink.logins, sink.seen["mail"]) == ([], 0)


def test_a_server_without_tls_gets_nothing_unless_the_setting_says_so(smtp: Sink) -> None:
    with outbox(smtp.url("starttls")) as way, pytest.raises(Deferred) as later:
        way.begin(ASHA)

    assert later.value.reply == "SMTPNotSupportedError"
    assert smtp.seen["mail"] == 0

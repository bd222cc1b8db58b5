"""One request and one answer: whatever a printer does, it ends, and is told apart."""

import ssl
import time
import tracemalloc
from pathlib import Path

import pytest
import trustme

from badges import OutcomeUnknown, Page, PrinterUnavailable
from badges.printers.exchange import Broken, Declined, NotReached, Untrusted, exchange
from badges.printers.ipp import IppPrinter
from badges.printers.ipp_address import Address
from tests.badges.printers import fake_ipp
from tests.badges.printers.a_socket import Act, saying
from tests.badges.printers.fake_ipp import FakePrinter, running

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/ipp\r\n"
LONG = b"p" * 3_000_000


def said(*acts: Act, reads: int | None = None, content: bytes = b"asked") -> bytes:
    with saying(*acts, reads=reads) as port:
        return exchange(Address("127.0.0.1", port), content, within_s=0.6)


def test_a_plain_answer_is_the_answer() -> None:
    assert said(HEAD + b"Content-Length: 3\r\n\r\nyes") == b"yes"


def test_an_answer_without_a_length_ends_with_the_line() -> None:
    assert said(HEAD + b"\r\nyes") == b"yes"


def test_an_answer_in_chunks_is_put_together() -> None:
    assert (
        said(HEAD + b"Transfer-Encoding: chunked\r\n\r\n2\r\nye\r\n1;x=y\r\ns\r\n0\r\n\r\n")
        == b"yes"
    )


def test_a_continue_in_between_is_passed_over() -> None:
    between = b"HTTP/1.1 100 Continue\r\n\r\n" * 2

    assert said(between + HEAD + b"Content-Length: 3\r\n\r\nyes") == b"yes"


@pytest.mark.parametrize("status", [301, 307, 400, 401, 403, 404, 426, 500, 503])
def test_another_status_is_told(status: int) -> None:
    elsewhere = b"Location: http://elsewhere.example/\r\nContent-Length: 0\r\n\r\n"

    with pytest.raises(Declined) as refusal:
        said(b"HTTP/1.1 %d No\r\n" % status + elsewhere)

    assert status == refusal.value.status


def test_a_refusal_before_the_whole_request_was_read_is_heard() -> None:
    with pytest.raises((Declined, Broken)) as refusal:
        said(b"HTTP/1.1 401 No\r\nContent-Length: 0\r\n\r\n", 0.2, reads=100, content=LONG)

    assert isinstance(refusal.value, Declined)


@pytest.mark.parametrize(
    "acts",
    [
        (),
        (b"HT",),
        (b"nonsense\r\n\r\n",),
        (HEAD + b"Content-Length: lots\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",),
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\n5\r\nye",),
        (b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 500 + b"\r\n",),
        (b"HTTP/1.1 200 OK\r\nX: " + b"y" * 70_000 + b"\r\n\r\n",),
        (5.0,),
        (HEAD + b"Content-Length: 3\r\n\r\ny", 5.0),
        ("drip",),
        (HEAD + b"\r\n", "drip"),
        (HEAD + b"Content-Length: 9999999999\r\n\r\n", "flood"),
        (HEAD + b"\r\n", "flood"),
        (b"HTTP/1.1 100 Continue\r\n\r\n" * 100, 5.0),
    ],
)  # fmt: skip
def test_what_is_no_answer_ends_in_time_and_in_little_memory(acts: tuple[Act, ...]) -> None:
    tracemalloc.start()
    began = time.monotonic()

    with pytest.raises(Broken):
        said(*acts)

    assert time.monotonic() - began < 2
    assert tracemalloc.get_traced_memory()[1] < 30_000_000
    tracemalloc.stop()


def test_a_printer_that_stops_reading_is_given_up() -> None:
    with pytest.raises(Broken):
        said(5.0, reads=100, content=b"x" * 30_000_000)


def test_a_short_answer_is_no_printer_s_answer_yet() -> None:
    whole = fake_ipp.answer(0)
    answer = HEAD + b"Content-Length: %d\r\n\r\n" % len(whole)

    for cut in range(0, len(whole), 7):
        with saying(answer + whole[:cut]) as port, pytest.raises(PrinterUnavailable):
            IppPrinter(f"ipp://127.0.0.1:{port}").fate("1")


@pytest.mark.parametrize(
    ("status", "slug", "permanent"),
    [
        (401, "printer_login", True),
        (403, "printer_login", True),
        (404, "printer_address_wrong", True),
        (426, "printer_wants_tls", True),
        (301, "printer_refused", True),
        (400, "printer_refused", True),
        (408, "printer_trouble", False),
        (503, "printer_trouble", False),
        (777, "printer_trouble", False),
    ],
)
def test_an_http_status_becomes_a_sentence_for_the_desk(
    status: int, slug: str, permanent: bool
) -> None:
    answer = f"HTTP/1.1 {status} No\r\nContent-Length: 0\r\n\r\n".encode()

    with saying(answer) as port, pytest.raises(PrinterUnavailable) as refusal:
        IppPrinter(f"ipp://127.0.0.1:{port}").abilities()

    assert (slug, permanent) == (refusal.value.slug, refusal.value.permanent)
    with saying(answer) as port:
        condition = IppPrinter(f"ipp://127.0.0.1:{port}").condition()
    assert ("stopped", slug) == (condition.state, condition.reason)


@pytest.mark.parametrize("reads", [0, 1, 80, 400, 5000, None])
@pytest.mark.parametrize(
    "answer", [b"", b"HTTP/1.1 200", HEAD + b"\r\n\2", b"HTTP/1.1 500 No\r\n\r\n"]
)
def test_a_line_cut_anywhere_in_a_badge_leaves_the_outcome_open(
    page: Page, reads: int | None, answer: bytes
) -> None:
    with running(FakePrinter()) as well, saying(answer, reads=reads) as port:
        printer = IppPrinter(well.url)
        printer.abilities()
        printer._line.address = Address("127.0.0.1", port)

        with pytest.raises(OutcomeUnknown):
            printer.send([page], name="7f3a", number="42")


@pytest.mark.parametrize("status", [301, 401, 403, 404, 413, 426])
def test_a_badge_that_the_door_turned_away_can_be_sent_again(page: Page, status: int) -> None:
    answer = b"HTTP/1.1 %d No\r\nContent-Length: 0\r\n\r\n" % status
    with running(FakePrinter()) as well, saying(answer) as port:
        printer = IppPrinter(well.url)
        printer.abilities()
        printer._line.address = Address("127.0.0.1", port)

        with pytest.raises(PrinterUnavailable):
            printer.send([page], name="7f3a", number="42")


def test_a_name_and_password_in_the_address_go_out_as_http_basic() -> None:
    """RFC 7617, 2: the example's own name and password."""
    with running(FakePrinter()) as printer:
        url = printer.url.replace("ipp://", "ipp://Aladdin:open%20sesame@")

        IppPrinter(url).condition()

        assert printer.logins == ["Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="]
        assert printer.heard[0][1]["requesting-user-name"] == "Aladdin"
        assert printer.heard[0][1]["printer-uri"] == printer.url


def test_a_printer_without_tls_is_away_for_ipps() -> None:
    with saying(b"HTTP/1.1 400 No\r\n\r\n", reads=5) as port, pytest.raises(NotReached):
        exchange(Address("127.0.0.1", port, is_tls=True), b"", within_s=1)


def test_a_certificate_that_a_known_authority_signed_needs_no_fingerprint(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(context)
    with saying(HEAD + b"Content-Length: 3\r\n\r\nyes", tls=context) as port:
        assert exchange(Address("localhost", port, is_tls=True), b"", within_s=2) == b"yes"
        with pytest.raises(Untrusted):
            exchange(Address("127.0.0.1", port, is_tls=True), b"", within_s=2)


@pytest.mark.parametrize("host", ["a..b", "x" * 80 + ".example"])
def test_a_host_that_no_name_leads_to_is_away(host: str) -> None:
    with pytest.raises(NotReached):
        exchange(Address(host), b"", within_s=2)

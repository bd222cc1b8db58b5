"""Reports read: what servers of every kind say, and bytes that nobody should send."""

import random
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.adapters.mail import LARGEST_REPORT, read_report
from kiosk.domain.deliveries import Said
from tests.mailboxes.reports import NAMES, report

PATH, ASHA = "bounces+x@fair.example", "asha@example.org"
SAYS = {
    "postfix_no_such_user": ("failed", "5.1.1"),
    "exim_no_such_user": ("failed", "5.1.1"),
    "sendmail_no_such_host": ("failed", "5.1.2"),
    "exchange_no_such_user": ("failed", "5.1.10"),
    "exchange_mailbox_full": ("failed", "5.2.2"),
    "gmail_policy": ("failed", "5.7.1"),
    "postfix_delayed": ("delayed", "4.4.1"),
    "postfix_expired": ("failed", "4.4.1"),
    "postfix_delivered": ("delivered", "2.0.0"),
    "global_address": ("failed", "5.1.1"),
    "all_in_one_block": ("failed", "5.1.1"),
    "complaint_abuse": ("complaint", ""),
    "complaint_by_the_letter_inside": ("complaint", ""),
}
NO_REPORTS = sorted(set(NAMES) - set(SAYS))


def said(raw: bytes) -> Said:
    found = read_report(raw)
    assert found is not None
    return found.said[0]


def a_report(*fields: str, headers: str = "Return-Path: <>\r\n") -> bytes:
    block = "\r\n".join(fields)
    return (
        f"{headers}To: {PATH}\r\nContent-Type: multipart/report; boundary=B\r\n\r\n"
        f"--B\r\nContent-Type: message/delivery-status\r\n\r\n{block}\r\n--B--\r\n"
    ).encode()


@pytest.mark.parametrize("name", SAYS)
def test_a_report_is_read_whatever_server_wrote_it(name: str) -> None:
    found = read_report(report(name))

    assert found is not None
    assert [(each.action, each.status) for each in found.said] == [SAYS[name]]
    assert PATH in found.sent_to
    assert found.said[0].recipients in {(), (ASHA,), (ASHA, ASHA)}


@pytest.mark.parametrize("name", NO_REPORTS)
def test_what_is_no_report_is_nothing(name: str) -> None:
    assert read_report(report(name)) is None


def test_no_other_file_lies_in_the_corpus() -> None:
    assert set(SAYS) <= set(NAMES)
    assert NO_REPORTS == [
        "feedback_not_spam", "html_only", "out_of_office", "qmail_words_only", "read_receipt",
        "vacation_with_the_letter",
    ]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_lines_ended_by_the_line_feed_alone_are_read_the_same(name: str) -> None:
    whole = report(name)

    assert read_report(whole) == read_report(whole.replace(b"\r\n", b"\n"))


def test_the_servers_words_are_one_short_line() -> None:
    assert said(report("postfix_no_such_user")).words == (
        "550 5.1.1 <asha@example.org>: Recipient address rejected: "
        "User unknown in local recipient table"
    )
    long = said(a_report("Action: failed", f"Diagnostic-Code: smtp; \x07{'é' * 5000}"))
    assert long.words == "é" * 300


def test_where_it_came_to_may_be_said_apart_from_the_message() -> None:
    found = read_report(report("postfix_delayed", "else@fair.example"), ("bounces+y@fair.example",))

    assert found is not None
    assert found.sent_to[:2] == ("bounces+y@fair.example", "else@fair.example")


@pytest.mark.parametrize(
    ("fields", "action", "status"),
    [
        (("Final-Recipient: rfc822; a@b.example", "Status: 5.1.1"), "failed", "5.1.1"),
        (("Final-Recipient: rfc822; a@b.example", "Status: 4.2.2"), "delayed", "4.2.2"),
        (("ACTION: FAILED", "status: 5.2.2 (full)"), "failed", "5.2.2"),
        (("Action: failed", "Diagnostic-Code: smtp; 550 5.7.26 no"), "failed", "5.7.26"),
        (("Action: failed", "Status: 5.0.0", "Diagnostic-Code: x; [192.5.1.1]"), "failed", "5.0.0"),
        (("Action: failed", "Status: 4.0.0", "Diagnostic-Code: 550 5.1.1"), "failed", "4.0.0"),
        (("Action: failed", "Status: nonsense"), "failed", ""),
        (("Action: failed", "Action: delivered"), "failed", ""),
        (("Action:\r\n failed", "Status:\r\n\t5.1.1"), "failed", "5.1.1"),
    ],
)  # fmt: skip
def test_fields_are_read_as_servers_write_them(
    fields: tuple[str, ...], action: str, status: str
) -> None:
    found = said(a_report(*fields))

    assert (found.action, found.status) == (action, status)


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("rfc822; asha@example.org", "asha@example.org"),
        ("rfc822;<asha@example.org>", "asha@example.org"),
        ("asha@example.org", "asha@example.org"),
        (r"utf-8; zo\x{EB}@example.org", "zoë@example.org"),
        (r"utf-8; \x{D800}\x{FFFFFF}@example.org", "\ufffd\ufffd@example.org"),
        ("rfc822; asha+2Bfair@example.org", "asha+fair@example.org"),
        ("rfc822; asha@example.org> (Asha)", "asha@example.org"),
    ],
)
def test_a_recipient_is_read_as_servers_write_it(written: str, address: str) -> None:
    assert said(a_report(f"Final-Recipient: {written}", "Action: failed")).recipients == (address,)


def test_a_report_about_several_recipients_says_something_of_each() -> None:
    found = read_report(
        a_report(
            "Reporting-MTA: dns; x", "",
            "Final-Recipient: rfc822; a@example.org", "Action: failed", "",
            "Final-Recipient: rfc822; b@example.org", "Action: delivered",
        )
    )  # fmt: skip

    assert found is not None
    assert [(s.action, s.recipients) for s in found.said] == [
        ("failed", ("a@example.org",)), ("delivered", ("b@example.org",)),
    ]  # fmt: skip


def test_only_a_null_sender_or_a_report_is_listened_to() -> None:
    loop = a_report("Action: failed").replace(b"multipart/report", b"multipart/mixed")

    assert read_report(loop) is not None
    assert read_report(loop.replace(b"<>", b"<asha@example.org>")) is None
    assert read_report(loop.replace(b"Return-Path: <>\r\n", b"")) is None
    assert read_report(a_report("Action: failed", headers="")) is not None


def test_a_letter_brought_back_is_not_opened() -> None:
    inner = report("postfix_no_such_user").decode()
    nested = report("postfix_delayed").replace(
        b"--AA/mx.example.org--",
        f"--AA/mx.example.org\r\nContent-Type: message/rfc822\r\n\r\n{inner}".encode(),
    )

    assert said(nested).action == "delayed"


def test_the_same_report_is_known_by_its_id_or_its_words() -> None:
    once, twice = report("postfix_delayed"), b"Received: again\r\n" + report("postfix_delayed")
    bare = a_report("Action: failed")

    assert read_report(once).identity == read_report(twice).identity  # type: ignore[union-attr]
    assert read_report(bare).identity == read_report(b"X: 1\r\n" + bare).identity  # type: ignore[union-attr]
    other = read_report(a_report("Action: failed", "Status: 5.1.1"))
    assert read_report(bare).identity != other.identity  # type: ignore[union-attr]


def _nested(depth: int) -> bytes:
    inner = a_report("Action: failed").decode()
    for level in range(depth):
        inner = (
            f"Return-Path: <>\r\nContent-Type: multipart/mixed; boundary=N{level}\r\n\r\n"
            f"--N{level}\r\n{inner}\r\n--N{level}--\r\n"
        )
    return inner.encode()


def test_a_report_in_wrappings_is_found_down_to_a_depth() -> None:
    assert read_report(_nested(3)) is not None
    assert read_report(_nested(30)) is None


_RECIPIENT = "Final-Recipient: rfc822; a@b.example\r\nAction: failed\r\n"
_TO = b"Return-Path: <>\r\nTo: "
HUGE = {
    "five megabytes after the report": report("gmail_policy") + b"x" * 5_000_000,
    "five megabytes of headers": b"X: " + b"y" * 5_000_000,
    "semicolons": b"Return-Path: <>\r\nContent-Type: multipart/report" + b";a=b" * 1_000_000,
    "boundaries": b"Content-Type: multipart/report; boundary=B\r\n\r\n" + b"--B\r\n" * 1_000_000,
    "boundaries in boundaries": _nested(3000),
    "recipients": a_report(
        *["Final-Recipient: rfc822; a@b.example\r\nAction: failed\r\n"] * 50_000
    ),
    "folded lines": a_report("Action: failed", "X: y" + "\r\n z" * 1_000_000),
    "spaces": a_report("Action: failed") + b"\n" + b" \t" * 1_000_000,
    "addresses": b"Return-Path: <>\r\nTo: "
    + b"a@b.example," * 400_000
    + a_report("Action: failed"),
    "comments": b"Return-Path: <>\r\nTo: "
    + b"(" * 1_000_000
    + b"\r\n"
    + a_report("Action: failed"),
    "nothing": b"",
    "NUL": b"\x00" * 1_000_000,
    "line feeds": b"\n" * 5_000_000,
    "random bytes": random.Random(7).randbytes(1_000_000),
}


@pytest.mark.parametrize("what", HUGE)
def test_hostile_bytes_are_read_in_no_time(what: str) -> None:
    began = time.process_time()

    read_report(HUGE[what])

    assert time.process_time() - began < 2


def test_what_stands_before_five_megabytes_is_read() -> None:
    assert said(HUGE["five megabytes after the report"]).status == "5.7.1"
    late = report("gmail_policy").replace(b"iVBOR", b"A" * LARGEST_REPORT)
    assert read_report(late) is None


@pytest.mark.parametrize("name", SAYS)
def test_a_report_cut_anywhere_is_read_or_nothing(name: str) -> None:
    whole = report(name)
    full = read_report(whole)
    assert full is not None

    cuts = [read_report(whole[:end]) for end in range(0, len(whole), 37)]

    assert None in cuts
    assert {cut.said[0].action for cut in cuts if cut} == {full.said[0].action}


@given(st.data())
def test_bytes_changed_anywhere_never_raise(data: st.DataObject) -> None:
    raw = bytearray(report(data.draw(st.sampled_from(NAMES))))
    for _change in range(data.draw(st.integers(1, 30))):
        place = data.draw(st.integers(0, len(raw) - 1))
        raw[place : place + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=4))

    found = read_report(bytes(raw))

    assert found is None or found.said

"""A letter's bytes: the same at every try, one header each, and no name can add another."""

from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import cast

import pytest
from hypothesis import given, settings
from hypothesis.strategies import binary, characters, text

from kiosk.adapters.mail import Attachment, Letter, compose, message_id_for, parse_mail_from
from kiosk.adapters.mail.address import HeaderRefused, header_text, routed

KEY = b"k" * 32
HEADERS = [
    "Message-ID", "Date", "From", "To", "Reply-To", "Subject", "Auto-Submitted",
    "Content-Language", "MIME-Version", "Content-Type",
]  # fmt: skip
HOSTILE = (
    "Asha\r\nBcc: victim@example.org",
    "Asha\nTo: victim@example.org",
    "Asha\rCc: victim@example.org",
    "Asha\r\n\r\nA body of my own",
    "Asha\r\n.\r\nMAIL FROM:<x@example.org>",
    "Asha\x00Patel",
    "Asha\x0bBcc: victim@example.org",
    "Asha\x0cBcc: victim@example.org",
    "Asha\x85Bcc: victim@example.org",
    "Asha\u2028Bcc: victim@example.org",
    "Asha\u2029Bcc: victim@example.org",
    "Asha\x1cBcc: victim@example.org",
    "Asha\ud800",
    "\u202eletaP ahsA",
    "Asha \u2066Patel\u2069",
    'Asha "Ash" Patel',
    '"',
    '""""""',
    "Asha \\",
    "Patel, Asha",
    "Asha <victim@example.org>",
    "Asha <victim@example.org>, Ben",
    "victim@example.org",
    "a@example.org, b@example.org",
    "group: a@example.org;",
    "(a comment)",
    "<script>alert(1)</script>",
    "=cmd|' /C calc'!A0",
    "=?utf-8?q?a=0d=0aBcc:_victim=40example.org?=",
    "=?utf-8?b?DQpCY2M6IHZpY3RpbUBleGFtcGxlLm9yZw==?=",
    "=?utf-8?q?x?= =?utf-8?q?y?=",
    "Ünï, Çödé <victim@example.org>",
    "Ж" * 300,
    "a" * 10_000,
    "é" * 10_000,
    "é, " * 3_000,
    '"' * 10_000,
    "   ",
    "",
    "中文名字" * 40,
    "👩🏽‍🚀" * 200,
    "%0d%0aBcc: victim@example.org",
)  # fmt: skip

LETTER = Letter(
    to_name="Asha Patel",
    to_address="asha@example.org",
    sender="Employer Fair <fair@fair.example>",
    reply_to="desk@fair.example",
    subject="The people you met",
    text="Hello, Asha.\n.\n..two dots\n",
    html="<p>Hello, <b>Asha</b>.</p>",
    attachments=(
        Attachment("contacts.vcf", "text/vcard", "BEGIN:VCARD\r\nN:Čapek\r\n".encode()),
        Attachment("ticket.png", "image/png", b"\x89PNG", cid="ticket"),
    ),
    message_id=message_id_for(KEY, "pack", "event", "person", "1", domain="fair.example"),
    date=datetime(2026, 11, 24, 12, 0, tzinfo=UTC),
)


def read(letter: Letter) -> EmailMessage:
    return cast(EmailMessage, message_from_bytes(compose(letter), policy=policy.default))


def parts(message: EmailMessage) -> list[str]:
    return [part.get_content_type() for part in message.walk()]


def test_the_same_letter_gives_the_same_bytes() -> None:
    assert compose(LETTER) == compose(replace(LETTER))


def test_another_letter_has_other_boundaries() -> None:
    other = replace(LETTER, message_id=message_id_for(KEY, "pack", "2", domain="fair.example"))

    assert compose(LETTER) != compose(other)
    assert read(LETTER).get_boundary() != read(other).get_boundary()


def test_a_letter_has_words_page_picture_and_files_and_these_headers_only() -> None:
    message = read(LETTER)

    assert message.keys() == HEADERS
    assert parts(message) == [
        "multipart/mixed", "multipart/alternative", "text/plain", "multipart/related",
        "text/html", "image/png", "text/vcard",
    ]  # fmt: skip
    assert [each.get_filename() for each in message.iter_attachments()] == ["contacts.vcf"]


def test_an_attached_card_file_says_that_it_is_utf_8_and_keeps_its_bytes() -> None:
    (card,) = read(LETTER).iter_attachments()

    assert card.get_content_charset() == "utf-8"
    assert card.get_payload(decode=True) == LETTER.attachments[0].content


def test_every_line_ends_with_crlf_and_none_is_too_long_for_a_server() -> None:
    lines = compose(replace(LETTER, text="word " * 5_000, html="<p>é</p>" * 5_000)).split(b"\r\n")

    assert not [line for line in lines if b"\n" in line or b"\r" in line]
    assert max(map(len, lines)) <= 998


def test_a_list_address_can_be_left_with_one_click() -> None:
    message = read(replace(LETTER, unsubscribe_url="https://fair.example/u/abc"))

    assert message["List-Unsubscribe"] == "<https://fair.example/u/abc>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


@pytest.mark.parametrize("words", HOSTILE, ids=[f"{n:02}" for n in range(len(HOSTILE))])
@pytest.mark.parametrize("field", ["to_name", "subject", "reply_to_name"])
def test_hostile_words_stay_in_their_header_or_are_refused(field: str, words: str) -> None:
    try:
        message = read(replace(LETTER, **{field: words}))  # type: ignore[arg-type]
    except HeaderRefused:
        return

    assert message.keys() == HEADERS
    assert [a.addr_spec for a in message["To"].addresses] == ["asha@example.org"]
    assert [a.addr_spec for a in message["Reply-To"].addresses] == ["desk@fair.example"]
    assert len(parts(message)) == 7


@pytest.mark.parametrize("words", [w for w in HOSTILE if set(w) & set("\r\n\x00\u2028\ud800")])
def test_a_line_break_in_a_name_is_refused(words: str) -> None:
    with pytest.raises(HeaderRefused):
        compose(replace(LETTER, to_name=words))


@pytest.mark.parametrize(
    "name",
    ["Asha Patel", "O'Brien, Aoife", 'Asha "Ash" Patel', "नेहा शर्मा", "محمد", "Nguyễn Thị Ánh"],
)
def test_a_name_arrives_as_it_is_written(name: str) -> None:
    (reader,) = read(replace(LETTER, to_name=name))["To"].addresses

    assert reader.display_name == name


def test_direction_marks_in_a_name_are_left_out() -> None:
    (reader,) = read(replace(LETTER, to_name="\u202eAsha")).get("To").addresses

    assert reader.display_name == "Asha"


@pytest.mark.parametrize(
    "address",
    [
        "", "asha", "@example.org", "asha@", "a@b@example.org", "asha@example.org>",
        "asha@example.org, ben@example.org", "asha @example.org", "asha@exa mple.org",
        "asha@example.org\r\nBcc: ben@example.org", "asha@example.org\x00", '"a b"@example.org',
        "asha@[127.0.0.1]", "asha@-é-.example", "asha@example.org NOTIFY=NEVER",
    ],
)  # fmt: skip
def test_what_is_no_single_address_is_refused(address: str) -> None:
    with pytest.raises(HeaderRefused):
        compose(replace(LETTER, to_address=address))


def test_a_domain_beyond_ascii_is_written_in_ascii() -> None:
    assert routed("asha@straße.example") == "asha@xn--strae-oqa.example"
    assert b"asha@xn--bcher-kva.example" in compose(
        replace(LETTER, to_address="asha@bücher.example")
    )


def test_an_address_beyond_ascii_stands_in_its_header_as_it_is() -> None:
    letter = replace(LETTER, to_address="zoë@bücher.example", to_name="Zoë")

    assert "To: Zoë <zoë@xn--bcher-kva.example>".encode() in compose(letter)


def test_a_message_id_depends_on_every_part_and_on_the_key() -> None:
    first = message_id_for(KEY, "pack", "event", "person", "1", domain="fair.example")

    assert first == LETTER.message_id
    assert first.endswith("@fair.example>")
    others = {
        message_id_for(KEY, "pack", "event", "person", "2", domain="fair.example"),
        message_id_for(KEY, "packe", "vent", "person", "1", domain="fair.example"),
        message_id_for(b"x" * 32, "pack", "event", "person", "1", domain="fair.example"),
        first,
    }
    assert len(others) == 4
    assert message_id_for(KEY, "a", domain="bücher.example").endswith("@xn--bcher-kva.example>")


@pytest.mark.parametrize(
    ("written", "name", "address"),
    [
        ("Employer Fair <fair@fair.example>", "Employer Fair", "fair@fair.example"),
        ("fair@fair.example", "", "fair@fair.example"),
        ('"Fair, Employer" <fair@fair.example>', "Fair, Employer", "fair@fair.example"),
        ("Büro <fair@bücher.example>", "Büro", "fair@xn--bcher-kva.example"),
    ],
)
def test_a_sender_is_a_name_and_an_address(written: str, name: str, address: str) -> None:
    assert parse_mail_from(written) == (name, address)


@pytest.mark.parametrize("written", ["", "fair", "Fair <fair>", "a@b.example\r\nBcc: c@d.example"])
def test_a_sender_without_an_address_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match="is no sender"):
        parse_mail_from(written)


WORDS = text(characters(exclude_categories=("Cs", "Cc")), max_size=60)


@given(WORDS, WORDS, text(max_size=300), binary(max_size=200))
@settings(max_examples=80, deadline=None)
def test_whatever_is_said_is_read_back_by_the_standard_library(
    name: str, subject: str, words: str, content: bytes
) -> None:
    words = "".join(words.encode("utf-8", "replace").decode().splitlines())
    files = (Attachment("contacts.csv", "text/csv", content),)
    letter = replace(LETTER, to_name=name, subject=subject, text=words, html=f"<p>{words}</p>",
                     attachments=files)  # fmt: skip

    message = read(letter)

    assert message.defects == []
    assert [a.addr_spec for a in message["To"].addresses] == ["asha@example.org"]
    assert squeezed(message["To"].addresses[0].display_name) == squeezed(header_text(name))
    assert squeezed(str(message["Subject"])) == squeezed(header_text(subject))
    plain, page = (message.get_body((kind,)) for kind in ("plain", "html"))
    assert plain is not None
    assert page is not None
    assert plain.get_content() == words
    assert page.get_content() == f"<p>{words}</p>"
    assert [each.get_payload(decode=True) for each in message.iter_attachments()] == [content]
    assert compose(letter) == compose(letter)


def squeezed(words: str) -> str:
    """Words without the spaces that folding may add or take."""
    return "".join(words.split())

"""Text sheets: whatever the letters, separator and line ends, the rows are the same."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.adapters.attendee_file import FileRefused, read_attendees

TEXT = "Name,Course,Email\r\nZoë Müller,Économie,zoe@uni.example\r\nBen Ó Broin,Law,\r\n"
EXPECTED = [
    {"name": "Zoë Müller", "course": "Économie", "email": "zoe@uni.example"},
    {"name": "Ben Ó Broin", "course": "Law"},
]


def values_of(content):
    file = read_attendees(content)
    assert file.faults == []
    return [row.values for row in file.rows]


def slug_of(content, **options):
    with pytest.raises(FileRefused) as refused:
        read_attendees(content, **options)
    assert "%(" not in refused.value.sentence
    assert refused.value.sentence.endswith((".", "”.")), "a sentence, with the next step"
    return refused.value.slug


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (TEXT.encode(), "UTF-8"),
        (TEXT.encode("utf-8-sig"), "UTF-8"),
        (codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"), "UTF-16"),
        (codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), "UTF-16"),
        (TEXT.encode("utf-16-le"), "UTF-16"),
        (TEXT.encode("utf-16-be"), "UTF-16"),
        (TEXT.encode("cp1252"), "Windows-1252"),
    ],
)
def test_every_usual_encoding_is_read_and_reported(content, encoding):
    assert values_of(content) == EXPECTED
    assert read_attendees(content).encoding == encoding


def test_utf16_without_a_mark_is_found_in_scripts_without_zero_bytes():
    text = "Name,Course\n" + "山田花子,経済学\n" * 50

    for codec in ("utf-16-le", "utf-16-be"):
        assert values_of(text.encode(codec))[0] == {"name": "山田花子", "course": "経済学"}


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_every_usual_separator_is_found(separator):
    content = TEXT.replace(",", separator).encode()

    assert values_of(content) == EXPECTED
    assert read_attendees(content).separator == separator


def test_a_comma_inside_names_does_not_hide_the_semicolon():
    assert values_of(b"Name;Course\nPatel, Asha, Dr;Law, Economics, Art\n") == [
        {"name": "Patel, Asha, Dr", "course": "Law, Economics, Art"}
    ]


def test_a_list_of_names_alone_is_read():
    assert values_of(b"Name\nAsha; Patel\nBen\n") == [
        {"name": "Asha; Patel"},
        {"name": "Ben"},
    ]


def test_the_hint_that_excel_writes_is_not_a_row():
    file = read_attendees(b"sep=;\r\nName;Course\r\nAsha;Law\r\n")

    assert [(row.number, row.values) for row in file.rows] == [
        (2, {"name": "Asha", "course": "Law"})
    ]


def test_line_ends_may_be_mixed():
    assert len(values_of(b"Name,Course\rAsha,Law\nBen,Art\r\nCy,Music")) == 3


@pytest.mark.parametrize(
    ("content", "slug"),
    [
        (b"", "empty"),
        (b" \r\n\t\n", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b",,,\n", "empty"),
        (b"Name,Email\n", "no_rows"),
        (b"Name,Email\n,\n", "no_rows"),
        (b"Name\nA\0sha\n", "nul"),
        (b"Name,Email\nAsha\0,asha@uni.example\n", "nul"),
        ("\ufeffName\nA\0sha\n".encode("utf-16-le"), "nul"),
        (codecs.BOM_UTF16_LE + b"a", "encoding"),
        (b"Name\n\x81\x8d\xff\n", "encoding"),
        (b'Name\n"Asha\nBen\n', "quotes"),
        (b'Name,Course\n"Asha" P,Law\n', "quotes"),
        (b"%PDF-1.7 renamed", "not_a_list"),
        (b"\x89PNG\r\n\x1a\n", "not_a_list"),
        (b"<!DOCTYPE html><table>", "not_a_list"),
        (b"\n <html><body>", "not_a_list"),
        (b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b 'c'>]>", "not_a_list"),
        (b"BEGIN:VCARD\r\nFN:Asha", "not_a_list"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "not_a_list"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "encrypted",
        ),
        (b"PK\x03\x04 cut short", "damaged"),
    ],
)
def test_a_file_that_is_not_a_list_is_refused_with_the_next_step(content, slug):
    assert slug_of(content) == slug


def test_a_file_above_the_cap_is_refused_before_it_is_read():
    assert slug_of(b"Name\n" + b"A\n" * 600_000, most_bytes=1024 * 1024) == "too_large"


def test_an_open_quotation_mark_names_its_row():
    with pytest.raises(FileRefused) as refused:
        read_attendees(b'Name,Course\nAsha,Law\nBen,"Art\nCy,Music\n')

    assert refused.value.facts["row"] == 3


@given(
    st.sampled_from(
        [b"", b"Name,Phone,Email,Age\n", codecs.BOM_UTF16_LE, b"PK\x03\x04", b"sep=;\n"]
    ),
    st.binary(max_size=300),
)
def test_any_bytes_are_a_list_or_are_refused(start, content):
    try:
        file = read_attendees(start + content)
    except FileRefused as refused:
        assert "%(" not in refused.sentence
    else:
        assert all(fault.why for fault in file.faults)
        assert all(row.values["name"] for row in file.rows)

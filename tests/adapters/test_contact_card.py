"""Contact cards: an address book reads exactly what was given, whatever the name."""

import re
from dataclasses import replace

import pytest
import vobject
from hypothesis import given, settings
from hypothesis import strategies as st
from vcard.vcard_validator import VCard

from kiosk.adapters.contact_card import Card, write_card, write_cards

HOSTILE = [
    "Asha\r\nEND:VCARD\r\nBEGIN:VCARD\r\nFN:Mallory",
    "Asha\nTEL:+44999",
    "Asha\u2028TEL:+44999",
    "Asha\x85TEL:+44999",
    "Asha\x00\x07\x1b[31m",
    "\u202eahsA",
    "back\\slash; semi, comma: colon",
    "ends in a backslash\\",
    "\\n is not a line",
    "نور الهدى محمد الأمين بن عبد الرحمن الفاسي الفهري المغربي",
    "𠮷野家 花子" * 20,
    "👩🏽‍🔬 " * 30,
    "x" * 200,
]


def lines_of(text):
    """Read a file of cards without any library: unfold, then split each line at its colon."""
    unfolded = text.replace("\r\n ", "")
    assert unfolded == "" or unfolded.endswith("\r\n")
    return [line.partition(":")[::2] for line in unfolded.split("\r\n")[:-1]]


def plain(value):
    return re.sub(r"\\(.)", lambda m: "\n" if m[1] in "nN" else m[1], value)


def fields_of(text):
    return {name: plain(value) for name, value in lines_of(text)}


def seen(text):
    """What a name becomes when it is one line of text without controls."""
    text = re.sub("\r\n|[\r\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029\t]", " ", text)
    kept = "[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
    return " ".join(re.sub(kept, "", text).split())


def test_a_card_holds_every_field_that_was_shared():
    card = Card(
        full_name="Asha Patel",
        given_name="Asha",
        family_name="Patel",
        organisation="Nova Engineering",
        title="Graduate recruiter",
        email="asha@nova.example",
        phone="+447700900123",
        urls=("https://nova.example/jobs?a=1,2", "https://asha.example"),
        note="Met at the fair.\nAsked about bridges.",
        uid="f2f-1@fair.example",
        cv="https://asha.example/cv",
    )

    read = vobject.readOne(write_card(card))

    assert read.version.value == "3.0"
    assert read.fn.value == "Asha Patel"
    assert (read.n.value.family, read.n.value.given) == ("Patel", "Asha")
    assert read.org.value == ["Nova Engineering"]
    assert read.title.value == "Graduate recruiter"
    assert read.email.value == "asha@nova.example"
    assert read.tel.value == "+447700900123"
    urls = ["https://nova.example/jobs?a=1%2C2", "https://asha.example", card.cv]
    assert urls == [line.value for line in read.contents["url"]]
    assert card.note == read.note.value
    assert card.uid == read.uid.value
    assert read.contents["url"][2].group == read.contents["x-ablabel"][0].group
    assert read.contents["x-ablabel"][0].value == "CV"


def test_what_was_not_shared_is_not_in_the_card():
    text = write_card(Card(full_name="Asha Patel"))

    expected = ["BEGIN", "VERSION", "N", "FN", "END"]
    assert expected == [name for name, _ in lines_of(text)]


def test_a_person_with_one_name_still_has_an_n():
    read = vobject.readOne(write_card(Card(full_name="Sukarno")))

    assert (read.n.value.family, read.n.value.given) == ("", "Sukarno")


def test_a_file_of_cards_has_no_byte_order_mark_and_ends_lines_with_crlf():
    content = write_cards([Card(full_name="Asha"), Card(full_name="Ben")])

    assert content.startswith(b"BEGIN:VCARD\r\n")
    assert content.count(b"\n") == content.count(b"\r\n")
    assert [c.fn.value for c in vobject.readComponents(content.decode())] == ["Asha", "Ben"]


def test_no_cards_give_an_empty_file():
    assert write_cards([]) == b""


@pytest.mark.parametrize("text", HOSTILE)
def test_no_field_can_begin_a_line_of_its_own(text):
    card = Card(text, text, text, text, text, text, text, (text,), text, text, text)

    names = [name for name, _ in lines_of(write_card(card))]

    expected = "BEGIN VERSION N FN ORG TITLE EMAIL;TYPE=INTERNET TEL;TYPE=CELL,VOICE URL "
    expected += "item1.URL item1.X-ABLabel NOTE UID"
    assert [*expected.split(), "END"] == names
    assert len(list(vobject.readComponents(write_card(card)))) == 1


@pytest.mark.parametrize("text", HOSTILE)
def test_no_line_is_longer_than_75_octets_or_splits_a_character(text):
    content = write_cards([Card(full_name=text, note=text)])

    for line in content.split(b"\r\n"):
        assert len(line) <= 75
        line.decode()


@given(st.text(max_size=300), st.text(max_size=100), st.text(max_size=100))
def test_two_readers_find_the_names_that_were_written(full, first, last):
    text = write_card(Card(full_name=full or "x", given_name=first, family_name=last))

    theirs, ours = vobject.readOne(text), fields_of(text)

    wanted = seen(full or "x") or f"{seen(first)} {seen(last)}".strip()
    assert wanted == theirs.fn.value == ours["FN"]
    if seen(first) or seen(last):
        assert (seen(last), seen(first)) == (theirs.n.value.family, theirs.n.value.given)


VALUES = st.text(st.characters(exclude_categories=("Cs",)), max_size=120) | st.sampled_from(HOSTILE)
CARDS = st.builds(
    Card,
    full_name=VALUES.filter(lambda value: any(each.isalnum() for each in value)),
    given_name=VALUES,
    family_name=VALUES,
    organisation=VALUES,
    title=VALUES,
    email=st.sampled_from(("", "asha@example.org", "o'hara+fair@example.org")),
    phone=st.sampled_from(("", "+447700900123")),
    urls=st.lists(st.sampled_from(("https://a.example/?x=1,2;3", "https://b.example/~c"))).map(
        tuple
    ),
    note=VALUES,
)


LATIN = st.text(st.sampled_from([*map(chr, range(32, 127)), *"éüñß\n"]), max_size=200)


@pytest.mark.filterwarnings("ignore::UserWarning")  # it wonders at names of two words
@settings(max_examples=60, deadline=None)
@given(CARDS, LATIN, LATIN)
def test_a_strict_reader_of_another_hand_finds_every_field(card, name, note):
    # It knows no letters beyond Latin ones, and no groups, which only the label of a CV needs.
    latin = {"full_name": f"x{name}", "given_name": name, "family_name": "", "note": note}
    text = write_card(replace(card, organisation=note, title=name, **latin))

    found = {each.name: each for each in VCard(text).properties}

    written = fields_of(text)
    assert set(found) == {name.partition(";")[0] for name in written}
    for name in ("FN", "TITLE", "NOTE"):
        if name in found:
            assert plain(found[name].values[0][0]) == written[name]
    assert max(len(line) for line in text.encode().split(b"\r\n")) <= 75


@settings(max_examples=30, deadline=None)
@given(st.lists(CARDS, max_size=4))
def test_a_file_has_as_many_cards_as_people(cards):
    assert len(list(vobject.readComponents(write_cards(cards).decode()))) == len(cards)

"""The demo fair is whole, and nobody in it can be a real person."""

import csv
import io
import json
import re
import unicodedata
from collections import Counter
from importlib.resources import files
from typing import Any

import pytest

from kiosk import demo

ATTENDEE_FIELDS = [
    "external_id", "name", "given_name", "family_name", "email", "kind", "pronouns", "phone",
    "organisation", "role", "course", "faculty", "level", "graduation_year", "student_id", "links",
    "ask_me_about", "under_18", "locale", "status",
]  # fmt: skip
EMPLOYER_FIELDS = ["external_id", "name", "stand", "text", "vacancies_url", "email"]
EXAMPLE_DOMAIN = re.compile(r"(?:.+\.)?example(?:\.(?:org|com|net))?")
FICTIONAL_PHONE = re.compile(r"\+447700900\d{3}")
SCRIPTS = [
    "LATIN", "ARABIC", "HEBREW", "DEVANAGARI", "THAI", "CJK", "HIRAGANA", "HANGUL", "CYRILLIC",
    "GREEK", "ARMENIAN", "GEORGIAN", "ETHIOPIC", "TAMIL", "BENGALI",
]  # fmt: skip
LEVELS = ("easy", "story", "advice")
AMONG_THEMSELVES = ("employer-employer", "mentor-mentor")
PAIRS = ("student-student", "student-employer", "student-mentor", "employer-mentor", "any-any",
         *AMONG_THEMSELVES)  # fmt: skip
LANGUAGES = ["en", "de", "es"]
NOT_OURS_TO_ASK = re.compile(
    r"\b(salary|paid|earn|money|married|partner|children|family|religio\w*|pray|vote|health|ill|"
    r"illness|disab\w*|age|old|born|where are you from|nationality|visa|grades?|weakness\w*)\b",
    re.IGNORECASE,
)


def rows_of(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8"))))


def deck() -> list[dict[str, Any]]:
    text = files("kiosk.domain.prompts").joinpath("deck.json").read_text("utf-8")
    rows: list[dict[str, Any]] = json.loads(text)
    return rows


ATTENDEES = rows_of(demo.attendees_file())
EMPLOYERS = rows_of(demo.employers_file())
DECK = deck()


def scripts_in(name: str) -> set[str]:
    letters = (letter for letter in name if unicodedata.category(letter) in ("Lu", "Ll", "Lo"))
    return {unicodedata.name(letter).split()[0] for letter in letters}


def test_the_headers_are_the_fields_of_the_import() -> None:
    assert list(ATTENDEES[0]) == ATTENDEE_FIELDS
    assert list(EMPLOYERS[0]) == EMPLOYER_FIELDS


def test_no_row_has_a_cell_too_many_or_too_few() -> None:
    for row in ATTENDEES + EMPLOYERS:
        assert None not in row and None not in row.values(), row


def test_people_of_five_kinds_come() -> None:
    kinds = Counter(row["kind"] for row in ATTENDEES)

    assert set(kinds) == {"student", "employer", "mentor", "staff", "guest"}
    assert kinds["student"] >= 90 and kinds["employer"] >= 24 and kinds["mentor"] >= 6
    assert kinds["staff"] >= 4 and kinds["guest"] >= 4
    assert len(ATTENDEES) >= 130


def test_names_come_in_fifteen_scripts() -> None:
    found = Counter(script for row in ATTENDEES for script in scripts_in(row["name"]))

    assert set(found) == set(SCRIPTS)


def test_the_hard_shapes_of_names_are_there() -> None:
    names = [row["name"] for row in ATTENDEES]

    assert sum(" " not in name and scripts_in(name) == {"LATIN"} for name in names) >= 3
    assert sum(len(name) >= 40 for name in names) >= 2
    assert any("-" in name for name in names)
    assert any("'" in name for name in names) and any("’" in name for name in names)
    assert any(re.match(r"[A-Z]\. [A-Z]\. ", name) for name in names)
    assert any(unicodedata.combining(letter) for name in names for letter in name)
    assert any("ı" in name for name in names)


def test_a_name_holds_its_given_and_family_name() -> None:
    for row in ATTENDEES:
        given, family = row["given_name"], row["family_name"]
        assert given and given in row["name"] and family in row["name"], row["external_id"]


def test_text_is_composed_and_trimmed() -> None:
    for row in ATTENDEES + EMPLOYERS:
        for value in row.values():
            assert value == unicodedata.normalize("NFC", value).strip()


def test_the_people_of_our_stories_are_there() -> None:
    by_name = {row["name"]: row for row in ATTENDEES}

    assert by_name["Asha Patel"]["course"] == "MEng Civil Engineering"
    assert by_name["Asha Patel"]["ask_me_about"] == "building a bridge from spaghetti"
    assert by_name["Ben Okafor"]["role"] == "Graduate engineer"
    assert by_name["Ben Okafor"]["organisation"] == "Nova Engineering"
    assert by_name["Carol Whitcombe"]["kind"] == "mentor"


def test_addresses_can_reach_nobody() -> None:
    for row in ATTENDEES + EMPLOYERS:
        if row["email"]:
            assert EXAMPLE_DOMAIN.fullmatch(row["email"].rpartition("@")[2]), row["email"]


def test_links_can_reach_nobody() -> None:
    for link in [row["links"] for row in ATTENDEES] + [row["vacancies_url"] for row in EMPLOYERS]:
        if link:
            host = re.fullmatch(r"https://([^/]+)/(?:careers)?", link)
            assert host and EXAMPLE_DOMAIN.fullmatch(host[1]), link


def test_phone_numbers_ring_nowhere_and_belong_to_one_person() -> None:
    phones = [row["phone"] for row in ATTENDEES if row["phone"]]

    assert len(phones) >= 40
    assert len(set(phones)) == len(phones)
    for phone in phones:
        assert FICTIONAL_PHONE.fullmatch(phone), phone


@pytest.mark.parametrize(
    ("field", "rows"),
    [("external_id", ATTENDEES), ("student_id", ATTENDEES), ("external_id", EMPLOYERS),
     ("name", EMPLOYERS), ("stand", EMPLOYERS)],
)  # fmt: skip
def test_what_names_one_row_names_no_other(field: str, rows: list[dict[str, str]]) -> None:
    values = [row[field] for row in rows if row[field]]

    assert len(set(values)) == len(values)


def test_the_exceptions_a_fair_meets_are_there() -> None:
    emails = Counter(row["email"] for row in ATTENDEES)

    assert sum(row["under_18"] == "yes" for row in ATTENDEES) in (2, 3)
    assert sum(row["status"] == "cancelled" for row in ATTENDEES) == 1
    assert emails.pop("") >= 3
    assert Counter(emails.values()) == {1: len(emails) - 1, 2: 1}


def test_what_a_badge_prints_is_short_enough_for_it() -> None:
    for row in ATTENDEES:
        assert 0 < len(row["ask_me_about"]) <= 60
        assert len(row["name"]) <= 60


def test_twelve_employers_have_stands_and_two_recruiters_or_more() -> None:
    recruiters = Counter(row["organisation"] for row in ATTENDEES if row["kind"] == "employer")

    assert {row["name"]: row["stand"] for row in EMPLOYERS}["Nova Engineering"] == "12"
    assert len(EMPLOYERS) == 12
    assert set(recruiters) == {row["name"] for row in EMPLOYERS}
    assert min(recruiters.values()) >= 2


def test_an_employer_says_two_sentences() -> None:
    for row in EMPLOYERS:
        assert len(re.findall(r"[.?](?: |$)", row["text"])) == 2, row["text"]
        assert row["vacancies_url"] and row["stand"] and row["email"]


def test_the_deck_has_enough_questions_for_each_pair_and_level() -> None:
    counts = Counter((row["pair"], row["level"]) for row in DECK if not row.get("put_away"))

    assert set(counts) == {(pair, level) for pair in PAIRS for level in LEVELS}
    for (pair, _level), many in counts.items():
        assert many >= (5 if pair in AMONG_THEMSELVES else 8)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_question_is_asked_once_in_the_deck(language: str) -> None:
    assert len({row["id"] for row in DECK}) == len(DECK)
    assert len({row["text"][language].casefold() for row in DECK}) == len(DECK)


def test_a_question_fits_its_column_and_the_tablet() -> None:
    for row in DECK:
        assert set(row) - {"put_away"} == {"id", "pair", "level", "text"}
        assert len(row["id"]) <= 40
        assert list(row["text"]) == LANGUAGES
        assert all(20 <= len(words) <= 110 for words in row["text"].values()), row["id"]


def test_every_prompt_ends_in_a_question_that_nobody_need_fear() -> None:
    for row in DECK:
        assert row["text"]["en"].endswith("?"), row["id"]
        assert not NOT_OURS_TO_ASK.search(row["text"]["en"]), row["id"]


def test_nothing_is_shouted() -> None:
    shown = [value for row in ATTENDEES + EMPLOYERS for value in row.values()]
    shown += [text for row in DECK for text in row["text"].values()]

    assert [text for text in shown if "!" in text] == []

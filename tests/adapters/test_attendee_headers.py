"""The table of headers: each name means one thing, and each field of the contract is there."""

from collections import Counter

import pytest

from kiosk.adapters.attendee_headers import ATTENDEES, EMPLOYERS, STANDS_FOR, find, fold

CONTRACT = """
name given_name family_name email kind pronouns phone organisation role course faculty level
graduation_year student_id links ask_me_about date_of_birth under_18 locale external_id status
"""


@pytest.mark.parametrize("table", [ATTENDEES, EMPLOYERS])
def test_no_name_stands_for_two_fields(table):
    names = [fold(n) for rows in table.values() for row in rows for n in row.split(" | ")]

    assert [name for name, count in Counter(names).items() if count > 1] == []


@pytest.mark.parametrize("field", CONTRACT.split())
def test_every_field_of_the_contract_is_known_by_its_own_name(field):
    found = find(field, ATTENDEES)

    assert found is not None
    assert found[0] == field


def test_every_stepping_stone_leads_to_a_field():
    assert {field for field in ATTENDEES if field.startswith("_")} == set(STANDS_FOR)
    assert set(STANDS_FOR.values()) <= set(CONTRACT.split())


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("What is your name?", "name"),
        ("Please enter your full name (required)", "name"),
        ("Your e-mail address", "email"),
        ("What are your pronouns? (optional)", "pronouns"),
        ("Attendee #", "external_id"),
        ("FirstName", "given_name"),
        ("LINKED-IN", "links"),
    ],
)
def test_polite_words_do_not_count(header, field):
    found = find(header, ATTENDEES)

    assert found is not None
    assert found[0] == field


@pytest.mark.parametrize(
    "header",
    [
        "Event name",
        "Buyer name",
        "Emergency contact phone",
        "Minor",
        "State",
        "Checked in",
        "Secret",
    ],
)
def test_what_is_not_about_the_attendee_is_not_known(header):
    assert find(header, ATTENDEES) is None

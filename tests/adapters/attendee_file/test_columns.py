"""Columns: what the organiser says, then the table; what disagrees is refused."""

import pytest

from kiosk.adapters.attendee_file import FileRefused, read_attendees


def read(text, **options):
    content = text if isinstance(text, bytes) else text.encode()
    return read_attendees(content, filename="list.csv", **options)


def values_of(text, **options):
    file = read(text, **options)
    assert file.faults == []
    return [row.values for row in file.rows]


def fields_of(text):
    return {column.header: column.field for column in read(text).columns}


def test_headers_we_do_not_know_are_reported_and_left_alone():
    assert fields_of("Full Name,T-shirt,\nAsha,M,\n") == {"Full Name": "name", "T-shirt": None}


def test_case_accents_and_punctuation_of_headers_do_not_count():
    assert fields_of("PRÉNOM,last_name,E-Mail:,phoneNumber\nAsha,P,,\n") == {
        "PRÉNOM": "given_name",
        "last_name": "family_name",
        "E-Mail:": "email",
        "phoneNumber": "phone",
    }


def test_a_mapping_wins_over_the_table():
    (asha,) = values_of("Name,Badge\nA. Patel,Asha\n", mapping={"badge": "name"})

    assert asha == {"name": "Asha"}


def test_a_mapping_to_nothing_leaves_a_column_alone():
    (asha,) = values_of("Name,Status\nAsha,Full-time\n", mapping={"Status": ""})

    assert asha == {"name": "Asha"}


@pytest.mark.parametrize(
    ("mapping", "slug"),
    [
        ({"Nick": "name"}, "map_header"),
        ({"Name": "shoe_size"}, "map_field"),
        ({"Name": "_order"}, "map_field"),
        ({"Name": "course", "Extra": "course"}, "map_twice"),
    ],
)
def test_a_mapping_that_cannot_hold_refuses_the_file(mapping, slug):
    with pytest.raises(FileRefused) as refused:
        read("Name,Extra\nAsha,x\n", mapping=mapping)

    assert refused.value.slug == slug


def test_two_columns_that_disagree_over_one_field_refuse_the_file():
    with pytest.raises(FileRefused) as refused:
        read("Name,E-mail,Email\nAsha,a@uni.example,a@uni.example\nBen,b@x.example,c@x.example\n")

    assert refused.value.slug == "two_columns"
    assert "row 3" in refused.value.sentence


def test_two_columns_that_agree_or_are_empty_are_one():
    text = "Name,E-mail,Email\nAsha,a@uni.example,A@uni.example\nBen,,b@x.example\n"

    assert [v["email"] for v in values_of(text)] == ["a@uni.example", "b@x.example"]


def test_a_list_without_names_is_refused():
    with pytest.raises(FileRefused) as refused:
        read("Email,Course\na@uni.example,Law\n")

    assert refused.value.slug == "no_name"


def test_a_header_row_without_end_is_refused():
    with pytest.raises(FileRefused) as refused:
        read(",".join(f"Name{number}" for number in range(600)) + "\nAsha\n")

    assert refused.value.slug == "too_many_columns"

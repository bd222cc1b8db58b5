"""Lists of employers: names, stands, their own words and a link to vacancies."""

import pytest

from kiosk.adapters.attendee_file import FileRefused, read_employers


def test_a_list_of_employers_maps_by_itself():
    text = (
        "Company,Booth number,Description,Careers page,Contact email,ID\n"
        'Nova Engineering,B12,"Bridges.\r\nAnd tunnels.",nova.example/jobs,jobs@nova.example,7\n'
        "Tide,,,,,\n"
    )

    file = read_employers(text.encode())

    assert file.faults == []
    assert [row.values for row in file.rows] == [
        {
            "name": "Nova Engineering",
            "stand": "B12",
            "text": "Bridges.\nAnd tunnels.",
            "vacancies_url": "https://nova.example/jobs",
            "email": "jobs@nova.example",
            "external_id": "7",
        },
        {"name": "Tide"},
    ]


def test_a_careers_page_beats_the_website():
    text = (
        "Employer,Website,Careers page\nNova,nova.example,nova.example/jobs\nTide,tide.example,\n"
    )

    rows = read_employers(text.encode()).rows

    assert [row.values["vacancies_url"] for row in rows] == [
        "https://nova.example/jobs",
        "https://tide.example",
    ]


@pytest.mark.parametrize(
    ("line", "field", "slug"),
    [
        (",B1,", "name", "missing"),
        ("Nova,B1,ftp://nova.example", "vacancies_url", "not_link"),
        (f"Nova,{'x' * 21},", "stand", "too_long"),
        ('"Nova\nInc",B1,', "name", "control"),
    ],
)
def test_a_bad_row_names_its_field_and_reason(line, field, slug):
    (fault,) = read_employers(f"Name,Stand,Vacancies\n{line}\n".encode()).faults

    assert (fault.row, fault.field, fault.slug) == (2, field, slug)


def test_a_list_without_names_is_refused():
    with pytest.raises(FileRefused) as refused:
        read_employers(b"Stand,Vacancies\nB1,\n")

    assert refused.value.slug == "no_name"

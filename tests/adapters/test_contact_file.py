"""Contact files: the right letters, no formulas, and the same again when imported."""

import csv
import io
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.adapters.attendee_file import read_attendees
from kiosk.adapters.contact_file import write_contacts

_WRITTEN = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Cf", "Zl", "Zp", "Co", "Cn"]), max_size=40
)
_STARTS = st.sampled_from(
    ["", "=", "+", "-", "@", "'", "''", "'=", "＝", "＋", "－", "＠", '"', ";"]
)
_TEXT = st.builds(str.__add__, _STARTS, _WRITTEN)


@settings(deadline=None)
@given(
    st.lists(
        st.fixed_dictionaries(
            {"name": _TEXT, "course": _TEXT, "role": _TEXT, "organisation": _TEXT},
            optional={
                "under_18": st.booleans(),
                "graduation_year": st.integers(1950, 2100),
                "date_of_birth": st.dates(date(1900, 1, 1), date(2100, 1, 1)),
                "links": st.just(["https://a.example/x,y", "https://b.example"]),
                "phone": st.just("+447700900123"),
                "kind": st.sampled_from(["student", "employer", "mentor", "staff", "guest"]),
            },
        ),
        min_size=1,
        max_size=5,
    )
)
def test_what_we_export_imports_as_it_was(people):
    columns = (
        "name course role organisation under_18 graduation_year date_of_birth links phone kind"
    )
    clean = [cleaned(person) for person in people]
    clean = [person for person in clean if person.get("name") and person["name"] != "name"]

    content = write_contacts(clean, columns.split())

    if clean:
        file = read_attendees(content)
        assert file.faults == []
        assert [row.values for row in file.rows] == clean


def cleaned(person):
    """What the import keeps of a person, read through a sheet that needs no guard."""
    sheet = io.StringIO(newline="")
    text = {k: v for k, v in person.items() if isinstance(v, str)}
    writer = csv.DictWriter(sheet, ["external_id", *text])
    writer.writeheader()
    writer.writerow(
        {"external_id": "x", **{k: f"'{v}" if risky(v) else v for k, v in text.items()}}
    )
    rows = read_attendees(sheet.getvalue().encode()).rows
    kept = rows[0].values if rows else {}
    kept = {k: v for k, v in kept.items() if k != "external_id"}
    return {**{k: v for k, v in person.items() if k not in text}, **kept}


def risky(text):
    return text.lstrip("'")[:1] in tuple("=+-@＝＋－＠") if text.lstrip("'") else False


def test_excel_sees_utf8_and_crlf():
    content = write_contacts([{"name": "Zoë", "email": None}], ["name", "email"])

    assert content == "\ufeffname,email\r\nZoë,\r\n".encode()


def test_no_cell_begins_as_a_formula():
    texts = [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "＝1",
        "＋1",
        "－1",
        "＠1",
        "=cmd|' /C calc'!A0",
    ]

    content = write_contacts([{"name": text} for text in texts], ["name"]).decode("utf-8-sig")

    cells = [row[0] for row in csv.reader(io.StringIO(content, newline=""))][1:]
    assert cells == [f"'{text}" for text in texts]


def test_what_looks_guarded_already_gets_one_apostrophe_more():
    content = write_contacts([{"name": "'=1"}, {"name": "'tis"}], ["name"]).decode("utf-8-sig")

    assert content.splitlines() == ["name", "''=1", "'tis"]


def test_lists_and_yes_and_no_are_written_as_people_read_them():
    row = {"links": ["https://a.example", "https://b.example"], "under_18": False}

    content = write_contacts([row], ["links", "under_18"]).decode("utf-8-sig")

    assert content.splitlines()[1] == "https://a.example https://b.example,no"

"""Cells: one clean value, or a fault that says what is wrong with it."""

from datetime import date

import pytest

from kiosk.adapters.attendee_file import read_attendees


def read(text, **options):
    content = text if isinstance(text, bytes) else text.encode()
    return read_attendees(content, filename="list.csv", **options)


def values_of(text, **options):
    file = read(text, **options)
    assert file.faults == []
    return [row.values for row in file.rows]


def faults_of(text, **options):
    return [(f.row, f.field, f.slug) for f in read(text, **options).faults]


def fields_of(text):
    return {column.header: column.field for column in read(text).columns}


@pytest.mark.parametrize(
    ("header", "cell", "slug"),
    [
        ("Email", "asha@uni", "not_email"),
        ("Email", "asha@uni.example, ben@uni.example", "not_email"),
        ("Email", '"asha@uni.example\nBcc: x@y.example"', "control"),
        ("Kind", "wizard", "not_kind"),
        ("Kind", "student or employer", "not_kind"),
        ("Phone", "call me", "not_phone"),
        ("Phone", "12", "not_phone"),
        ("LinkedIn", "javascript:alert(1)", "not_link"),
        ("LinkedIn", "https://user:pass@evil.example/", "not_link"),
        ("LinkedIn", "no", "not_link"),
        ("Graduation year", "soon", "not_year"),
        ("Graduation year", "20277", "not_year"),
        ("Date of birth", "31/02/2004", "not_date"),
        ("Date of birth", "2/3/04", "not_date"),
        ("Under 18", "maybe", "not_yes_no"),
        ("Locale", "Klingonese", "not_locale"),
        ("Attendee status", "abducted", "not_status"),
        ("Course", "x" * 161, "too_long"),
        ("Ask me about", "x" * 81, "too_long"),
        ("Course", "a\x07b", "control"),
        ("Course", "caf\ufffd", "letters_lost"),
    ],
)
def test_a_cell_that_cannot_be_read_is_a_fault(header, cell, slug):
    (fault,) = read(f"Name,{header}\nAsha,{cell if cell[0] == chr(34) else quoted(cell)}\n").faults

    assert (fault.row, fault.slug) == (2, slug)
    assert fault.why % {} == fault.why
    assert fault.field == fields_of(f"Name,{header}\nAsha,\n")[header]


def quoted(cell):
    return '"' + cell.replace('"', '""') + '"'


@pytest.mark.parametrize(
    ("header", "cell", "field", "value"),
    [
        ("Email", " Asha.Patel@UNI.Example ", "email", "Asha.Patel@uni.example"),
        ("Email", "o'hara@uni.example", "email", "o'hara@uni.example"),
        ("Email", "用户@例え.example", "email", "用户@例え.example"),
        ("Kind", "Exhibitor", "kind", "employer"),
        ("Kind", "Recruiter", "kind", "employer"),
        ("Kind", "Alumni", "kind", "mentor"),
        ("Kind", "University staff", "kind", "staff"),
        ("Kind", "GUEST", "kind", "guest"),
        ("Phone", "07700 900123", "phone", "+447700900123"),
        ("Phone", "+49 30 901820", "phone", "+4930901820"),
        ("Graduation date", "May 2027", "graduation_year", 2027),
        ("Date of birth", "2004-03-31", "date_of_birth", date(2004, 3, 31)),
        ("Date of birth", "31.03.2004", "date_of_birth", date(2004, 3, 31)),
        ("Date of birth", "31 March 2004", "date_of_birth", date(2004, 3, 31)),
        ("Are you over 18?", "no", "under_18", True),
        ("Age", "17", "under_18", True),
        ("Age", "18-24", "under_18", False),
        ("Locale", "PT_br", "locale", "pt-BR"),
        ("Locale", "zh-hant-TW", "locale", "zh-Hant-TW"),
        ("Language", "Deutsch", "locale", "de"),
        ("Website", "http://asha.example/a_b", "links", ["https://asha.example/a_b"]),
        ("Website", "a.example; b.example", "links", ["https://a.example", "https://b.example"]),
        ("Course", "  Civil \t Engineering ".replace("\t", "\xa0"), "course", "Civil Engineering"),
        ("Course", "'=1+1", "course", "=1+1"),
    ],
)
def test_a_cell_is_read_as_people_write_it(header, cell, field, value):
    (asha,) = values_of(f"Name,{header}\nAsha,{quoted(cell)}\n")

    assert asha[field] == value


@pytest.mark.parametrize("header", ["Ticket type", "Language", "Age", "Registered"])
def test_columns_that_may_mean_anything_are_read_softly(header):
    assert values_of(f"Name,{header}\nAsha,xyzzy 7x\n") in ([{"name": "Asha"}],) or header == "Age"


@pytest.mark.parametrize(
    "word", ["Unpaid", "not paid", "Pending", "Awaiting payment", "PAYMENT PENDING", "ausstehend"]
)
def test_a_row_that_was_not_paid_for_is_unpaid(word):
    assert values_of(f"Name,Attendee Status\nAsha,{word}\n")[0]["status"] == "unpaid"


@pytest.mark.parametrize(
    "word", ["Refunded", "cancelled", "canceled", "VOID", "Declined", "Not Attending", "storniert"]
)
def test_a_row_that_is_not_coming_is_cancelled(word):
    assert values_of(f"Name,Attendee Status\nAsha,{word}\n")[0]["status"] == "cancelled"


def test_dates_are_month_first_where_the_region_writes_so():
    (asha,) = values_of("Name,DOB\nAsha,03/31/2004\n", region="US")

    assert asha["date_of_birth"] == date(2004, 3, 31)


def test_a_mailed_line_break_in_a_name_is_a_fault():
    assert faults_of('Name\n"Asha\r\nBcc: x@y.example"\n') == [(2, "name", "control")]


def test_bidi_and_zero_width_controls_leave_a_name():
    (row,) = values_of("Name\n\u202eAs\u200bha\u2066\ufeff Patel\u200f\n")

    assert row["name"] == "Asha Patel"


@pytest.mark.parametrize("name", ["می‌خواهم", "क्‍ष", "👩‍🔬 Asha", "நுற்‍றாண்டு"])
def test_joiners_stay_where_a_script_needs_them(name):
    (row,) = values_of(f"Name\n{name}\n")

    assert row["name"] == name


def test_joiners_that_only_hide_leave_a_name():
    (row,) = values_of("Name\nA\u200ds\u200cha\u200d\n")

    assert row["name"] == "Asha"


def test_letters_come_composed():
    (row,) = values_of("Name\nZoe\u0308\n")

    assert row["name"] == "Zoë"

"""Registration lists: real exports read by themselves, and bad cells name row, field and reason."""

import csv
import io
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.adapters.attendee_file import FileRefused, read_attendees
from kiosk.adapters.contact_file import write_contacts

EVENTBRITE = """\
Order #,Order Date,First Name,Last Name,Email,Quantity,Ticket Type,Attendee #,Attendee Status,\
Home Phone,Cell Phone,Work Phone,Job Title,Company,Website,Blog,Gender,Age
711,2026-10-01,Asha,Patel,asha@uni.example,1,General Admission,901,Attending,\
020 7946 0001,07700 900123,020 7946 0002,,,asha.example,,,
712,2026-10-01,Ben,Okoro,ben@nova.example,1,Exhibitor Pass,902,Checked In,\
,,,Recruiter,Nova Engineering,,,,
713,2026-10-02,Info Requested,Info Requested,,1,General Admission,903,Refunded,,,,,,,,,
"""
PRETIX = """\
"Event slug";"Order code";"Position ID";"Status";"Email";"Phone number";"Order date";"Order time";\
"Product";"Variation";"Price";"Attendee name";"Attendee name: Given name";\
"Attendee name: Family name";"Attendee email";"Company";"Address";"Country";"Voucher";\
"Study programme";"Company";"Invoice address name";"Address";"Country";"Order locale"
"fair";"ABC12";"1";"paid";"buyer@uni.example";"+447700900123";"2026-10-01";"09:00:00";\
"Student ticket";"";"0,00";"Nguyễn Văn An";"Văn An";"Nguyễn";"an@uni.example";"";"";"GB";"";\
"Law";"Payer Ltd";"P. Ayer";"1 High St";"GB";"de-informal"
"fair";"ABC12";"2";"paid";"buyer@uni.example";"";"2026-10-01";"09:00:00";\
"Alumni mentor";"";"0,00";"Carol Weiß";"Carol";"Weiß";"";"Tide Ltd";"";"GB";"";\
"";"Payer Ltd";"P. Ayer";"1 High St";"GB";"en"
"fair";"XYZ99";"1";"canceled";"gone@uni.example";"";"2026-10-01";"09:00:00";\
"Student ticket";"";"0,00";"Dan Gone";"Dan";"Gone";"";"";"";"GB";"";"";"";"";"";"";"en"
"""
HANDSHAKE = """\
Student First Name,Student Last Name,Student Preferred Name,Student Email,Student ID,Majors,\
College,School Year,Graduation Date,Registered,Checked In
Priya,Rao,Pri,priya@uni.example,S0012,Mathematics,Science,Senior,05/2027,TRUE,FALSE
Tom,Wu,,tom@uni.example,S0013,History,Arts,Masters,2027-06-30,FALSE,FALSE
"""
MICROSOFT_FORMS = """\
ID,Start time,Completion time,Email,Name,What is your full name?,What is your university e-mail \
address? (required),What are you studying?,What year will you graduate?,Are you over 18?,\
Which pronouns should we print? (optional)
1,10/1/26 9:00:00,10/1/26 9:02:00,anonymous,,Asha Patel,asha@uni.example,Physics,2027,Yes,she/her
2,10/1/26 9:10:00,10/1/26 9:12:00,anonymous,,Sam Young,sam@uni.example,Physics,2029,No,
"""
GOOGLE_FORMS = """\
Timestamp,Email Address,What is your name?,LinkedIn profile URL,Ask me about,Date of birth
01/10/2026 09:00:00,asha@uni.example,Asha Patel,www.linkedin.com/in/asha,bridges,31/03/2004
"""


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


# Real exports


def test_an_eventbrite_export_maps_by_itself():
    asha, ben = values_of(EVENTBRITE)

    assert asha == {
        "name": "Asha Patel",
        "given_name": "Asha",
        "family_name": "Patel",
        "email": "asha@uni.example",
        "kind": "student",
        "external_id": "901",
        "status": "expected",
        "phone": "+447700900123",
        "links": ["https://asha.example"],
    }
    assert (ben["kind"], ben["organisation"], ben["role"]) == (
        "employer",
        "Nova Engineering",
        "Recruiter",
    )
    assert read(EVENTBRITE).cancelled == 1


def test_a_pretix_export_maps_by_itself():
    an, carol, dan = values_of(PRETIX)

    assert an["email"] == "an@uni.example"
    assert carol["email"] == "buyer@uni.example", "the buyer's, where the attendee has none"
    assert (an["external_id"], carol["external_id"]) == ("ABC12-1", "ABC12-2")
    assert (an["name"], an["given_name"], an["family_name"]) == (
        "Nguyễn Văn An",
        "Văn An",
        "Nguyễn",
    )
    assert (an["kind"], carol["kind"]) == ("student", "mentor")
    assert "organisation" not in an, "the company on the invoice is not theirs"
    assert carol["organisation"] == "Tide Ltd"
    assert (an["locale"], carol["locale"]) == ("de", "en")
    assert dan["status"] == "cancelled"
    assert read(PRETIX).separator == ";"


def test_a_handshake_export_maps_by_itself():
    priya, tom = values_of(HANDSHAKE)

    assert priya == {
        "name": "Pri Rao",
        "given_name": "Pri",
        "family_name": "Rao",
        "email": "priya@uni.example",
        "student_id": "S0012",
        "course": "Mathematics",
        "faculty": "Science",
        "level": "Senior",
        "graduation_year": 2027,
    }
    assert (tom["name"], tom["status"]) == ("Tom Wu", "cancelled")


def test_a_microsoft_forms_export_maps_by_itself():
    asha, sam = values_of(MICROSOFT_FORMS)

    assert (asha["name"], asha["email"]) == ("Asha Patel", "asha@uni.example")
    assert (asha["course"], asha["graduation_year"]) == ("Physics", 2027)
    assert (asha["external_id"], asha["under_18"], sam["under_18"]) == ("1", False, True)


def test_a_google_forms_export_maps_by_itself():
    (asha,) = values_of(GOOGLE_FORMS)

    assert asha == {
        "name": "Asha Patel",
        "email": "asha@uni.example",
        "links": ["https://www.linkedin.com/in/asha"],
        "ask_me_about": "bridges",
        "date_of_birth": date(2004, 3, 31),
    }


# Headers


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


# Rows


def test_row_numbers_are_those_a_spreadsheet_shows():
    text = 'Fair 2026\n\nName,Notes,Email\nAsha,"two\nlines",a@uni.example\n\n,,\nBen,,nobody\n'

    file = read(text)

    assert [row.number for row in file.rows] == [4]
    assert [(f.row, f.field, f.slug) for f in file.faults] == [(7, "email", "not_email")]


def test_a_header_row_that_comes_again_is_skipped():
    assert len(values_of("Name,Email\nAsha,\nName,Email\nBen,\n")) == 2


def test_a_row_with_more_cells_than_columns_is_a_fault():
    assert faults_of("Name,Course\nAsha,Law, with French\n") == [(2, "", "spilled")]


def test_a_row_without_a_name_is_a_fault():
    assert faults_of("Name,Email\n,a@uni.example\n") == [(2, "name", "missing")]


def test_a_cancelled_row_needs_no_correcting():
    file = read("Name,Email,Status\nAsha,nonsense,Refunded\n,,Cancelled\n")

    assert (file.faults, file.cancelled) == ([], 2)
    assert [row.values for row in file.rows] == [{"name": "Asha", "status": "cancelled"}]


def test_the_same_id_twice_is_a_fault_that_names_the_first_row():
    (fault,) = read("ID,Name\n7,Asha\n7,Ben\n").faults

    assert (fault.row, fault.field, fault.slug) == (3, "external_id", "same_id")
    assert "Row 2" in fault.why


def test_faults_do_not_repeat_what_the_cell_holds():
    (fault,) = read("Name,Email\nAsha,secret-canary\n").faults

    assert "canary" not in fault.why
    assert fault.why.endswith("It looks like name@university.example.")


# Cells


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


# Round trip

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

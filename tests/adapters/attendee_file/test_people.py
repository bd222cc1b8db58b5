"""Registration lists: real exports read by themselves, and bad rows are named."""

from datetime import date

from kiosk.adapters.attendee_file import read_attendees

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

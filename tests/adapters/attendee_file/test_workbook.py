"""Workbooks: read like text, and measured before they are opened."""

import io
import zipfile
from datetime import date, datetime

import openpyxl
import pytest

from kiosk.adapters.attendee_file import FileRefused, read_attendees
from kiosk.adapters.attendee_file.workbook import MOST_UNPACKED

ODS = """<?xml version="1.0" encoding="UTF-8"?>
<office:document-content
 xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">
<office:body><office:spreadsheet><table:table table:name="Sheet1">%s
<table:table-row table:number-rows-repeated="1048574"><table:table-cell
 table:number-columns-repeated="16384"/></table:table-row>
</table:table></office:spreadsheet></office:body></office:document-content>"""
ODS_CELL = '<table:table-cell office:value-type="string"%s><text:p>%s</text:p></table:table-cell>'


def xlsx(*rows, more=None):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    if more:
        more(book)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def ods(body):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", ODS % body)
        archive.writestr(
            "META-INF/manifest.xml",
            "<manifest:manifest xmlns:manifest="
            '"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"></manifest:manifest>',
        )
    return content.getvalue()


def ods_row(*cells, repeat=""):
    return (
        f"<table:table-row{repeat}>{''.join(ODS_CELL % ('', c) for c in cells)}</table:table-row>"
    )


def changed(book, **parts):
    """Return the workbook with parts replaced, keyed by their file name without its ending."""
    copy = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as old, zipfile.ZipFile(copy, "w", 8) as new:
        for name in old.namelist():
            key = name.rpartition("/")[2].removesuffix(".xml")
            new.writestr(name, parts[key](old.read(name)) if key in parts else old.read(name))
    return copy.getvalue()


def values_of(content):
    file = read_attendees(content)
    assert file.faults == []
    return [row.values for row in file.rows]


def slug_of(content):
    with pytest.raises(FileRefused) as refused:
        read_attendees(content)
    return refused.value.slug


def test_an_excel_workbook_is_read_with_its_types():
    content = xlsx(
        ["Name", "Phone", "Graduation year", "Date of birth", "Under 18", "Student ID"],
        ["Asha Patel", 447700900123, 2027, date(2004, 3, 31), False, 12345],
        ["Ben", "07700 900124", "2028", datetime(2010, 3, 31), True, "007"],
    )

    asha, ben = values_of(content)

    assert asha["graduation_year"] == 2027
    assert (asha["date_of_birth"], asha["under_18"]) == (date(2004, 3, 31), False)
    assert (asha["student_id"], ben["student_id"]) == ("12345", "007")
    assert asha["phone"] == "+447700900123"
    assert read_attendees(content).encoding == "XLSX"
    assert read_attendees(content).separator is None


def test_rows_are_numbered_as_excel_shows_them():
    file = read_attendees(xlsx([None], ["Fair 2026"], ["Name", "Email"], [None], ["Asha", "no"]))

    assert [(fault.row, fault.field) for fault in file.faults] == [(5, "email")]


def test_the_sheet_with_the_names_is_found_and_hidden_sheets_are_not_read():
    def more(book):
        book.active.title = "Notes"
        book.active["A1"] = "Read me first"
        hidden = book.create_sheet("Old")
        hidden.append(["Name"])
        hidden.append(["Gone"])
        hidden.sheet_state = "hidden"
        people = book.create_sheet("People")
        people.append(["Name"])
        people.append(["Asha"])

    assert values_of(xlsx(more=more)) == [{"name": "Asha"}]


def test_an_opendocument_sheet_is_read_although_its_empty_end_is_endless():
    content = ods(ods_row("Name", "Course") + ods_row("Asha", "Law"))

    assert values_of(content) == [{"name": "Asha", "course": "Law"}]
    assert read_attendees(content).encoding == "ODS"


def test_a_far_off_cell_does_not_take_the_memory():
    def more(book):
        book.active["XFD1048576"] = "x"

    assert slug_of(xlsx(["Name"], ["Asha"], more=more)) == "unpacks_too_large"


def test_a_repeated_cell_or_row_does_not_take_the_memory():
    wide = ODS_CELL % (' table:number-columns-repeated="16384"', "x")
    row = f"<table:table-row>{wide}</table:table-row>" * 500
    long = ods_row("x", "y", "z", "a", repeat=' table:number-rows-repeated="1048000"')

    assert slug_of(ods(ods_row("Name") + row)) == "unpacks_too_large"
    assert slug_of(ods(ods_row("Name") + long)) == "unpacks_too_large"


def test_a_part_that_unpacks_beyond_measure_is_refused():
    content = xlsx(["Name"], ["Asha"])

    assert slug_of(changed(content, sheet1=lambda part: part + b" " * 5_000_000)) == (
        "unpacks_too_large"
    )


def test_many_parts_that_add_up_are_refused():
    content = io.BytesIO(xlsx(["Name"], ["Asha"]))
    with zipfile.ZipFile(content, "a", zipfile.ZIP_DEFLATED) as archive:
        for number in range(MOST_UNPACKED // 900_000 + 1):
            archive.writestr(f"xl/more{number}.xml", b" " * 900_000)

    assert slug_of(content.getvalue()) == "unpacks_too_large"


@pytest.mark.parametrize("codec", ["utf-8", "utf-16-le", "utf-16-be"])
def test_a_document_type_is_refused(codec):
    attack = '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/hostname">]><a>&b;</a>'
    mark = "" if codec == "utf-8" else "\ufeff"
    part = (mark + attack).encode(codec)
    content = changed(xlsx(["Name"], ["Asha"]), sheet1=lambda _: part)

    assert slug_of(content) == "not_allowed"


def test_a_document_renamed_to_xlsx_is_refused():
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("word/document.xml", "<w:document/>")

    assert slug_of(content.getvalue()) == "not_a_list"


def test_a_locked_archive_or_document_is_refused():
    locked = bytearray(xlsx(["Name"], ["Asha"]))
    for mark, offset in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        at = locked.find(mark)
        locked[at + offset] |= 1
    content = ods(ods_row("Name"))
    locking = b"<manifest:encryption-data/></manifest:manifest>"
    manifest = changed(
        content, manifest=lambda part: part.replace(b"</manifest:manifest>", locking)
    )

    assert slug_of(bytes(locked)) == "encrypted"
    assert slug_of(manifest) == "encrypted"


def test_a_broken_workbook_is_refused():
    content = xlsx(["Name"], ["Asha"])

    assert slug_of(content[: len(content) // 2]) == "damaged"
    assert slug_of(changed(content, sheet1=lambda part: part[:120])) == "damaged"
    assert slug_of(changed(content, workbook=lambda _: b"<not/>")) in {"damaged", "empty"}


def test_an_opendocument_sheet_that_never_closes_is_refused():
    content = ods(ods_row("Name", "Course"))

    assert slug_of(changed(content, content=lambda part: part[: len(part) // 2])) == "damaged"

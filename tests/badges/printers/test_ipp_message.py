"""The bytes of RFC 8010, both ways."""

import pytest
from hypothesis import given, settings, strategies

from badges.printers import ipp_message as ipp
from tests.badges.printers import fake_ipp

TARGET: ipp.Attribute = (ipp.URI, "printer-uri", ["ipp://printer.example.com/ipp/print/pinetree"])


def test_a_request_has_the_bytes_of_the_standard() -> None:
    """RFC 8010, appendix A.1, down to the printer's address."""
    content = ipp.request(ipp.PRINT_JOB, [TARGET])

    assert content[:4] + b"\0\0\0\1" + content[8:] == (
        b"\x02\x00\x00\x02\x00\x00\x00\x01\x01"
        b"\x47\x00\x12attributes-charset\x00\x05utf-8"
        b"\x48\x00\x1battributes-natural-language\x00\x02en"
        b"\x45\x00\x0bprinter-uri\x00\x2cipp://printer.example.com/ipp/print/pinetree\x03"
    )


def test_every_request_has_a_number_of_its_own() -> None:
    first, second = (ipp.request(ipp.GET_PRINTER, [TARGET])[4:8] for _ in range(2))

    assert first != second
    assert b"\0\0\0\0" not in (first, second)  # RFC 8011, 4.1.1: never zero


def test_a_collection_is_written_as_the_standard_has_it() -> None:
    """RFC 8010, 3.1.6 and the first lines of appendix A.7."""
    size: list[ipp.Attribute] = [(ipp.INTEGER, "x-dimension", [6200])]
    column: ipp.Attribute = (
        ipp.COLLECTION,
        "media-col",
        [[(ipp.COLLECTION, "media-size", [size])]],
    )

    content = ipp.request(ipp.PRINT_JOB, [], [column])

    assert content.endswith(
        b"\x02\x34\x00\x09media-col\x00\x00"
        b"\x4a\x00\x00\x00\x0amedia-size\x34\x00\x00\x00\x00"
        b"\x4a\x00\x00\x00\x0bx-dimension\x21\x00\x00\x00\x04\x00\x00\x18\x38"
        b"\x37\x00\x00\x00\x00\x37\x00\x00\x00\x00\x03"
    )


def test_an_answer_is_read_whatever_it_holds() -> None:
    content = fake_ipp.answer(
        0,
        groups=[
            (
                4,
                {
                    "media-col-database": (
                        0x34,
                        [
                            {
                                "media-size": (
                                    0x34,
                                    [{"x-dimension": (0x33, [(100, 200)]), "n": (0x21, [-1])}],
                                ),
                                "media-type": (0x44, ["labels", "film"]),
                            }
                        ],
                    ),
                    "printer-resolution-supported": (0x32, [(300, 600, 3)]),
                    "printer-is-accepting-jobs": (0x22, [False]),
                    "time-at-processing": (0x13, [b""]),
                    "printer-info": (0x35, [b"\0\2de\0\3Tor"]),
                    "date": (0x31, [b"\x07\xe6"]),
                },
            )
        ],
    )

    answer = ipp.answer(content)

    (entry,) = answer.groups("media-col-database")
    assert entry.groups("media-size")[0].all("x-dimension") == [ipp.Range(100, 200)]
    assert entry.groups("media-size")[0].whole("n") == -1
    assert entry.texts("media-type") == ["labels", "film"]
    assert answer.all("printer-resolution-supported") == [ipp.Resolution(300, 600, 3)]
    assert answer.all("printer-is-accepting-jobs") == [False]
    assert answer.all("time-at-processing") == [ipp.Missing.NO_VALUE]
    assert answer.text("printer-info") == "Tor"
    assert answer.all("date") == [b"\x07\xe6"]


def test_each_group_of_a_list_stands_by_itself() -> None:
    content = fake_ipp.answer(0, groups=[(2, {"job-id": (0x21, [n])}) for n in (1, 2)])

    answer = ipp.answer(content)

    assert [job.whole("job-id") for job in answer.each(ipp.JOB_GROUP)] == [1, 2]


@pytest.mark.parametrize("length", [0, 3, 8, 9, 12, 30])
def test_an_answer_that_breaks_off_is_no_answer(length: int) -> None:
    whole = ipp.request(0, [TARGET])

    with pytest.raises(ValueError, match="breaks off"):
        ipp.answer(whole[:length])


def test_collections_without_end_are_no_answer() -> None:
    endless = b"\x02\0\0\0\0\0\0\1\4" + b"\x34\0\1a\0\0" + b"\x4a\0\0\0\1b\x34\0\0\0\0" * 5000

    with pytest.raises(ValueError, match="breaks off"):
        ipp.answer(endless + b"\3")


SEED = fake_ipp.answer(0, groups=[(4, fake_ipp.FakePrinter().said())])


@settings(deadline=None)
@given(strategies.binary(max_size=400))
def test_any_bytes_are_an_answer_or_a_value_error(content: bytes) -> None:
    for whole in (content, b"\x02\0\0\0\0\0\0\1\4" + content, content + b"\3"):
        try:
            answer = ipp.answer(whole)
        except ValueError:
            continue
        assert isinstance(answer.is_fine, bool)


@settings(deadline=None)
@given(strategies.integers(0, len(SEED) - 1), strategies.binary(min_size=1, max_size=4))
def test_a_damaged_answer_is_an_answer_or_a_value_error(at: int, damage: bytes) -> None:
    try:
        answer = ipp.answer(SEED[:at] + damage + SEED[at + len(damage) :])
    except ValueError:
        return
    assert isinstance(answer.values, dict)

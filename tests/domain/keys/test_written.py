"""A code is read back however it was typed or scanned, and nothing else is taken for one."""

import pytest

from kiosk.domain import keys
from kiosk.domain.keys import keyboards
from kiosk.domain.keys.keyboards import OTHERS, UNITED_STATES, Keyboard

TICKET = "K7QXM2RDW9AB3CTV5EHJNPS8YZ"
BADGE = "5WRD7NK7QXM2RD3TVAHJ"
FRENCH = OTHERS[2]
LEFT, RIGHT = "\u200e", "\u202c"


def pressed(text: str, set_for: Keyboard, on: Keyboard) -> str:
    """What a tablet with one keyboard types when a scanner set for another sends a text."""
    return text.translate(str.maketrans("".join(set_for), "".join(on)))


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("abc-def", "ABCDEF"),
        (" a b\tc ", "ABC"),
        ("oil", "011"),
        ("K7·QX", "K7QX"),
        ("", ""),
        ("ab\u2013cd\u2212ef\u00adgh", "ABCDEFGH"),
        ("Ｋ７ｑ", "K7Q"),
        ("٧۷७", "777"),
        (f"{LEFT}k7{RIGHT}", "K7"),
    ],
)
def test_a_typed_code_is_read_as_crockford_says(typed: str, read: str) -> None:
    assert keys.normalise(typed) == read


@pytest.mark.parametrize("code", ["", "ABC", "U" * 6, "0" * 7, "0O0000", "00000 ", "é" * 6])
def test_other_letters_or_lengths_are_no_code(code: str) -> None:
    assert not keys.is_code(code, 6)


@pytest.mark.parametrize(
    "scanned",
    [
        "{code}",
        "{lower}\r\n",
        "\x02{code}\x03",
        "]Q1{code}",
        "]q3{lower}\t",
        "{code}{code}",
        "{code}\r\n{code}\r\n",
        "{code}\t{code}",
        "https://fair.example/b/{lower}",
        "https://fair.example/b/{lower}/?utm_source=mail",
        "HTTPS://FAIR.EXAMPLE/B/{code}HTTPS://FAIR.EXAMPLE/B/{code}",
    ],
)
def test_a_scanned_code_is_bare_whatever_the_scanner_puts_around_it(scanned: str) -> None:
    assert keys.bare(scanned.format(code=BADGE, lower=BADGE.lower())) == BADGE


@pytest.mark.parametrize("mark", ["#", "%23"])
def test_a_ticket_is_read_out_of_its_link(mark: str) -> None:
    assert keys.bare(f"https://fair.example/ticket{mark}{TICKET.lower()}") == TICKET


def test_two_codes_in_one_breath_are_neither() -> None:
    assert not keys.is_code(keys.bare(TICKET + TICKET[::-1]), 26)
    assert keys.other_readings(TICKET + TICKET[::-1]) == ()


@pytest.mark.parametrize("other", OTHERS, ids=lambda other: other[0][:12])
@pytest.mark.parametrize("written", [TICKET, TICKET.lower(), f"{TICKET[:13]}-{TICKET[13:]}",
                                     f"HTTPS://FAIR.EXAMPLE/B/{BADGE}"])  # fmt: skip
def test_a_code_is_read_whichever_keyboard_scanner_and_tablet_have(
    written: str, other: Keyboard
) -> None:
    for typed in (pressed(written, UNITED_STATES, other), pressed(written, other, UNITED_STATES)):
        assert keys.bare(written) in {keys.bare(typed), *keys.other_readings(typed)}


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("HTTPSÖ--FAIR.EXAMPLE-B-5WRD7NK7QXM2RD3TVAHJ", BADGE),  # a German tablet
        ("HTTPS:&&FAIR.EXAMPLE&B&5WRD7NK7QXM2RD3TVAHJ", BADGE),  # a scanner set for Germany
        ("K7QXM2RDW9AB3ßCTV5EHJNPS8ZY", TICKET),  # ß was a dash
        ('Kèax,érdzçqb"ctv(ehjnps_yw', TICKET),  # a French tablet
        ("kÈAX;ÉRDZÇQB3CTV5EHJNPS8YW", ""),  # half a French tablet is nothing
    ],
)
def test_a_wrong_keyboard_is_undone(typed: str, meant: str) -> None:
    assert (meant in keys.other_readings(typed)) is bool(meant)


def test_caps_lock_on_a_french_tablet_is_undone() -> None:
    typed = pressed(TICKET.lower(), UNITED_STATES, FRENCH).upper()
    with_digits = "".join(
        letter if letter.isdigit() else pressed(letter.lower(), UNITED_STATES, FRENCH).upper()
        for letter in TICKET
    )

    assert TICKET in keys.other_readings(typed)
    assert TICKET in keys.other_readings(with_digits.replace(",", "?").lower())


@pytest.mark.parametrize("text", ["", "U" * 26, "x" * 5000, "\u0000" * 20, "ſ" * 3, "BEGIN:VCARD"])
def test_what_is_no_code_has_no_other_reading(text: str) -> None:
    assert keys.other_readings(text) == ()


def test_a_letter_that_two_keys_type_is_never_guessed() -> None:
    undone = keyboards._undone(("σς", "ΣΣ"), ("sw", "SW"), caps_lock=False)

    assert undone == {ord("σ"): "S", ord("ς"): "W"}

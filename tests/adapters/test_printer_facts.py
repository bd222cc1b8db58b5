"""A printer's address as the desk takes it: never a folder, and its password never shown again."""

import pytest

from kiosk.adapters.printer_facts import FACTS, check_address, masked, read_fact, stocks, unmasked

SECRET = "ipps://desk:s3cret@lane.example:631/printers/badge?verify=no"
SHOWN = "ipps://desk:****@lane.example:631/printers/badge?verify=no"


@pytest.mark.parametrize(
    "url",
    ["folder:", "folder:/etc", "file:///etc/passwd", "http://printer.example", "ipp:", "ipp://",
     "ipp://host:99999/x", "ipp://ho st/", "ipp://[::1", "socket://printer:9100", "lane.example",
     "ipp://host/?verify=no", "ipps://host/?verify=perhaps", "", "IPP", "ipp://h/\x00"],
)  # fmt: skip
def test_what_is_no_printer_on_the_network_is_refused_with_a_sentence(url: str) -> None:
    with pytest.raises(ValueError, match=r"^[A-Z].* .*\.$"):
        check_address(url)


@pytest.mark.parametrize(
    "url",
    ["ipp://localhost:631/printers/badge", "ipps://lane.example", "ipp://[::1]:8631/x", SECRET],
)
def test_an_ipp_address_is_taken(url: str) -> None:
    check_address(url)


def test_a_password_is_masked_and_everything_else_is_shown() -> None:
    assert masked(SECRET) == SHOWN
    assert masked("ipp://desk@lane.example/x") == "ipp://desk@lane.example/x"
    assert masked("ipp://lane.example/a:b@c") == "ipp://lane.example/a:b@c"
    assert masked("ipp://[::1") == "ipp://[::1"


def test_a_masked_address_that_comes_back_untouched_is_the_one_that_is_known() -> None:
    assert unmasked(SHOWN, SECRET) == SECRET
    assert unmasked("ipp://other.example", SECRET) == "ipp://other.example"
    assert unmasked("ipps://desk:new@lane.example", SECRET) == "ipps://desk:new@lane.example"


@pytest.mark.parametrize("typed", [SHOWN.replace("lane", "evil"), SHOWN.replace("no", "yes"),
                                   SHOWN.replace("ipps", "ipp")])  # fmt: skip
def test_a_password_is_never_sent_to_another_address_than_it_was_typed_for(typed: str) -> None:
    with pytest.raises(ValueError, match="type the password again"):
        unmasked(typed, SECRET)


def test_the_stocks_are_told_in_millimetres() -> None:
    assert stocks()["62x100"] == (62, 100)


@pytest.mark.parametrize(
    ("key", "typed", "read"),
    [
        ("name", "  Door   left ", "Door left"),
        ("url", "ipp://lane.example", "ipp://lane.example"),
        ("stock", "62x100", "62x100"),
        ("dpi", "203", 203),
        ("colour", "Yes", True),
        ("colour", "", False),
        ("prints", "sign, badge", ["badge", "sign"]),
        ("offset_x_mm", "-1,5", -1.5),
        ("offset_y_mm", "\u22120.25", -0.25),
        ("offset_y_mm", "", 0),
        ("labels_left", "300", 300),
        ("labels_left", "", None),
    ],
)
def test_a_fact_is_read_as_people_write_it(key: str, typed: str, read: object) -> None:
    assert read_fact(key, typed) == read


@pytest.mark.parametrize("key", FACTS)
def test_a_fact_that_cannot_be_is_refused_with_a_sentence(key: str) -> None:
    for typed in ("x" * 301, "1e1", "\x00", "nan", "-99", "٣٣٣"):
        if key == "name" and typed.isprintable() and len(typed) < 61:
            continue
        with pytest.raises(ValueError, match=r"^[A-Z].* .*\.$"):
            read_fact(key, typed)

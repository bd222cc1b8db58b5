from pathlib import Path

import pytest

from badges import PrinterUnavailable, check_url, open_printer
from badges.printers.ipp_address import Address

PRINT = "ab" * 32


@pytest.mark.parametrize("url", ["", "lpd://printer", "nonsense", "http://[bad", "folder"])
def test_an_unknown_address_is_refused_for_good(tmp_path: Path, url: str) -> None:
    with pytest.raises(PrinterUnavailable) as refusal:
        open_printer(url, tmp_path)

    assert (refusal.value.slug, refusal.value.permanent) == ("printer_unknown", True)


@pytest.mark.parametrize(
    "url",
    [
        "ipp:",
        "ipp:///printers/badge",
        "ipp://host:port/",
        "ipp://host:99999/",
        "ipp://host:0/",
        "ipp://host/a b",
        "ipp://host/ä",
        "ipp://[::1/",
        "ipps://host/?fingerprint=sha256:12",
        "ipps://host/?fingerprint=md5:" + "0" * 64,
        "ipps://host/?verify=maybe",
        "ipps://host/?waitjob=false",
        "ipp://host/?verify=no",
        "ipp://host/#printer",
        "folder:a\0b",
    ],
)
def test_an_address_that_cannot_be_one_is_refused_with_a_sentence(tmp_path: Path, url: str) -> None:
    with pytest.raises(PrinterUnavailable) as refusal:
        open_printer(url, tmp_path)

    assert refusal.value.permanent
    assert refusal.value.sentence.endswith(".")
    with pytest.raises(ValueError, match=r"\.$"):
        check_url(url)


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("ipp://host", Address("host")),
        ("ipp://host/", Address("host")),
        ("ipp://HOST:8631/printers/badge", Address("host", 8631, "/printers/badge")),
        ("ipp://[::1]:631", Address("::1")),
        ("ipps://host", Address("host", is_tls=True)),
        ("ipps://a%40b:p%3Aw@host", Address("host", is_tls=True, user="a@b", password="p:w")),
        ("ipps://host?verify=no", Address("host", is_tls=True, verifies=False)),
        (
            f"ipps://host?fingerprint=SHA256:{':'.join(['AB'] * 32)}",
            Address("host", is_tls=True, fingerprint=PRINT),
        ),
    ],
)
def test_an_address_is_read(url: str, address: Address) -> None:
    assert address == Address.read(url)


def test_a_printer_is_told_its_address_without_the_password() -> None:
    address = Address.read("ipps://user:secret@[::1]:1631/ipp/print?verify=no")

    assert address.uri == "ipps://[::1]:1631/ipp/print"
    assert "secret" not in repr(address)


@pytest.mark.parametrize("url", ["folder:", "folder:/srv/badges", "ipp://host", "ipps://host"])
def test_a_good_address_says_nothing(tmp_path: Path, url: str) -> None:
    check_url(url)

    assert open_printer(url, tmp_path)

"""Where letters go: a folder of whole files, or a server; and addresses that are neither."""

import os
from pathlib import Path

import pytest

from kiosk.adapters.mail import Deferred, Envelope, Outbox, open_outbox
from kiosk.adapters.mail.smtp import Target, read_target

ASHA = Envelope("n0de", "fair@fair.example", "asha@example.org")


@pytest.fixture
def folder(tmp_path: Path) -> Outbox:
    """The folder outbox of a data folder."""
    return open_outbox("folder:", data_dir=tmp_path)


def test_a_letter_is_a_file_that_only_its_owner_may_read(folder: Outbox, tmp_path: Path) -> None:
    folder.begin(ASHA)
    reply = folder.transmit(b"Subject: Hello\r\n\r\nHello.\r\n")
    folder.close()

    path = tmp_path / "mail" / "n0de.eml"
    assert path.read_bytes() == b"Subject: Hello\r\n\r\nHello.\r\n"
    assert reply.code == 250
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700


def test_nothing_is_in_the_folder_but_whole_letters(folder: Outbox, tmp_path: Path) -> None:
    for name in ("one", "two", "two"):
        folder.begin(Envelope(name, ASHA.sender, ASHA.recipient))
        folder.transmit(b"x")

    assert sorted(os.listdir(tmp_path / "mail")) == ["one.eml", "two.eml"]


def test_a_letter_is_never_seen_half_written(folder: Outbox, tmp_path: Path) -> None:
    # What stands under the letter's name until the last moment is the old letter.
    (tmp_path / "mail" / "n0de.part").mkdir(parents=True)
    (tmp_path / "mail" / "n0de.eml").write_bytes(b"old")
    folder.begin(ASHA)

    with pytest.raises(Deferred) as later:
        folder.transmit(b"new")

    assert later.value.phase == "dot"
    assert (tmp_path / "mail" / "n0de.eml").read_bytes() == b"old"


def test_a_folder_that_cannot_be_made_puts_the_letter_off(tmp_path: Path) -> None:
    (tmp_path / "mail").write_text("a file where the folder should be")

    with pytest.raises(Deferred) as later:
        open_outbox("folder:", data_dir=tmp_path).begin(ASHA)

    assert later.value.phase == "connect"


@pytest.mark.parametrize(
    ("url", "target"),
    [
        ("smtp://mail.example", Target("mail.example", 587, "starttls")),
        ("smtp://mail.example:25?tls=none", Target("mail.example", 25, "none")),
        ("smtps://mail.example", Target("mail.example", 465, "implicit")),
        ("smtp://mail.example?tls=implicit", Target("mail.example", 465, "implicit")),
        (
            "smtp://fair%40x.example:p%2Fw%3Aord@mail.example:2525?tls=starttls&ca=/etc/ca.pem",
            Target("mail.example", 2525, "starttls", "fair@x.example", "p/w:ord", "/etc/ca.pem"),
        ),
        ("smtp://[::1]:25?tls=none", Target("::1", 25, "none")),
    ],
)
def test_an_address_names_server_port_protection_and_login(url: str, target: Target) -> None:
    assert read_target(url) == target


@pytest.mark.parametrize(
    "url",
    [
        "", "mail.example", "http://mail.example", "smtp://", "smtp:///x", "folder:/elsewhere",
        "smtp://mail.example?tls=off", "smtp://mail.example:port", "smtp://mail.example:99999",
        "smtp://[::1", "file:///etc/passwd",
    ],
)  # fmt: skip
def test_a_wrong_address_is_named_with_an_example(url: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="For example: smtp://"):
        open_outbox(url, data_dir=tmp_path)


def test_a_password_never_shows_in_what_is_wrong(tmp_path: Path) -> None:
    with pytest.raises(ValueError) as wrong:
        open_outbox("smtp://fair:secret@mail.example:port", data_dir=tmp_path)

    assert "secret" not in str(wrong.value)
    assert "secret" not in repr(read_target("smtp://fair:secret@mail.example"))

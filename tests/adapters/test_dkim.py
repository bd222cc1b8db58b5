"""DKIM: the library's own verifier accepts our letters by the key in DNS, and nothing changed."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import dkim
import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key as rsa_key
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from dkim.canonicalization import Relaxed
from hypothesis import given
from hypothesis import strategies as st

from kiosk.adapters import mail
from kiosk.adapters.mail import CannotSign, compose
from kiosk.adapters.mail.dkim_signature import relaxed
from tests.adapters.test_mail_letters import LETTER
from tests.fakes.name_server import Names, name_server

WHOLE = replace(LETTER, unsubscribe_url="https://fair.example/unsubscribe/abc")


@dataclass(frozen=True)
class Signer:
    """Settings that sign."""

    dkim_key: Path | None
    mail_from: str = "Employer Fair <fair@fair.example>"
    dkim_selector: str = "kiosk"


def written(folder: Path, key: object, name: str = "dkim.pem") -> Path:
    path = folder / name
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())  # type: ignore[attr-defined]
    path.write_bytes(pem)
    return path


@pytest.fixture(scope="module")
def rsa(tmp_path_factory: pytest.TempPathFactory) -> Signer:
    return Signer(written(tmp_path_factory.mktemp("rsa"), rsa_key(65537, 2048)))


@pytest.fixture(scope="module")
def ed25519(tmp_path_factory: pytest.TempPathFactory) -> Signer:
    return Signer(written(tmp_path_factory.mktemp("ed25519"), Ed25519PrivateKey.generate()))


@pytest.fixture
def names() -> Iterator[Names]:
    with name_server() as names:
        yield names


def publish(names: Names, signer: Signer) -> None:
    key = mail.signing_key(signer)
    assert key is not None
    names.publish("kiosk._domainkey.fair.example", "TXT", key.record)


def is_good(message: bytes, names: Names) -> bool:
    return bool(dkim.verify(message, dnsfunc=names.text))


def test_a_signed_letter_is_verified_by_the_key_in_dns(rsa: Signer, names: Names) -> None:
    publish(names, rsa)

    message = mail.signed(compose(WHOLE), rsa)

    assert is_good(message, names)
    assert names.asked == ["kiosk._domainkey.fair.example TXT"]


def test_a_letter_signed_with_ed25519_is_verified(ed25519: Signer) -> None:
    message = mail.signed(compose(WHOLE), ed25519)
    key = mail.signing_key(ed25519)
    assert key is not None

    verifier = dkim.DKIM(message)
    fields, headers, signatures = verifier.verify_headerprep()
    verifier.pk, verifier.ktag = Checked(key.key.public_key()), b"ed25519"  # type: ignore[arg-type]

    assert fields[b"a"] == b"ed25519-sha256"
    assert verifier.verify_sig_process(fields, headers, signatures[0], None)
    assert key.record.startswith("v=DKIM1; k=ed25519; p=")


@dataclass(frozen=True)
class Checked:
    """A public key as the library asks it, without the library it would ask for."""

    key: Ed25519PublicKey

    def verify(self, digest: bytes, signature: bytes) -> None:
        self.key.verify(signature, digest)


def test_the_same_letter_is_signed_with_the_same_bytes(rsa: Signer) -> None:
    first, again = mail.signed(compose(WHOLE), rsa), mail.signed(compose(WHOLE), rsa)

    assert first == again
    assert b"t=1795521600;" in first  # the letter's own Date


@pytest.mark.parametrize(
    "name",
    ["From", "To", "Subject", "Date", "Message-ID", "Reply-To", "MIME-Version", "Content-Type",
     "List-Unsubscribe", "List-Unsubscribe-Post"],
)  # fmt: skip
def test_what_a_reader_sees_or_acts_by_cannot_be_changed(
    rsa: Signer, names: Names, name: str
) -> None:
    publish(names, rsa)
    message = mail.signed(compose(WHOLE), rsa)

    forged = message.replace(f"\r\n{name}: ".encode(), f"\r\n{name}: x".encode(), 1)

    assert forged != message
    assert not is_good(forged, names)


def test_words_cannot_be_changed_nor_a_second_sender_added(rsa: Signer, names: Names) -> None:
    publish(names, rsa)
    message = mail.signed(compose(WHOLE), rsa)

    assert not is_good(message.replace(b"Hello, Asha", b"Hello, Bsha"), names)
    assert not is_good(b"From: other@fair.example\r\n" + message, names)


def test_a_relay_may_fold_headers_anew_and_add_its_own(rsa: Signer, names: Names) -> None:
    publish(names, rsa)
    message = mail.signed(compose(WHOLE), rsa)

    carried = b"Received: from kiosk\r\n" + message.replace(b"The people", b"The\r\n people")

    assert is_good(carried, names)


def test_a_letter_to_an_address_beyond_ascii_is_signed(rsa: Signer, names: Names) -> None:
    publish(names, rsa)
    letter = replace(WHOLE, to_address="zoë@bücher.example", to_name="Zoë", subject="Wörter " * 20)

    assert is_good(mail.signed(compose(letter), rsa), names)


def test_a_short_letter_names_no_header_it_lacks(rsa: Signer, names: Names) -> None:
    publish(names, rsa)
    message = mail.signed(compose(replace(LETTER, reply_to="")), rsa)

    assert b"list-unsubscribe" not in message.partition(b"Message-ID")[0].lower()
    assert is_good(message, names)


def test_without_a_key_a_letter_stays_as_it_is() -> None:
    assert mail.signed(b"Subject: x\r\n\r\n", Signer(None)) == b"Subject: x\r\n\r\n"


@pytest.mark.parametrize("content", [b"", b"not a key", b"-----BEGIN PRIVATE KEY-----\nAAAA\n"])
def test_what_is_no_key_is_refused_calmly(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "dkim.pem").write_bytes(content)

    with pytest.raises(CannotSign) as refused:
        mail.signing_key(Signer(tmp_path / "dkim.pem"))

    assert "openssl genrsa" in refused.value.sentence


def test_a_key_that_is_missing_or_of_another_kind_is_refused(tmp_path: Path) -> None:
    curve = written(tmp_path, generate_private_key(SECP256R1()))

    with pytest.raises(CannotSign, match="cannot_sign") as missing:
        mail.signing_key(Signer(tmp_path / "none.pem"))
    with pytest.raises(CannotSign) as other:
        mail.signing_key(Signer(curve))

    assert "cannot be read" in missing.value.sentence
    assert "neither RSA" in other.value.sentence


def test_without_the_library_a_key_is_refused_calmly(
    rsa: Signer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "dkim", None)

    with pytest.raises(CannotSign) as refused:
        mail.signed(compose(WHOLE), rsa)

    assert "Install the dkim extra, or unset the key." in refused.value.sentence
    assert mail.signed(b"x", Signer(None)) == b"x"


def test_a_new_key_in_the_same_file_is_taken(tmp_path: Path, ed25519: Signer) -> None:
    assert ed25519.dkim_key is not None
    path = tmp_path / "dkim.pem"
    path.write_bytes(ed25519.dkim_key.read_bytes())
    first = mail.signing_key(Signer(path))

    written(tmp_path, Ed25519PrivateKey.generate())
    second = mail.signing_key(Signer(path))

    assert first is not None
    assert second is not None
    assert first.record != second.record


@given(st.lists(st.sampled_from([b" ", b"\t", b"\r\n", b"a", b"\r", b"\n", b"\xc3"])).map(b"".join))
def test_a_body_is_relaxed_as_the_library_does_it(body: bytes) -> None:
    assert relaxed(body) == Relaxed.canonicalize_body(body)

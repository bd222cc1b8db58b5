"""DKIM (RFC 6376): a letter signed once, when it is written, so that every try has the same bytes.

Relaxed on both sides, as relays fold headers anew. `t=` is the letter's own Date. The library lays
the signature out; hashing the body and signing are done by faster means, as every pack is signed.
"""

import base64
import importlib
from dataclasses import dataclass
from email import message_from_bytes
from email.utils import parsedate_to_datetime
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any, Protocol

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_pem_private_key,
)

from kiosk.adapters.mail.address import parse_mail_from
from kiosk.errors import Refused

SIGNED = (
    b"from", b"to", b"subject", b"date", b"message-id", b"reply-to", b"mime-version",
    b"content-type", b"list-unsubscribe", b"list-unsubscribe-post",
)  # fmt: skip
"""The headers that a reader sees or acts by; those a letter lacks are left out."""
SMALLEST_RSA = 1024
"""Bits that verifiers accept at all (RFC 8301); 2048 is what to use."""


class Signing(Protocol):
    """The settings that say who signs, with what."""

    @property
    def mail_from(self) -> str:
        """The sender."""

    @property
    def dkim_key(self) -> Path | None:
        """The private key's file."""

    @property
    def dkim_selector(self) -> str:
        """The public key's name in DNS."""


class CannotSign(Refused):
    """A DKIM key is set, and letters cannot be signed with it; the sentence says why."""

    slug = "cannot_sign"


@dataclass(frozen=True)
class _Signature:
    signature: bytes


@dataclass(frozen=True)
class SigningKey:
    """A private key that DKIM knows: RSA, or Ed25519 (RFC 8463)."""

    key: RSAPrivateKey | Ed25519PrivateKey

    @property
    def algorithm(self) -> bytes:
        """The name of the algorithm, as the signature's `a=` says it."""
        return b"rsa-sha256" if isinstance(self.key, RSAPrivateKey) else b"ed25519-sha256"

    @property
    def record(self) -> str:
        """The TXT record that publishes the public key."""
        public = self.key.public_key()
        if isinstance(self.key, RSAPrivateKey):
            raw = public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
            return f"v=DKIM1; k=rsa; p={base64.b64encode(raw).decode()}"
        raw = public.public_bytes(Encoding.Raw, PublicFormat.Raw)
        return f"v=DKIM1; k=ed25519; p={base64.b64encode(raw).decode()}"

    def sign(self, digest: bytes) -> _Signature:
        """Sign a SHA-256 digest; the library asks for it by this name."""
        if isinstance(self.key, RSAPrivateKey):
            return _Signature(self.key.sign(digest, PKCS1v15(), Prehashed(SHA256())))
        return _Signature(self.key.sign(digest))


def signing_key(settings: Signing) -> SigningKey | None:
    """Return the key that letters are signed with; None where none is set.

    Raises:
        CannotSign: it cannot be read, is no such key, or the library is missing.
    """
    if settings.dkim_key is None:
        return None
    _library()
    try:
        return _read_key(settings.dkim_key, settings.dkim_key.stat().st_mtime_ns)
    except OSError as error:
        raise CannotSign(
            sentence=f"KIOSK_DKIM_KEY: {settings.dkim_key} cannot be read ({error.strerror})."
        ) from None


@lru_cache(maxsize=4)
def _read_key(path: Path, _changed: int) -> SigningKey:
    try:
        key = load_pem_private_key(path.read_bytes(), password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm):  # no PEM, or one under a password
        raise CannotSign(
            sentence=f"KIOSK_DKIM_KEY: {path} is no private key in PEM without a password. "
            "Make one with openssl genrsa -out dkim.pem 2048."
        ) from None
    is_rsa = isinstance(key, RSAPrivateKey) and key.key_size >= SMALLEST_RSA
    if not is_rsa and not isinstance(key, Ed25519PrivateKey):
        raise CannotSign(
            sentence=f"KIOSK_DKIM_KEY: {path} is neither RSA of at least {SMALLEST_RSA} bits "
            "nor Ed25519, which are what DKIM knows."
        )
    return SigningKey(key)  # type: ignore[arg-type]


def _library() -> Any:
    try:
        return importlib.import_module("dkim")
    except ModuleNotFoundError:
        raise CannotSign(
            sentence="KIOSK_DKIM_KEY is set, and the library that signs is missing. "
            "Install the dkim extra, or unset the key."
        ) from None


def signed(message: bytes, settings: Signing) -> bytes:
    """Return a letter with its DKIM-Signature first; as it is where no key or no sender is set.

    The same letter gives the same bytes. Without a Date or a From it is no letter of ours.

    Raises:
        CannotSign: a key is set that cannot be used.
    """
    key = signing_key(settings)
    if key is None or not settings.mail_from:
        return message
    dkim = _library()
    # The one path of the library on which the key given to it does the signing itself.
    headers, _apart, body = message.partition(b"\r\n\r\n")
    signer = dkim.DKIM(headers + b"\r\n\r\n", signature_algorithm=b"ed25519-sha256")
    signer.hasher = sha256
    policy = dkim.CanonicalizationPolicy.from_c_value(b"relaxed/relaxed")
    present = {name.lower() for name, _value in signer.headers}
    names = [name for name in SIGNED if name in present]
    fields = [
        (b"v", b"1"),
        (b"a", key.algorithm),
        (b"c", b"relaxed/relaxed"),
        (b"d", parse_mail_from(settings.mail_from)[1].rpartition("@")[2].encode()),
        (b"s", settings.dkim_selector.encode()),
        (b"t", _date_of(headers)),
        # From once more than it is there: a second one cannot be added (RFC 6376 5.4.2).
        (b"h", b" : ".join([*names, b"from"])),
        (b"bh", base64.b64encode(sha256(relaxed(body)).digest())),
        (b"b", b"0" * 60),
    ]
    written = signer.gen_header(fields, [*names, b"from"], policy, b"DKIM-Signature", key)
    return b"DKIM-Signature: " + bytes(written) + message


def relaxed(body: bytes) -> bytes:
    """Return a body in RFC 6376's relaxed form (3.4.4), twenty times faster than by patterns."""
    body = body.replace(b"\t", b" ")
    while b"  " in body:
        body = body.replace(b"  ", b" ")
    body = body.replace(b" \r\n", b"\r\n")
    while body.endswith(b"\r\n"):
        body = body.removesuffix(b"\r\n")
    return body + b"\r\n" if body else b""


def _date_of(headers: bytes) -> bytes:
    date = message_from_bytes(headers)["Date"]
    return str(int(parsedate_to_datetime(date).timestamp())).encode()

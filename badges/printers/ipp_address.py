"""The address of an IPP printer, as a person writes it into the settings.

`ipp://host`, `ipps://user:password@host:631/printers/badge?fingerprint=sha256:…`. Over ipps: the
printer's certificate is verified as a browser would. A printer that signed its own is trusted by
the fingerprint of that certificate, which keeps an impostor out; `?verify=no` does not.
A password goes out as HTTP Basic, so over ipp: whoever listens on the network can read it.
"""

import re
from dataclasses import dataclass, field
from typing import Self
from urllib.parse import parse_qs, unquote, urlsplit

PORT = 631  # RFC 8011, 5.4.1, and RFC 7472, 3
PATH = "/ipp/print"  # RFC 7472, 4.3
_FINGERPRINT = re.compile(r"sha256:([0-9a-f]{64})")


@dataclass(frozen=True)
class Address:
    """Where a printer is, and how to know that it is the one that was meant."""

    host: str
    port: int = PORT
    path: str = PATH
    is_tls: bool = False
    fingerprint: str = ""
    verifies: bool = True
    user: str = ""
    password: str = field(default="", repr=False)

    @property
    def uri(self) -> str:
        """The address as the printer is told it: without the password and our own options."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{'ipps' if self.is_tls else 'ipp'}://{host}:{self.port}{self.path}"

    @classmethod
    def read(cls, url: str) -> Self:
        """Read an address.

        Raises:
            ValueError: it names no host, a port that is none, or an option we do not have.
        """
        parts = urlsplit(url)
        if parts.scheme not in ("ipp", "ipps") or not parts.hostname or parts.fragment:
            raise ValueError("Write a printer's address as ipp://host:631/printers/badge.")
        if re.search(r"[\x00-\x20\x7f]", url) or not parts.path.isascii():
            raise ValueError("A printer's address has no spaces, and only plain letters.")
        if parts.query and parts.scheme == "ipp":
            raise ValueError("Only an address with ipps:// has a certificate to look at.")
        fingerprint, verifies = _trust(parts.query)
        return cls(
            host=parts.hostname,
            port=_port(url),
            path=parts.path if parts.path not in ("", "/") else PATH,
            is_tls=parts.scheme == "ipps",
            fingerprint=fingerprint,
            verifies=verifies,
            user=unquote(parts.username or ""),
            password=unquote(parts.password or ""),
        )


def _port(url: str) -> int:
    try:
        port = urlsplit(url).port
    except ValueError:
        port = 0
    if port == 0:
        raise ValueError("The port in a printer's address is a number up to 65535.")
    return port or PORT


def _trust(query: str) -> tuple[str, bool]:
    """Return the fingerprint in hexadecimal digits, and whether the certificate is verified."""
    options = {name: values[-1] for name, values in parse_qs(query, True).items()}
    written = options.pop("fingerprint", "")
    verify = options.pop("verify", "yes")
    head, colon, digits = written.partition(":")
    found = _FINGERPRINT.fullmatch(f"{head}{colon}{digits.replace(':', '')}".lower())
    if written and not found:
        raise ValueError("A printer's fingerprint is written sha256: and 64 hexadecimal digits.")
    if options or verify not in ("yes", "no"):
        raise ValueError("A printer's address has only fingerprint= and verify=no after its ?.")
    return (found[1] if found else ""), verify == "yes"

"""What DNS says of those who send letters: SPF (RFC 7208), DKIM (6376), DMARC (7489), MX.

Each answer is one finding, with the record to publish where there is none. Without DNS nothing is
wrong: then the records are said all the same.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import dns.exception
import dns.resolver

GOOD, ADVICE, UNSEEN, WRONG = "good", "advice", "unseen", "wrong"


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at: a slug, a state, a sentence, and what to publish.

    `good`; `advice`: letters go, and arrive less surely; `unseen`: it could not be looked at from
    here; `wrong`: letters do not go, or are refused for it.
    """

    name: str
    state: str
    says: str
    publish: str = ""


class Silent(Exception):
    """No name server answers."""


class Names:
    """DNS as it is asked here; `resolver` is the system's unless one is given."""

    def __init__(self, resolver: dns.resolver.Resolver | None = None) -> None:
        """Take a resolver; none is looked for before the first question."""
        self._resolver = resolver

    def texts(self, name: str) -> list[str]:
        """Return the TXT records of a name.

        Raises:
            Silent: no name server answers.
        """
        found = self._ask(name, "TXT")
        return [b"".join(each.strings).decode("utf-8", "replace") for each in found]

    def exchangers(self, name: str) -> list[str]:
        """Return the mail servers of a domain, or itself where it has an address and no MX.

        Raises:
            Silent: no name server answers.
        """
        found = [str(each.exchange).rstrip(".") for each in self._ask(name, "MX")]
        has_address = not found and (self._ask(name, "A") or self._ask(name, "AAAA"))
        return [name] if has_address else found

    def _ask(self, name: str, kind: str) -> list[Any]:
        try:
            if self._resolver is None:
                self._resolver = dns.resolver.Resolver()
                self._resolver.lifetime = 5.0
            return list(self._resolver.resolve(name, kind))
        except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer, dns.name.EmptyLabel):
            return []
        except (dns.exception.DNSException, OSError):
            raise Silent from None


class NoNames(Names):
    """DNS that nobody asks."""

    def _ask(self, name: str, kind: str) -> list[Any]:
        raise Silent


def _unseen(name: str, publish: str) -> Finding:
    return Finding(name, UNSEEN, "DNS does not answer here, so nobody looked.", publish)


def calmly(name: str, publish: str, look: Callable[[], Finding]) -> Finding:
    """Return what a look found; where DNS is silent, what to publish."""
    try:
        return look()
    except Silent:
        return _unseen(name, publish)


def spf(names: Names, domain: str, who: str) -> Finding:
    """Return whether the return path's domain says who may send for it; `who` should."""
    publish = f'{domain} TXT "v=spf1 {who} ~all"'

    def look() -> Finding:
        found = [t for t in names.texts(domain) if t.lower().split(" ")[0] == "v=spf1"]
        if not found:
            why = f"{domain} does not say who may send for it. Ask your mail provider, or publish:"
            return Finding("spf", ADVICE, why, publish)
        if len(found) > 1:
            return Finding("spf", WRONG, f"{domain} has {len(found)} SPF records, so none counts.")
        if found[0].lower().split()[1:] == ["-all"]:
            return Finding("spf", WRONG, f"{domain} says that nobody may send for it.", publish)
        return Finding("spf", GOOD, f"{domain} says {found[0]}")

    return calmly("spf", publish, look)


def dkim(names: Names, domain: str, selector: str, record: str | None) -> Finding:
    """Return whether the key in DNS is the one that letters are signed with."""
    if record is None:
        why = "Letters are not signed here. If your relay signs them, all is well."
        return Finding("dkim", ADVICE, f"{why} If not, set KIOSK_DKIM_KEY.")
    name = f"{selector}._domainkey.{domain}"
    publish = f'{name} TXT "{record}"'

    def look() -> Finding:
        found = names.texts(name)
        if not found:
            return Finding("dkim", WRONG, f"{name} has no key, so signatures fail.", publish)
        if len(found) > 1:
            return Finding("dkim", WRONG, f"{name} has {len(found)} records, so none counts.")
        if _tags(found[0]).get("p") != _tags(record)["p"]:
            why = f"{name} has another key than letters are signed with, so signatures fail."
            return Finding("dkim", WRONG, why, publish)
        return Finding("dkim", GOOD, f"{name} has the key that letters are signed with.")

    return calmly("dkim", publish, look)


def dmarc(names: Names, domain: str) -> Finding:
    """Return whether the sender's domain, or one above it, says what to do with forgeries."""
    publish = f'_dmarc.{domain} TXT "v=DMARC1; p=none; rua=mailto:postmaster@{domain}"'

    def look() -> Finding:
        for above in _upwards(domain):
            found = [t for t in names.texts(f"_dmarc.{above}") if t.startswith("v=DMARC1")]
            if found and len(found) == 1 and "p" in _tags(found[0]):
                return Finding("dmarc", GOOD, f"_dmarc.{above} says {found[0]}")
            if found:
                why = f"_dmarc.{above} cannot be read, so it does not count."
                return Finding("dmarc", ADVICE, why, publish)
        why = f"{domain} has no DMARC record, which large providers ask of those who send much."
        return Finding("dmarc", ADVICE, why, publish)

    return calmly("dmarc", publish, look)


def mail_of(names: Names, slug: str, domain: str, whose: str) -> Finding:
    """Return whether mail to a domain arrives anywhere."""
    publish = f"{domain} MX 10 <your mail server>"

    def look() -> Finding:
        found = names.exchangers(domain)
        if not any(found):
            why = f"Mail to {domain} arrives nowhere: {whose}."
            return Finding(slug, ADVICE, why, publish)
        return Finding(slug, GOOD, f"Mail to {domain} goes to {', '.join(sorted(found)[:3])}.")

    return calmly(slug, publish, look)


def _upwards(domain: str) -> list[str]:
    labels = domain.split(".")
    return [".".join(labels[start:]) for start in range(max(len(labels) - 1, 1))]


def _tags(record: str) -> dict[str, str]:
    pairs = (tag.partition("=") for tag in record.split(";"))
    return {name.strip(): "".join(value.split()) for name, _, value in pairs if name.strip()}

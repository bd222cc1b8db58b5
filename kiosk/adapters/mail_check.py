"""The look before letters go: sender, mail server, login, DNS, bounces, and the way out by https.

No letter is sent. DNS is asked through `mail_names`.
"""

import ipaddress
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

import dns.resolver

from kiosk.adapters import mail_names
from kiosk.adapters.mail import (
    CannotSign,
    Deferred,
    NoMailbox,
    Timeouts,
    open_mailbox,
    parse_mail_from,
    signing_key,
)
from kiosk.adapters.mail.smtp import SmtpOutbox, Target, read_target
from kiosk.adapters.mail_names import ADVICE, GOOD, WRONG, Finding, Names, NoNames

__all__ = ["ADVICE", "GOOD", "WRONG", "Finding", "check", "is_ready", "to_publish"]

_WHY = {
    "ConnectionRefusedError": "has nobody who answers",
    "TimeoutError": "is silent",
    "gaierror": "is not to be found",
    "SMTPNotSupportedError": "offers no TLS, or no login",
}
_PATIENCE = Timeouts(connect_s=10, verb_s=10)


class MailSettings(Protocol):
    """The settings that letters depend on."""

    @property
    def mail_from(self) -> str:
        """The sender."""

    @property
    def smtp_url(self) -> str:
        """Where letters go."""

    @property
    def bounce_address(self) -> str:
        """Where reports come to."""

    @property
    def bounce_url(self) -> str:
        """Where they are read from."""

    @property
    def dkim_key(self) -> Path | None:
        """The private key's file."""

    @property
    def dkim_selector(self) -> str:
        """The public key's name in DNS."""

    @property
    def public_url(self) -> str:
        """Where people reach us."""

    @property
    def is_https(self) -> bool:
        """Whether they do so over HTTPS."""


def check(settings: MailSettings, resolver: dns.resolver.Resolver | None = None) -> list[Finding]:
    """Look at all that letters depend on; nothing is sent, and nothing is wrong without DNS."""
    found = [_sender(settings), *_server(settings), _way_out(settings), *_bounces(settings)]
    try:
        domain = parse_mail_from(settings.mail_from)[1].rpartition("@")[2]
    except ValueError:
        return found
    return found + _in_dns(settings, domain, Names(resolver))


def to_publish(settings: MailSettings) -> list[Finding]:
    """Return what belongs into DNS, asking nobody: for a page, which must not wait."""
    try:
        domain = parse_mail_from(settings.mail_from)[1].rpartition("@")[2]
    except ValueError:
        return []
    return [each for each in _in_dns(settings, domain, NoNames()) if each.publish]


def is_ready(findings: list[Finding]) -> bool:
    """Whether nothing that must be right is wrong."""
    return not any(finding.state == WRONG for finding in findings)


def _sender(settings: MailSettings) -> Finding:
    if not settings.mail_from:
        state = GOOD if settings.smtp_url.startswith("folder:") else WRONG
        return Finding("sender", state, "KIOSK_MAIL_FROM is not set.")
    try:
        return Finding("sender", GOOD, parse_mail_from(settings.mail_from)[1])
    except ValueError as wrong:
        return Finding("sender", WRONG, f"KIOSK_MAIL_FROM {wrong}.")


def _server(settings: MailSettings) -> list[Finding]:
    if settings.smtp_url.startswith("folder:"):
        says = "Letters are written into a folder; none leaves this machine."
        return [Finding("server", GOOD, says)]
    try:
        target = read_target(settings.smtp_url)
    except ValueError as wrong:
        return [Finding("server", WRONG, f"KIOSK_SMTP_URL {wrong}")]
    outbox = SmtpOutbox(target, helo=None, timeouts=_PATIENCE)
    try:
        outbox.greet()
    except Deferred as trouble:
        return _refused(target, trouble.reply)
    finally:
        outbox.close()
    return _greeted(target)


def _greeted(target: Target) -> list[Finding]:
    where = f"{target.host}:{target.port}"
    if target.tls == "none" and not is_private(target.host):
        why = f"{where} answers, and letters go to it in clear text. Use ?tls=starttls."
        found = [Finding("server", ADVICE, why)]
    else:
        how = "in clear text, on this network alone" if target.tls == "none" else "over TLS"
        found = [Finding("server", GOOD, f"{where} answers {how}.")]
    if target.user:
        found.append(Finding("login", GOOD, f"{where} lets us in."))
    return found


def _refused(target: Target, reply: str) -> list[Finding]:
    where = f"{target.host}:{target.port}"
    if target.user and reply.startswith("53"):  # RFC 4954: 530, 534, 535, 538
        said = f"{where} does not let us in: {reply}"
        return [Finding("server", GOOD, f"{where} answers."), Finding("login", WRONG, said)]
    if "SSL" in reply or "Cert" in reply:
        why = "has no certificate that can be trusted for that name"
    elif reply[:1].isdigit():
        why = f"does not want us: {reply}"
    else:
        why = _WHY.get(reply, f"cannot be spoken with ({reply})")
    return [Finding("server", WRONG, f"{where} {why}. Check KIOSK_SMTP_URL.")]


def _way_out(settings: MailSettings) -> Finding:
    if settings.is_https:
        return Finding("public_url", GOOD, f"One click at {settings.public_url} stops letters.")
    why = "is not https, so mail programs show no button to unsubscribe. Set KIOSK_PUBLIC_URL."
    return Finding("public_url", ADVICE, f"{settings.public_url} {why}")


def _bounces(settings: MailSettings) -> list[Finding]:
    if not settings.bounce_address:
        why = "KIOSK_BOUNCE_ADDRESS is not set, so nobody hears of letters that come back."
        return [Finding("bounces", ADVICE, why)]
    if not settings.bounce_url:
        why = "KIOSK_BOUNCE_URL is not set. Reports are read if a pipe gives them to kiosk."
        return [Finding("bounces", GOOD, why)]
    try:
        box = open_mailbox(settings.bounce_url)
        list(box.unseen(0))
        box.close()
    except NoMailbox as away:
        return [Finding("bounces", WRONG, away.sentence)]
    except ValueError as wrong:
        return [Finding("bounces", WRONG, f"KIOSK_BOUNCE_URL {wrong}")]
    return [Finding("bounces", GOOD, "The bounce mailbox can be read.")]


def _in_dns(settings: MailSettings, domain: str, names: Names) -> list[Finding]:
    returned_to = settings.bounce_address.rpartition("@")[2] or domain
    found = [
        mail_names.spf(names, returned_to, _who_sends(settings)),
        _signature(settings, domain, names),
        mail_names.dmarc(names, domain),
        mail_names.mail_of(names, "sender_mx", domain, "some servers refuse such a sender"),
    ]
    if settings.bounce_address:
        why = "reports of letters that come back are lost"
        found.append(mail_names.mail_of(names, "bounce_mx", returned_to, why))
    return found


def _signature(settings: MailSettings, domain: str, names: Names) -> Finding:
    try:
        key = signing_key(settings)
    except CannotSign as cannot:
        return Finding("dkim", WRONG, cannot.sentence)
    return mail_names.dkim(names, domain, settings.dkim_selector, key.record if key else None)


def _who_sends(settings: MailSettings) -> str:
    """Return whom SPF should allow: the relay, or the host in front of one that stands here."""
    for url in (settings.smtp_url, settings.public_url):
        host = urlsplit(url).hostname
        if host and not is_private(host):
            return f"a:{host}"
    return "mx"


def is_private(host: str) -> bool:
    """Whether a host is this machine, or on its own network."""
    try:
        return ipaddress.ip_address(host).is_private
    except ValueError:
        return host == "localhost"

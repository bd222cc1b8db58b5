"""What is looked at before anything starts: a wrong setting or a taken port stops it, calmly."""

import errno
import socket
import ssl

from sqlalchemy import text

from badges import PrinterUnavailable, open_printer
from kiosk.adapters.mail import open_mailbox, open_outbox, parse_mail_from, signing_key
from kiosk.cli.calm import DAMAGED
from kiosk.db import db
from kiosk.domain import deliveries
from kiosk.errors import Refused, Unavailable
from kiosk.settings import Settings, WrongSetting


class PortInUse(Refused):
    """Something else listens there already, or nobody may."""

    slug = "port_in_use"


def check_settings(settings: Settings) -> None:
    """Look at what only the parts themselves can judge.

    Raises:
        WrongSetting: mail, printers or the certificate cannot be as they are set.
    """
    check_mail(settings)
    try:
        for url in settings.printer_url.split():
            open_printer(url, settings.data_dir)
    except PrinterUnavailable as trouble:
        example = "For example: ipp://host:631/printers/badge"
        raise WrongSetting(sentence=f"KIOSK_PRINTER_URL: {trouble.sentence} {example}") from None
    _check_certificate(settings)


def check_mail(settings: Settings) -> None:
    """Look whether letters have a way out, a signature where one is wanted, and a way back.

    Raises:
        WrongSetting: the sender, the mail server's or the bounce address cannot be used.
        CannotSign: letters are to be signed, and cannot be.
    """
    for name, read in (
        ("KIOSK_MAIL_FROM", lambda: settings.mail_from and parse_mail_from(settings.mail_from)),
        ("KIOSK_SMTP_URL", lambda: open_outbox(settings.smtp_url, data_dir=settings.data_dir)),
        ("KIOSK_BOUNCE_URL", lambda: settings.bounce_url and open_mailbox(settings.bounce_url)),
    ):
        try:
            read()
        except ValueError as fault:
            raise WrongSetting(sentence=f"{name}: {fault}") from None
    longest = deliveries.LONGEST_BOUNCE_LOCAL_PART
    if len(settings.bounce_address.rpartition("@")[0]) > longest:
        why = f"KIOSK_BOUNCE_ADDRESS: a letter's token follows, so at most {longest} letters fit"
        raise WrongSetting(sentence=f"{why} before the @. For example: bounces@fair.example")
    signing_key(settings)


def _check_certificate(settings: Settings) -> None:
    if bool(settings.tls_cert) != bool(settings.tls_key):
        why = "KIOSK_TLS_CERT and KIOSK_TLS_KEY: HTTPS needs both, and one is not set."
        raise WrongSetting(sentence=why)
    if not (settings.tls_cert and settings.tls_key):
        return
    for name, path in (("CERT", settings.tls_cert), ("KEY", settings.tls_key)):
        if not path.is_file():
            why = f"KIOSK_TLS_{name}: {path} is not a file that can be read."
            raise WrongSetting(sentence=why)
    try:
        chain = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        chain.load_cert_chain(settings.tls_cert, settings.tls_key, password=_no_password)
    except (ssl.SSLError, OSError, ValueError):
        why = "KIOSK_TLS_CERT and KIOSK_TLS_KEY do not belong together, or are not PEM files."
        raise WrongSetting(sentence=why) from None


def _no_password() -> str:
    raise ValueError  # a server cannot be asked for one at each start


def check_database() -> None:
    """Look through a SQLite file before people rely on it.

    Raises:
        Unavailable: it is damaged.
    """
    if db.engine.dialect.name != "sqlite":
        return
    sound = db.session.scalar(text("PRAGMA quick_check(1)")) == "ok"
    db.session.rollback()
    if not sound:
        raise Unavailable("damaged", DAMAGED, permanent=True)


def check_port(host: str, port: int) -> None:
    """Look whether we may listen there.

    Raises:
        PortInUse: something else does, or the address is not this machine's.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise PortInUse(sentence=_why_not(error, host, port)) from None


def _why_not(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} on {host} is in use. Stop what listens there, or choose --port."
    if error.errno in {errno.EACCES, errno.EPERM}:
        return f"Port {port} needs more rights than this account has. Choose --port 8000."
    return f"{host} is not an address of this machine. Choose --host 127.0.0.1 or 0.0.0.0."

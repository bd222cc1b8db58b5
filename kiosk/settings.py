"""Every KIOSK_* key, one documented row each: type, default, meaning.

A wrong value stops the start, naming the key and giving an example. The same rows are read from the
environment and from the file that `KIOSK_ENV_FILE` names. docs/settings.md is generated from them.
"""

import os
from email.utils import parseaddr
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from kiosk.errors import Refused


class WrongSetting(Refused):
    """A setting cannot be used; the sentence names the key and an example."""

    slug = "wrong_setting"


def _row(default: Any, meaning: str, example: str, **more: Any) -> Any:
    return Field(default, description=meaning, examples=[example], **more)


class Settings(BaseSettings):
    """The settings of one process, read once at start."""

    model_config = SettingsConfigDict(
        env_prefix="KIOSK_", env_ignore_empty=True, extra="ignore", frozen=True
    )

    data_dir: Path = _row(
        Path("var"),
        "Where the database, the generated secret key, the mail folder and the print folder live "
        "(`/var/lib/kiosk` under systemd).",
        "/var/lib/kiosk",
    )
    database_url: str = _row(
        "",
        "The database. Empty: `sqlite:///<data dir>/kiosk.db`.",
        "postgresql+psycopg://kiosk:password@db.example/kiosk",
    )
    secret_key: str = _row(
        "",
        "Keys every code, cookie and hash. Empty: generated once into the data dir (mode 0600).",
        "64 hexadecimal digits from `openssl rand -hex 32`",
    )
    public_url: str = _row(
        "http://localhost:8000",
        "The origin printed, mailed, and accepted as Host besides loopback. "
        "Cookie flags follow its scheme.",
        "https://fair.example",
    )
    hosts: Annotated[tuple[str, ...], NoDecode] = _row(
        (), "Further Host names to accept, separated by spaces.", "fair.example kiosk.local"
    )
    tls_cert: Path | None = _row(
        None, "Serve HTTPS itself: the certificate chain, PEM.", "/etc/kiosk/fullchain.pem"
    )
    tls_key: Path | None = _row(
        None, "Serve HTTPS itself: the private key, PEM.", "/etc/kiosk/privkey.pem"
    )
    proxy_hops: int = _row(0, "Trusted reverse proxies in front.", "1", ge=0, le=5)
    smtp_url: str = _row(
        "folder:",
        "Where letters go. `folder:` writes each as a `.eml` file into the data dir.",
        "smtp://user:password@host:587?tls=starttls",
    )
    mail_from: str = _row(
        "",
        "The sender of every letter. Sending refuses without it unless the target is `folder:`.",
        "Employer Fair <fair@fair.example>",
    )
    mail_rate: int = _row(
        0,
        "The most letters a minute, all workers on all machines together. 0: no limit of ours.",
        "120",
        ge=0,
        le=100_000,
    )
    mail_connections: int = _row(
        2, "How many connections to the mail server one process keeps at once.", "4", ge=1, le=16
    )
    bounce_address: str = _row(
        "",
        "Where mail servers send back what they cannot deliver. Each letter's own token is put "
        "into it after a plus sign. Empty: the sender's address, and bounces are not read.",
        "bounces@fair.example",
    )
    bounce_url: str = _row(
        "",
        "Where those reports are read from: a Maildir, or a mailbox by IMAP. A pipe needs none: "
        "`kiosk bounces take` reads one report.",
        "imaps://bounces:password@imap.example/INBOX",
    )
    dkim_key: Path | None = _row(
        None, "Sign letters with DKIM: the private key, PEM.", "/etc/kiosk/dkim.pem"
    )
    dkim_selector: str = _row(
        "kiosk", "The name under which the public key stands in the sender's DNS.", "kiosk"
    )
    printer_url: str = _row(
        "folder:",
        "The printers, separated by spaces. `folder:` writes each badge as a `.png` file.",
        "ipp://host:631/printers/badge",
    )
    redis_url: str = _row(
        "",
        "Shares rate limits when several web processes run. Empty: kept in the process.",
        "redis://localhost:6379/0",
    )

    @field_validator("hosts", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return tuple(value.split()) if isinstance(value, str) else value

    @field_validator("public_url")
    @classmethod
    def _origin(cls, value: str) -> str:
        parts = urlsplit(value)
        more = parts.path.strip("/") or parts.query or parts.fragment or "@" in parts.netloc
        if parts.scheme not in {"http", "https"} or not parts.hostname or more or parts.port == 0:
            raise ValueError("is not an origin")
        return f"{parts.scheme}://{parts.netloc}".lower()

    @field_validator("database_url")
    @classmethod
    def _known_database(cls, value: str) -> str:
        if value and not value.startswith(("sqlite:///", "postgresql+psycopg://")):
            raise ValueError("is neither SQLite nor PostgreSQL")
        return value

    @field_validator("secret_key")
    @classmethod
    def _long_enough(cls, value: str) -> str:
        if value and len(value) < 32:
            raise ValueError("is shorter than 32 characters")
        return value

    @field_validator("smtp_url")
    @classmethod
    def _known_outbox(cls, value: str) -> str:
        if not value.startswith(("folder:", "smtp://", "smtps://")):
            raise ValueError("is neither folder: nor a mail server")
        return value

    @field_validator("bounce_address")
    @classmethod
    def _one_address(cls, value: str) -> str:
        local, _, domain = value.rpartition("@")
        if value and (not local or not domain or set(value) & set(" <>+,;")):
            raise ValueError("is no plain address")
        return value

    @field_validator("bounce_url")
    @classmethod
    def _known_mailbox(cls, value: str) -> str:
        if value and not value.startswith(("maildir:/", "imaps://", "imap://")):
            raise ValueError("is neither a Maildir nor a mailbox by IMAP")
        return value

    @field_validator("mail_from")
    @classmethod
    def _has_address(cls, value: str) -> str:
        if value and "@" not in parseaddr(value)[1]:
            raise ValueError("has no address")
        return value

    @field_validator("redis_url")
    @classmethod
    def _known_redis(cls, value: str) -> str:
        if value and not value.startswith(("redis://", "rediss://", "redis+unix://")):
            raise ValueError("is not a Redis server")
        return value

    @field_validator("printer_url")
    @classmethod
    def _known_printers(cls, value: str) -> str:
        known = ("folder:", "ipp://", "ipps://")
        if not value.split() or not all(url.startswith(known) for url in value.split()):
            raise ValueError("names a printer that is neither folder: nor ipp://")
        return value

    @property
    def database(self) -> str:
        """The database URL, with the default filled in."""
        return self.database_url or f"sqlite:///{self.data_dir.resolve() / 'kiosk.db'}"

    @property
    def on_sqlite(self) -> bool:
        """Whether the embedded database is in use: one serving process, workers inside."""
        return self.database.startswith("sqlite")

    @property
    def is_https(self) -> bool:
        """Whether people reach us over HTTPS; cookie flags and HSTS follow it."""
        return self.public_url.startswith("https://")

    @property
    def public_host(self) -> str:
        """The host (and port) people reach us under, as printed on the badge."""
        return urlsplit(self.public_url).netloc


def load() -> Settings:
    """Read the settings from the environment and the file KIOSK_ENV_FILE names.

    Raises:
        WrongSetting: a value cannot be used.
    """
    env_file = os.environ.get("KIOSK_ENV_FILE")
    if env_file and not Path(env_file).is_file():
        raise WrongSetting(sentence=f"KIOSK_ENV_FILE names {env_file}, which is not a file.")
    try:
        # pydantic-settings' own constructor argument, unknown to the generated signature.
        return Settings(_env_file=env_file)  # type: ignore[call-arg]
    except ValidationError as error:
        raise WrongSetting(sentence=" ".join(map(_sentence, error.errors()))) from None


def _sentence(fault: Any) -> str:
    name = str(fault["loc"][0])
    example = (Settings.model_fields[name].examples or [""])[0]
    why = fault["msg"].removeprefix("Value error, ")
    return f"KIOSK_{name.upper()}: {why}. For example: {example}"


def as_markdown() -> str:
    """Return docs/settings.md's table: key, default, meaning, example."""
    rows = ["| key | default | meaning | example |", "|---|---|---|---|"]
    for name, row in Settings.model_fields.items():
        default = "none" if row.default in ("", None, ()) else f"`{row.default}`"
        example = str((row.examples or [""])[0])
        example = example if "`" in example else f"`{example}`"
        rows.append(f"| `KIOSK_{name.upper()}` | {default} | {row.description} | {example} |")
    return "\n".join(rows) + "\n"

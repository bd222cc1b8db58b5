"""A tablet without its server, as another program would write it: opens its list, seals its scans.

It stands in for the scripts of static/js, with other libraries' calls, so that both must keep to
what the server says.
"""

from __future__ import annotations

import json
import zlib
from base64 import b64decode, b64encode
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import uuid4

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from flask import Flask
from werkzeug.test import TestResponse

from kiosk import clock
from kiosk.db import db, writing
from kiosk.domain import events
from tests.web.a_fair import OURS, Fair, Screen, hold

ONCE = bytes(12)
PIN = "271828182845"


def hold_named(app: Flask) -> Fair:
    """Open a fair that allows sealed names, and whose stations have a PIN."""
    return allow_names(hold(app))


def allow_names(fair: Fair) -> Fair:
    """Let a fair's tablets keep sealed names, opened by a PIN."""
    with fair.app.app_context():
        prepared = events.prepare_pin(events.get(fair.event_id).public_id, PIN)
        with writing():
            event = events.get(fair.event_id)
            event.change("offline_names", True)
            events.set_pin(event, prepared)
        db.session.remove()
    return fair


@dataclass
class Kept:
    """The list as the tablet has it."""

    head: dict[str, Any]
    records: bytes
    names: bytes = b""

    def open_names(self, pin: str) -> list[list[Any]]:
        """Return the rows that the stations' PIN opens."""
        wrapped = {
            name: b64decode(self.head["names"]["key"][name])
            for name in ("salt", "nonce", "wrapped")
        }
        rounds = self.head["names"]["key"]["iterations"]
        opener = PBKDF2HMAC(SHA256(), 32, wrapped["salt"], rounds).derive(pin.encode())
        key = AESGCM(opener).decrypt(wrapped["nonce"], wrapped["wrapped"], None)
        plain = AESGCM(key).decrypt(b64decode(self.head["names"]["nonce"]), self.names, None)
        rows: list[list[Any]] = json.loads(zlib.decompress(plain))
        return rows

    def find(self, code: str) -> tuple[bytes, str, str] | None:
        """Return the tag, kind and first name of whose code this is; None where it is unknown."""
        lookup = sha256(b"kiosk-offline-v1|" + code.encode()).digest()[:16]
        size = self.head["record"]
        rows = (self.records[n : n + size] for n in range(0, len(self.records), size))
        row = next((row for row in rows if row[:16] == lookup), None)
        if row is None:
            return None
        salt = b64decode(self.head["salt"])
        key = HKDF(SHA256(), 32, salt=salt, info=b"kiosk-offline-v1|entry").derive(code.encode())
        plain = AESGCM(key).decrypt(ONCE, row[16:], lookup)
        kinds = ("student", "employer", "mentor", "staff", "guest")
        return plain[:6], kinds[plain[6]], plain[8:].rstrip(b"\0").decode()


def fetched(screen: Screen) -> Kept:
    """Fetch the list as a paired tablet does."""
    answer = screen.get("/tablet/sealed-list")
    assert answer.status_code == 200
    return opened(answer.data)


def opened(whole: bytes) -> Kept:
    """Return a list as it was sent."""
    line, rest = whole.split(b"\n", 1)
    head = json.loads(line)
    ends = len(rest) - head.get("names", {}).get("bytes", 0)
    return Kept(head, rest[:ends], rest[ends:])


@dataclass
class LonelyTablet:
    """What a paired tablet notes, and sends when it can."""

    screen: Screen
    kept: Kept
    waiting: list[dict[str, str]] = field(default_factory=list)

    def note(
        self, *read: str, ago: timedelta = timedelta(), op_id: str | None = None, **more: Any
    ) -> str:
        """Note a scan that happened some time ago; return its op_id."""
        op_id = op_id or str(uuid4())
        happened_at = (clock.now() - ago).isoformat()
        head = self.kept.head
        letter = {"happened_at": happened_at, "mode": head["mode"], "at_list": head["list"], **more}
        if read:
            letter["codes"] = list(read)
        self.waiting.append({"op_id": op_id, "sealed": seal(head["settles"], op_id, letter)})
        return op_id

    def send(self, sent_at: datetime | None = None) -> TestResponse:
        """Send everything that waits, and forget none of it."""
        body = {"waiting": self.waiting, "sent_at": (sent_at or clock.now()).isoformat()}
        return self.screen.client.post("/tablet/settlements", json=body, headers=OURS)

    def settled(self) -> list[tuple[int, str]]:
        """Send everything and return what came of each."""
        answer = self.send()
        assert answer.status_code == 200, answer.text
        return [(each["status"], each["outcome"]) for each in answer.json["settled"]]  # type: ignore[index]


def alone(screen: Screen) -> LonelyTablet:
    """A tablet that has fetched its list and lost its server."""
    return LonelyTablet(screen, fetched(screen))


def seal(settles: str, op_id: str, letter: dict[str, Any]) -> str:
    """Seal a letter under the event's public key."""
    curve = ec.SECP256R1()
    theirs = ec.EllipticCurvePublicKey.from_encoded_point(curve, b64decode(settles))
    mine = ec.generate_private_key(curve)
    point = mine.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    shared = mine.exchange(ec.ECDH(), theirs)
    key = HKDF(SHA256(), 32, salt=point, info=b"kiosk-waiting-v1").derive(shared)
    sealed = AESGCM(key).encrypt(ONCE, json.dumps(letter).encode(), op_id.encode())
    return b64encode(point + sealed).decode()

"""New codes: derived from the key ring, the person and a serial, ready to be kept as rows.

Nothing here asks the database, so that many can be made before a write transaction begins.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from kiosk.domain import keys
from kiosk.domain.attendees.batch import Bound, bind

LENGTHS = {"ticket": 26, "badge": 20, "claim": 26}
SUFFIX = 6


def derive(kind: str, public_id: str, serial: int, key_id: str) -> str:
    """Return a person's code of a kind."""
    return keys.derive_code(kind, LENGTHS[kind], public_id, str(serial), key_id=key_id)


def suffix_hash(event_id: int, suffix: str) -> str:
    """Return the keyed hash that a badge's last six letters are found by."""
    return keys.lookup_hash("suffix", f"{event_id}:{suffix}")


def free_serial(event_id: int, public_id: str, serial: int, taken: set[str]) -> int:
    """Return the first badge serial whose last six letters nobody has, and take them.

    Two of a large fair may share their last six letters by chance: the next serial differs.
    """
    while True:
        code = derive("badge", public_id, serial, keys.ring().current)
        suffix = suffix_hash(event_id, code[-SUFFIX:])
        if suffix not in taken:
            taken.add(suffix)
            return serial
        serial += 1


def code_row(event_id: int, public_id: str, kind: str, serial: int, at: datetime) -> dict[str, Any]:
    """Return a code as a row, but for whose it is."""
    key_id = keys.ring().current
    code = derive(kind, public_id, serial, key_id)
    return {
        "event_id": event_id,
        "kind": kind,
        "serial": serial,
        "key_id": key_id,
        "lookup_hash": keys.lookup_hash(kind, code),
        "suffix_hash": suffix_hash(event_id, code[-SUFFIX:]) if kind == "badge" else None,
        "issued_at": at,
    }


COLUMNS = ("event_id", "kind", "serial", "key_id", "lookup_hash", "suffix_hash", "issued_at")
Made = dict[str, list[Bound]]
"""Three rows for each person, by COLUMNS and public id."""


def made_for(event_id: int, public_ids: Iterable[str], taken: set[str], at: datetime) -> Made:
    """Return everybody's first three codes as rows; `taken` are the suffixes of live badges."""
    owners, rows = list(public_ids), []
    for public_id in owners:
        serials = dict.fromkeys(LENGTHS, 1)
        serials["badge"] = free_serial(event_id, public_id, 1, taken)
        rows += [code_row(event_id, public_id, kind, n, at) for kind, n in serials.items()]
    bound, each = bind("codes", rows, COLUMNS), len(LENGTHS)
    return {who: bound[each * n : each * (n + 1)] for n, who in enumerate(owners)}

"""Devices: tablets and programs that a steward paired with an event.

A screen is paired by a short code typed once and then holds a revocable key that page scripts
cannot read; an `api` device holds a bearer key. Only hashes are stored. A station has a mode.
`record` is the device, `pairing` how it gets and loses its key, `signs` what it says of itself,
`pin_tries` how often its staff page may be guessed at.
"""

from kiosk.domain.devices.pairing import (
    PAIRING_LASTS,
    NoSuchPairingCode,
    change_list,
    change_mode,
    claim_pairing,
    pair,
    put_on_duty,
    rename,
    revoke,
    use_printer,
)
from kiosk.domain.devices.pin_tries import (
    PinWaits,
    check_may_try,
    count_try,
    forgive_everywhere,
    forgive_tries,
)
from kiosk.domain.devices.record import (
    KINDS,
    MODES,
    Device,
    DeviceFacts,
    by_key,
    by_name,
    by_public_id,
    facts_of,
    of_event,
)
from kiosk.domain.devices.signs import (
    ALARMS,
    Alarm,
    Signs,
    alarms,
    clock_error,
    keep_signs,
    life_of,
)

__all__ = [
    "ALARMS",
    "KINDS",
    "MODES",
    "PAIRING_LASTS",
    "Alarm",
    "Device",
    "DeviceFacts",
    "NoSuchPairingCode",
    "PinWaits",
    "Signs",
    "alarms",
    "by_key",
    "by_name",
    "by_public_id",
    "change_list",
    "change_mode",
    "check_may_try",
    "claim_pairing",
    "clock_error",
    "count_try",
    "facts_of",
    "forgive_everywhere",
    "forgive_tries",
    "keep_signs",
    "life_of",
    "of_event",
    "pair",
    "put_on_duty",
    "rename",
    "revoke",
    "use_printer",
]

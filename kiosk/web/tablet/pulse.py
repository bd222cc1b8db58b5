"""The pulse: a tablet's sign of life, every few seconds, and how it learns that it was revoked.

A row is written at most every ten seconds, or when something changed, and never while others
write: the next sign says the same again. The answer is 204, or 401 to a revoked tablet.
"""

from datetime import datetime, timedelta
from typing import Annotated, Literal

from flask import current_app, request
from flask.typing import ResponseReturnValue
from pydantic import AwareDatetime, Field

from kiosk import clock
from kiosk.db import write_if_free
from kiosk.domain import devices
from kiosk.domain.devices import DeviceFacts, Signs
from kiosk.web.forms import Form, Line, read_form
from kiosk.web.identity import access, the_device
from kiosk.web.release import release
from kiosk.web.tablet import bp

WRITTEN_EVERY = timedelta(seconds=10)
_CLOCK_STEP_S = 5
_written: dict[str, tuple[datetime, object]] = {}


class Pulse(Form):
    """What a tablet says of itself."""

    waiting: Annotated[int, Field(ge=0, le=1_000_000)] = 0
    version: Annotated[Line, Field(max_length=40)] = ""
    camera: Literal["on", "none", "denied", "unknown"] = "unknown"
    list: Literal["ready", "old", "none", "unknown"] = "unknown"
    battery: Annotated[int | None, Field(ge=0, le=100)] = None
    charging: Literal["yes", "no", ""] = ""
    sent_at: AwareDatetime | None = None


@bp.post("/pulse")
@access("station", event="device", because="a heartbeat: the newest says it all")
def pulse() -> ResponseReturnValue:
    """Hear that a tablet lives, and tell it which release is served."""
    device = the_device()
    at = clock.now()
    signs = _signs(read_form(Pulse), at)
    if _is_worth_writing(device, signs, at) and write_if_free(
        lambda: devices.keep_signs(device.id, signs, at)
    ):
        _written[device.public_id] = (at, _gist(signs))
    return "", 204, {"Kiosk-Release": release()}


@bp.app_template_global("release")
def the_release() -> str:
    """Return the release, for the page that will say it in its pulses."""
    return release()


def _signs(sent: Pulse, at: datetime) -> Signs:
    said = {"camera": sent.camera, "list": sent.list, "address": _address()}
    if sent.sent_at is not None:
        said["clock"] = str(round((sent.sent_at - at).total_seconds()))
    if sent.battery is not None:
        said |= {"battery": str(sent.battery), "charging": sent.charging}
    return Signs(sent.waiting, sent.version, said)


def _address() -> str:
    """Return whether the tablet uses the address that badges and letters name."""
    return "public" if request.host_url.rstrip("/") == _public_url() else "other"


def _public_url() -> str:
    return str(current_app.config["KIOSK"].public_url)


def _is_worth_writing(device: DeviceFacts, signs: Signs, at: datetime) -> bool:
    known = _written.get(device.public_id)
    if known is None or abs(at - known[0]) >= WRITTEN_EVERY:
        return True
    return known[1] != _gist(signs)


def _gist(signs: Signs) -> object:
    """Return what makes a sign another one: not each second that a clock trembles."""
    clock_steps = int(signs.said.get("clock", "0")) // _CLOCK_STEP_S
    slugs = [signs.said.get(name) for name in ("camera", "list", "charging", "address")]
    return (signs.waiting, signs.version, clock_steps, slugs)

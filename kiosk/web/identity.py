"""Who is asking, and what may they: every route carries an access rule, or the build fails.

Seven kinds ask: a paired device, a linked phone, the reader of a pack by its private link, an
employer and a mentor by their own, a member of staff, and anybody. Each holds its own secret; none
stands for another. A rule says who, where the event comes from, and whether the route carries an
op_id, or why it needs none.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeVar

from flask import current_app, g, request
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from kiosk import clock
from kiosk.domain import devices, employers, events, mentoring, packs, phones, staff
from kiosk.domain.devices import DeviceFacts
from kiosk.domain.employers import EmployerFacts
from kiosk.domain.mentoring import MentorFacts
from kiosk.domain.packs import ReaderFacts
from kiosk.domain.phones import PhoneFacts
from kiosk.domain.staff import StaffMember
from kiosk.errors import KioskError, NotKnown

View = TypeVar("View", bound=Callable[..., ResponseReturnValue])

DEVICES = ("station", "stand", "api")
CACHED_S = 2.0


class NotSignedIn(KioskError):
    """No key, or one that is not valid (any more): 401."""

    slug = "not_signed_in"
    sentence = "Please sign in first."


class NotAllowed(KioskError):
    """A valid key that may not do this: 403."""

    slug = "not_allowed"
    sentence = "You may not do that here."


@dataclass(frozen=True)
class Access:
    """One route's rule."""

    who: tuple[str, ...]
    event: str
    op_id: bool
    because: str


def access(*who: str, event: str, op_id: bool = False, because: str = "") -> Callable[[View], View]:
    """Give a view its rule: `who` of anyone, phone, reader, station, stand, api, employer,
    mentor, or a role.

    `event` says where the event comes from: device, phone, reader, employer, mentor, staff (the
    address names it and it must be theirs), code, address, or none. A route that changes facts has
    `op_id=True`, or says `because` why it needs none.
    """

    def give(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> ResponseReturnValue:
            _identify(who)
            return view(*args, **kwargs)

        guarded.access = Access(who, event, op_id, because)  # type: ignore[attr-defined]
        return guarded  # type: ignore[return-value]

    return give


def _identify(who: tuple[str, ...]) -> None:
    if "anyone" in who:
        return
    if set(who) & set(DEVICES) and (device := this_device()) is not None:
        if device.kind not in who:
            raise NotAllowed
        return
    if "phone" in who and this_phone() is not None:
        return
    if "reader" in who and this_reader() is not None:
        return
    if "employer" in who and this_employer() is not None:
        return
    if "mentor" in who and this_mentor() is not None:
        return
    _identify_staff(set(who) & set(staff.ROLES))


def _identify_staff(roles: set[str]) -> None:
    member = this_member() if roles else None
    if member is None:
        raise NotSignedIn
    if not _is_theirs(member, (request.view_args or {}).get("slug")):
        raise NotKnown("no_such_event", "There is no event by that name.")
    if not any(member.may(role) for role in roles):
        raise NotAllowed


def _is_theirs(member: StaffMember, slug: str | None) -> bool:
    if slug is None or member.event_id is None:
        return True
    return events.get(member.event_id).slug == slug


def cookie_name(who: str) -> str:
    """Return a cookie's name: bound to the host where we are served over HTTPS."""
    prefix = "__Host-" if current_app.config["KIOSK"].is_https else ""
    return f"{prefix}kiosk-{who}"


def set_cookie(response: Response, who: str, value: str, *, days: int) -> None:
    """Set a secret cookie that page scripts cannot read."""
    response.set_cookie(
        cookie_name(who),
        value,
        max_age=days * 86400,
        httponly=True,
        secure=current_app.config["KIOSK"].is_https,
        samesite="Lax",
    )


def clear_cookie(response: Response, who: str) -> None:
    """Forget a secret cookie."""
    response.delete_cookie(
        cookie_name(who), secure=current_app.config["KIOSK"].is_https, httponly=True
    )


_seen: dict[str, tuple[float, DeviceFacts]] = {}


def this_device() -> DeviceFacts | None:
    """Return the paired device that asks, by cookie or bearer key; known for two seconds."""
    if "device" not in g:
        g.device = _device_by_key(_bearer() or request.cookies.get(cookie_name("device"), ""))
    device: DeviceFacts | None = g.device
    return device


def _bearer() -> str:
    scheme, _, key = request.headers.get("Authorization", "").partition(" ")
    return key.strip() if scheme.lower() == "bearer" else ""


def _device_by_key(key: str) -> DeviceFacts | None:
    if not key:
        return None
    now = time.monotonic()
    known = _seen.get(key)
    if known is not None and now - known[0] < CACHED_S:
        return known[1]
    _seen.pop(key, None)
    device = devices.by_key(key)
    if device is not None:
        if len(_seen) > 500:
            _seen.clear()
        _seen[key] = (now, device)
    return device


def forget_devices() -> None:
    """Drop the two-second memory: a device was paired, revoked or changed in this process."""
    _seen.clear()


def phone_keys() -> list[str]:
    """Return the session keys this browser holds, one an event, newest first."""
    return request.cookies.get(cookie_name("phone"), "").split(".")[:4]


def this_phone(event_id: int | None = None) -> PhoneFacts | None:
    """Return the linked phone that asks: of this event, or the newest link."""
    if "phones" not in g:
        at = clock.now()
        found = (phones.by_key(key, at) for key in phone_keys() if key)
        g.phones = [phone for phone in found if phone is not None]
    linked: list[PhoneFacts] = g.phones
    return next((p for p in linked if event_id in (None, p.event.id)), None)


def this_reader() -> ReaderFacts | None:
    """Return whose pack this browser opened by its private link; asked anew at every request."""
    if "reader" not in g:
        key = request.cookies.get(cookie_name("reader"), "")
        g.reader = packs.reader_by_session(key, clock.now()) if key else None
    reader: ReaderFacts | None = g.reader
    return reader


def this_employer() -> EmployerFacts | None:
    """Return the employer whose private link this browser opened; asked anew at every request."""
    if "employer" not in g:
        key = request.cookies.get(cookie_name("employer"), "")
        g.employer = employers.by_session(key, clock.now()) if key else None
    employer: EmployerFacts | None = g.employer
    return employer


def this_mentor() -> MentorFacts | None:
    """Return the mentor whose private link this browser opened; asked anew at every request."""
    if "mentor" not in g:
        key = request.cookies.get(cookie_name("mentor"), "")
        g.mentor = mentoring.by_session(key, clock.now()) if key else None
    mentor: MentorFacts | None = g.mentor
    return mentor


def this_member() -> StaffMember | None:
    """Return the signed-in member of staff who asks."""
    if "member" not in g:
        key = request.cookies.get(cookie_name("staff"), "")
        g.member = staff.by_session(key, clock.now()) if key else None
    member: StaffMember | None = g.member
    return member


def the_device() -> DeviceFacts:
    """Return the device that asks; the route's rule has made sure there is one."""
    device = this_device()
    if device is None:
        raise NotSignedIn
    return device


def the_phone() -> PhoneFacts:
    """Return the linked phone that asks; the route's rule has made sure there is one."""
    phone = this_phone()
    if phone is None:
        raise NotSignedIn
    return phone


def the_employer() -> EmployerFacts:
    """Return the employer that asks; the route's rule has made sure there is one."""
    employer = this_employer()
    if employer is None:
        raise NotSignedIn
    return employer


def the_mentor() -> MentorFacts:
    """Return the mentor who asks; the route's rule has made sure there is one."""
    mentor = this_mentor()
    if mentor is None:
        raise NotSignedIn
    return mentor


def the_member() -> StaffMember:
    """Return the member of staff who asks; the route's rule has made sure there is one."""
    member = this_member()
    if member is None:
        raise NotSignedIn
    return member

"""Limits on misses and on guesses: a whole venue shares one address, so hits are never limited.

Kept in the process, or in Redis when several web processes run. If Redis is away the limits go on
in the process.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from flask import Flask, current_app, make_response, request
from flask.typing import ResponseReturnValue
from flask_limiter import Limiter
from limits import parse
from werkzeug.wrappers import Response

from kiosk.errors import KioskError, NotKnown
from kiosk.settings import Settings
from kiosk.web.identity import this_device, this_employer, this_member, this_mentor, this_phone


class TooMany(KioskError):
    """Too many misses from one asker: 429."""

    slug = "too_many"
    sentence = "Too many tries just now. Please wait a minute and try again."


def asker() -> str:
    """Return what a limit is kept by: the screen, person or employer that asks, else the address.

    A cookie counts only when its key is known: a made-up one must not buy a fresh allowance.
    """
    if device := this_device():
        return device.asker
    if phone := this_phone():
        return phone.asker
    if employer := this_employer():
        return employer.asker
    if mentor := this_mentor():
        return mentor.asker
    if member := this_member():
        return f"staff:{member.public_id}"
    return f"address:{request.remote_addr}"


def missed(response: Response) -> bool:
    """Whether an answer was a miss: only these count against a limit."""
    return response.status_code in {401, 404, 409, 422} or "Kiosk-Missed" in response.headers


limiter = Limiter(key_func=asker, default_limits=[])


def init_app(app: Flask, settings: Settings) -> None:
    """Attach the limiter."""
    app.config.setdefault("RATELIMIT_STORAGE_URI", settings.redis_url or "memory://")
    app.config.setdefault("RATELIMIT_IN_MEMORY_FALLBACK_ENABLED", bool(settings.redis_url))
    app.config.setdefault("RATELIMIT_HEADERS_ENABLED", False)
    limiter.init_app(app)


View = Callable[..., ResponseReturnValue]
_MISSES = parse("60/minute")
_EVERYBODYS_MISSES = parse("3000/minute")
"""Whoever guesses from many addresses: all of them together."""


def misses(view: View) -> View:
    """Count the misses of a view that reads codes of 100 bits and more: sixty a minute, then 429.

    Three thousand a minute of all askers together are enough, too.

    A right code is answered whatever came before it: nobody guesses one, and a whole hall must not
    wait because somebody in it tried.
    """

    @wraps(view)
    def counted(*args: Any, **kwargs: Any) -> ResponseReturnValue:
        try:
            answer = make_response(view(*args, **kwargs))
        except NotKnown:
            _count_miss()
            raise
        if answer.status_code == 404:
            _count_miss()
        return answer

    return counted


def _count_miss() -> None:
    if not current_app.config.get("RATELIMIT_ENABLED", True):
        return
    counted = limiter.limiter
    own = counted.hit(_MISSES, "misses", asker())
    if not (counted.hit(_EVERYBODYS_MISSES, "misses") and own):
        raise TooMany


def guesses_by(key: Callable[[], str]) -> Callable[[View], View]:
    """Return a limit for what is short enough to guess: ten misses a minute, then all tries wait.

    For passphrases, pairing codes, six digits; counted by what `key` returns.
    """
    limit = limiter.limit("10/minute;60/hour", key_func=key, deduct_when=missed)
    return cast("Callable[[View], View]", limit)


guesses = guesses_by(asker)


def twenty_an_hour(view: View) -> View:
    """Let an asker do something twenty times an hour: it costs others something each time."""
    return cast(View, limiter.limit("20/hour", key_func=asker, methods=["POST"])(view))

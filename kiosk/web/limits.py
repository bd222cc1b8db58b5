"""Limits on misses and on guesses: a whole venue shares one address, so hits are never limited.

Kept in the process, or in Redis when several web processes run. If Redis is away the limits go on
in the process.
"""

from flask import Flask, request
from flask_limiter import Limiter
from werkzeug.wrappers import Response

from kiosk.settings import Settings
from kiosk.web.identity import cookie_name


def asker() -> str:
    """Return what a limit is kept by: the device, phone or staff session, else the address."""
    for who in ("device", "phone", "staff"):
        if key := request.cookies.get(cookie_name(who)):
            return f"{who}:{key[:24]}"
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


misses = limiter.limit("60/minute", deduct_when=missed)
"""For codes: sixty misses a minute."""

guesses = limiter.limit("10/minute;60/hour", deduct_when=missed)
"""For passphrases, pairing codes and six digits."""

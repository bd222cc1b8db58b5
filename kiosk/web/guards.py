"""What stands in front of every door: the Host, the same-origin rule, and the security headers."""

from urllib.parse import urlsplit

from flask import Flask, abort, request
from werkzeug.wrappers import Response

from kiosk.settings import Settings
from kiosk.web.identity import NotAllowed, cookie_name

ONE_CLICK = "unsubscribe.act"
"""A mail program posts there from its own server (RFC 8058); what it may do, its token says."""
_LOOPBACK = {"localhost", "127.0.0.1", "[::1]"}
_POLICY = (
    "default-src 'none'; script-src 'self'{wasm}; style-src 'self'; img-src 'self' data: blob:; "
    "connect-src 'self'; frame-src {frames}; font-src 'self'; manifest-src 'self'; "
    "worker-src 'self'; media-src 'self' blob:; form-action 'self'; frame-ancestors 'none'; "
    "base-uri 'none'"
)


class ForeignPage(NotAllowed):
    """A page of another origin tried to act here."""

    slug = "foreign_page"
    sentence = "That came from another page. Please open ours and try again."


def init_app(app: Flask, settings: Settings) -> None:
    """Set the guards."""
    allowed = {urlsplit(settings.public_url).hostname or ""} | set(settings.hosts)

    @app.before_request
    def only_our_hosts() -> None:
        host = request.host.lower()
        name = host if host in _LOOPBACK else host.rsplit(":", 1)[0] if ":" in host else host
        if name not in _LOOPBACK and name not in allowed and host not in allowed:
            abort(400)

    @app.before_request
    def only_addresses_of_words() -> None:
        if "\0" in request.path:  # PostgreSQL has no such letter: it is nobody's id
            abort(404)

    @app.before_request
    def only_our_pages() -> None:
        if request.method in {"GET", "HEAD", "OPTIONS"} or _bearer():
            return
        if request.path.startswith("/api/") and cookie_name("device") not in request.cookies:
            return  # nothing a browser would send by itself: the route answers 401
        if request.endpoint == ONE_CLICK:
            return
        site = request.headers.get("Sec-Fetch-Site")
        if site is not None:
            if site != "same-origin":
                raise ForeignPage
            return
        # Chromium sends no Sec-Fetch-* on plain http to a LAN name, only Origin.
        if request.headers.get("Origin", "").lower() not in {
            f"{request.scheme}://{request.host}".lower(),
            settings.public_url,
        }:
            raise ForeignPage

    @app.after_request
    def harden(response: Response) -> Response:
        return _harden(response, settings)


def _bearer() -> bool:
    return request.headers.get("Authorization", "").lower().startswith("bearer ")


def _harden(response: Response, settings: Settings) -> Response:
    headers = response.headers
    # A worker obeys the policy of its own file, not of its page: the decoder compiles in this one.
    decodes = headers.pop("Kiosk-Scans", None) or request.path == "/static/js/scan-worker.js"
    wasm = " 'wasm-unsafe-eval'" if decodes else ""
    # A letter is looked at in a frame, which has a policy of its own.
    frames = "'self'" if headers.pop("Kiosk-Frames", None) else "'none'"
    headers.setdefault("Content-Security-Policy", _POLICY.format(wasm=wasm, frames=frames))
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Referrer-Policy"] = "no-referrer"
    headers["Cross-Origin-Opener-Policy"] = "same-origin"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"
    headers["Permissions-Policy"] = "camera=(self), microphone=(), geolocation=()"
    if settings.is_https:
        headers["Strict-Transport-Security"] = "max-age=31536000"
    if request.endpoint != "static":
        headers.setdefault("Cache-Control", "no-store")
    return response

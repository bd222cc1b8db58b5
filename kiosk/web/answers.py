"""How an error is answered: JSON to a program, a calm page to a person, never a stack trace."""

import logging
from collections.abc import Callable

from flask import Flask, g, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import DBAPIError, OperationalError, TimeoutError
from werkzeug.exceptions import HTTPException

from kiosk.db import db
from kiosk.domain.meetings import TooFast
from kiosk.errors import Invalid, KioskError, NotKnown, Refused, Unavailable
from kiosk.web.identity import NotAllowed, NotSignedIn
from kiosk.web.language import _
from kiosk.web.limits import TooMany

_log = logging.getLogger("kiosk")

_HTTP_SENTENCES = {
    400: "That request cannot be read.",
    404: "There is nothing at this address.",
    405: "That cannot be done this way.",
    413: "That is too large. A file has at most 10 MB.",
    415: "Send JSON, please.",
    429: "Too many tries just now. Please wait a minute and try again.",
}
_SLUGS = {
    400: "bad_request",
    404: "not_known",
    405: "not_allowed_method",
    413: "too_large",
    415: "not_json",
    429: "too_many",
}


def status_of(error: KioskError) -> int:
    """Return the HTTP status of an error."""
    ranks: tuple[tuple[type[KioskError], int], ...] = (
        (NotSignedIn, 401),
        (NotAllowed, 403),
        (Invalid, 422),
        (Refused, 409),
        (NotKnown, 404),
        (TooMany, 429),
        (TooFast, 429),
        (Unavailable, 503),
    )
    return next((status for kind, status in ranks if isinstance(error, kind)), 500)


def answer_errors(app: Flask) -> None:
    """Attach the error answers to the application."""
    app.register_error_handler(KioskError, _known)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(OperationalError, _busy)
    app.register_error_handler(TimeoutError, _busy)
    app.register_error_handler(Exception, _unknown)


def wants_json() -> bool:
    """Whether a program is asking."""
    return request.path.startswith("/api/")


def _known(error: KioskError) -> ResponseReturnValue:
    status = status_of(error)
    fields = error.fields if isinstance(error, Invalid) else {}
    return _answer(status, error.slug, error.sentence, fields, error.facts)


def _http(error: HTTPException) -> ResponseReturnValue:
    status = error.code or 500
    if status < 400 and error.response is not None:
        return error.response  # a redirect of the router's own
    sentence = _HTTP_SENTENCES.get(status, "That did not work. Please try again.")
    return _answer(status, _SLUGS.get(status, "error"), sentence)


def _busy(error: DBAPIError) -> ResponseReturnValue:
    db.session.rollback()
    _log.warning("database unavailable: %s", type(error.__cause__ or error).__name__)
    return _answer(503, "unavailable", "The fair's list is busy. Please try again in a moment.")


def _unknown(error: Exception) -> ResponseReturnValue:
    db.session.rollback()
    # The type and the place only: an exception's words may hold somebody's name.
    place = error.__traceback__
    while place is not None and place.tb_next is not None:
        place = place.tb_next
    where = f"{place.tb_frame.f_code.co_qualname}:{place.tb_lineno}" if place else "?"
    _log.error("unexpected %s in %s", type(error).__name__, where)
    return _answer(500, "error", "Something went wrong here. Please ask a steward.")


def _answer(
    status: int,
    slug: str,
    sentence: str,
    fields: dict[str, str] | None = None,
    facts: dict[str, object] | None = None,
) -> ResponseReturnValue:
    headers = {"Retry-After": "3" if status == 503 else "60"} if status in {429, 503} else {}
    if status == 401 and wants_json():
        headers["WWW-Authenticate"] = "Bearer"
    if wants_json():
        body = {**(facts or {}), "error": slug, "message": _(sentence)}
        if fields:
            body["fields"] = {name: _(text) for name, text in fields.items()}
        return jsonify(body), status, headers
    draw: Callable[..., ResponseReturnValue] | None = g.get("draw_error")
    if draw is not None:
        return draw(status, slug, _(sentence))
    page = render_template(
        "errors/error.html", status=status, slug=slug, sentence=_(sentence), fields=fields or {}
    )
    return page, status, headers

"""Smaller answers for a slow line: our own text files, and the first page that a scan opens.

Other pages are sent as they are: what squeezes a secret beside words of somebody else's choosing
tells by its length (BREACH). The first page holds neither: its address is the badge, its form an
op_id. A proxy that squeezes finds these done already, and leaves them.
"""

import gzip
from functools import lru_cache

from flask import Flask, request
from werkzeug.wrappers import Response

FILES = {"text/css", "text/javascript", "application/wasm", "image/svg+xml"}
PAGES = {"phone.badge"}
LEAST = 600
"""Bytes; what is smaller fits into one packet anyway."""


def init_app(app: Flask) -> None:
    """Squeeze what may be, for whoever says that they can read it."""
    app.after_request(squeeze)


def squeeze(response: Response) -> Response:
    """Return the answer, squeezed when it may be and the asker reads it."""
    if request.method != "GET" or response.status_code != 200 or not _may_be(response):
        return response
    response.vary.add("Accept-Encoding")
    if not request.accept_encodings["gzip"]:
        return response
    response.direct_passthrough = False
    plain = response.get_data()
    if len(plain) < LEAST:
        return response
    is_file = request.endpoint == "static"
    response.set_data(_kept(plain) if is_file else gzip.compress(plain, 6, mtime=0))
    response.headers["Content-Encoding"] = "gzip"
    etag, _is_weak = response.get_etag()
    if etag:
        response.set_etag(etag, weak=True)  # the same file in other bytes
    return response


def _may_be(response: Response) -> bool:
    if request.endpoint == "static":
        return response.mimetype in FILES
    return request.endpoint in PAGES


@lru_cache(maxsize=128)
def _kept(plain: bytes) -> bytes:
    return gzip.compress(plain, 9, mtime=0)

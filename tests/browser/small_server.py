"""A few pages and the real static folder on loopback, under the real content-security policy.

It stands in for the product where only scripts and sheets are under test, and can lose answers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask, Response, abort, request

from tests.real.listening import listening

STATIC = Path(__file__).resolve().parents[2] / "kiosk" / "static"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
    "connect-src 'self'; font-src 'self'; manifest-src 'self'; worker-src 'self'; "
    "media-src 'self' blob:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
DECODER_POLICY = POLICY.replace("script-src 'self'", "script-src 'self' 'wasm-unsafe-eval'")

Answer = str | tuple[str, int] | Response


class SmallServer:
    """Pages by path; `posts` keeps what was sent.

    `lose` counts the posts whose answers are still to be lost; `away` loses every answer.
    """

    def __init__(self) -> None:
        """Nothing is served until `pages` has it."""
        self.pages: dict[str, str | Callable[[], Answer]] = {}
        self.posts: list[dict[str, list[str]]] = []
        self.lose = 0
        self.away = False
        self.url = ""

    def answer(self, path: str) -> Answer:
        """What stands at `path`, after the post (if it is one) was kept."""
        if request.method == "POST":
            self.posts.append(request.form.to_dict(flat=False))
        lost = request.method == "POST" and self.lose > 0
        self.lose -= lost
        if lost or self.away:
            return "", 503
        page = self.pages.get("/" + path)
        if page is None:
            abort(404)
        return page if isinstance(page, str) else page()

    def app(self) -> Flask:
        """The WSGI application around it."""
        app = Flask(__name__, static_folder=str(STATIC), static_url_path="/static")
        app.add_url_rule("/", "pages", self.answer, defaults={"path": ""}, methods=["GET", "POST"])
        app.add_url_rule("/<path:path>", "pages", self.answer, methods=["GET", "POST"])
        app.after_request(_with_policy)
        return app


def _with_policy(response: Response) -> Response:
    decoder = request.path == "/static/js/scan-worker.js"
    response.headers["Content-Security-Policy"] = DECODER_POLICY if decoder else POLICY
    return response


def page(body: str, *modules: str, sheet: str = "tablet") -> str:
    """A page with the sheets, `modules` of static/js and `body` as its main."""
    scripts = "".join(f'<script type="module" src="/static/js/{m}.js"></script>' for m in modules)
    sheets = "".join(
        f'<link rel="stylesheet" href="/static/css/{s}.css">' for s in ("tokens", "base", sheet)
    )
    head = f'<meta charset="utf-8"><title>Fair</title><link rel="icon" href="data:,">{sheets}'
    return (
        f'<!doctype html><html lang="en"><head>{head}{scripts}</head>'
        f'<body class="{sheet}"><main>{body}</main></body></html>'
    )


@contextmanager
def serving() -> Iterator[SmallServer]:
    """A small server on a free port of loopback."""
    small = SmallServer()
    with listening(small.app()) as port:
        small.url = f"http://127.0.0.1:{port}"
        yield small

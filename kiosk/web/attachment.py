"""A file to keep: an answer that no browser opens as a page of its own."""

from flask import make_response
from werkzeug.wrappers import Response


def attachment(content: bytes | str, kind: str, name: str) -> Response:
    """Answer with a file of this media type; its name names nobody."""
    answer = make_response(content)
    answer.content_type = kind
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer

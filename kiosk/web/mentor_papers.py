"""CVs of requests: taken in by two doors, and given out by an address that needs no cookie.

The address is sealed for one file and ten minutes, and answers with an attachment that no browser
opens as a page of ours: whatever is in the file, it finds nobody signed in.
"""

from contextlib import closing
from datetime import datetime, timedelta

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from kiosk import clock
from kiosk.domain.mentoring import Paper, threads
from kiosk.errors import Invalid
from kiosk.web import slips
from kiosk.web.attachment import attachment
from kiosk.web.identity import access
from kiosk.web.language import _
from kiosk.web.offer_words import with_links

OPEN_FOR = timedelta(minutes=10)
_ANYBODY = "whoever holds the address"

bp = Blueprint("papers", __name__)
bp.add_app_template_filter(with_links, "links")


def address(paper: Paper, at: datetime) -> str:
    """Return where a CV can be fetched for the next ten minutes."""
    slip = slips.seal("paper", _ANYBODY, at, paper=paper.public_id)
    return url_for("papers.paper", slip=slip)


def read_upload() -> bytes:
    """Return the file that was sent, at most a byte more than is kept.

    Raises:
        Invalid: none was.
    """
    sent = request.files.get("file")
    content = b""
    if sent:
        with closing(sent):  # a large one lies in a file meanwhile
            content = sent.stream.read(threads.LARGEST_PAPER + 1)
    if not content:
        raise Invalid({"file": _("Choose a file first.")})
    return content


@bp.get("/papers/<slip>")
@access("anyone", event="none")
def paper(slip: str) -> ResponseReturnValue:
    """Give the CV of a request to whoever holds the sealed address."""
    facts = slips.unseal("paper", _ANYBODY, slip, clock.now(), lasts=OPEN_FOR)
    kept = threads.paper_by_public_id(facts["paper"])
    answer: Response = attachment(kept.content, "application/pdf", "cv.pdf")
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer

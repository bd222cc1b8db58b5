"""An outbox to a mail server, said goodbye to at the end."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kiosk.adapters.mail import Outbox, Timeouts, open_outbox


@contextmanager
def outbox(url: str, timeouts: Timeouts | None = None) -> Iterator[Outbox]:
    opened = open_outbox(
        url, data_dir=Path("unused"), mail_from="Fair <fair@fair.example>", timeouts=timeouts
    )
    try:
        yield opened
    finally:
        opened.close()

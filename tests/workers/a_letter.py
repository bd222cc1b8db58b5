"""A letter from the outbox, opened: its words, its page, its files."""

import csv
import io
from email import message_from_bytes, policy
from html.parser import HTMLParser
from typing import Any

from kiosk.db import db
from kiosk.domain import deliveries
from tests.workers.a_mailroom import Mailroom


class Page(HTMLParser):
    """Gathers the elements of a page and the words in it."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self.feed(source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words += data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]

    @property
    def links(self) -> list[str]:
        return [str(each["href"]) for each in self.all("a")]


class Post:
    """One letter from the outbox, opened."""

    def __init__(self, room: Mailroom, first_name: str, kind: str = "pack") -> None:
        db.session.rollback()
        found = deliveries.of_attendee(room.fair.person(first_name).id, kind)
        assert found is not None and found.message is not None
        self.bytes = found.message
        self.message: Any = message_from_bytes(found.message, policy=policy.default)
        self.text = str(self.message.get_body(("plain",)).get_content()).replace("\r\n", "\n")
        self.html = str(self.message.get_body(("html",)).get_content())
        self.page = Page(self.html)
        self.files = {
            part.get_filename(): bytes(part.get_payload(decode=True))
            for part in self.message.walk()
            if part.get_filename()
        }

    @property
    def rows(self) -> list[dict[str, str]]:
        sheet = self.files["contacts.csv"].decode("utf-8-sig")
        return list(csv.DictReader(io.StringIO(sheet, newline="")))

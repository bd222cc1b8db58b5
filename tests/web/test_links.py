"""No page leads to a door that is not there: every link and every form names a route of ours."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask import Flask
from werkzeug.exceptions import HTTPException

from tests.web.a_desk import Desk
from tests.web.a_mentor_walk import mentor_pages
from tests.web.a_stand_walk import stand_pages
from tests.web.a_walk import Pages, desk_pages, hold, phone_pages, tablet_pages

LINK = re.compile(r'<(?:a|link|script|img|live-part)\b[^>]*?\b(?:href|src)="([^"#]+)')
FORM = re.compile(r'<form\b[^>]*?\bmethod="post"[^>]*?\baction="([^"]+)"')


def asked_for(page: str) -> Iterator[tuple[str, str]]:
    yield from (("GET", unescape(address)) for address in LINK.findall(page))
    yield from (("POST", unescape(address)) for address in FORM.findall(page))


def leads_nowhere(app: Flask, method: str, address: str) -> bool:
    place = urlsplit(address)
    if place.scheme or place.netloc:
        return False
    if place.path.startswith("/static/"):
        return not (Path(app.static_folder or "") / place.path[len("/static/") :]).is_file()
    try:
        app.url_map.bind("localhost").match(place.path, method=method)
    except HTTPException:
        return True
    return False


def pages_of(app: Flask, door: str) -> Pages:
    if door == "desk":
        return desk_pages(Desk(app))
    walk = {"tablet": tablet_pages, "phone": phone_pages, "stand": stand_pages,
            "mentor": mentor_pages}[door]  # fmt: skip
    return walk(hold(app, "en"))


@pytest.mark.parametrize("door", ["tablet", "phone", "stand", "mentor", "desk"])
def test_every_link_and_form_leads_somewhere(app: Flask, door: str) -> None:
    pages = pages_of(app, door)

    found = {asked for page in pages.values() for asked in asked_for(page.text)}
    assert len(found) > 8
    assert {asked for asked in found if leads_nowhere(app, *asked)} == set()

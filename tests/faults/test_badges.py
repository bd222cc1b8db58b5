"""Badges for two hundred hostile names on every stock, and before a camera in bad light."""

import os
from itertools import product
from random import Random

import pytest
from hypothesis import given, settings

import badges
from badges import STOCKS, BadgeError, fonts
from tests.badges.anything_written import (
    faces,
    is_drawn_or_refused,
    quietly,
    sizes,
    touches_nothing,
    writable,
)
from tests.badges.faces import ASHA, SCRIPTS, WORST, face, read_code
from tests.badges.frames import SCENES, frames, seen
from tests.badges.on_paper import code_box, laid, outside, touching

pytestmark = [pytest.mark.faults, pytest.mark.timeout(1800)]

NAMES, FRAMES = 200, 120
EXAMPLES = int(os.environ.get("KIOSK_FAULTS_SAMPLES", "2000"))


def hostile_names() -> list[str]:
    """Names of every script, alone and mixed, from one letter to eighty, with marks on top."""
    chance = Random(13)
    letters = [
        [chr(each) for each in sorted(fonts.cmap(family)) if fonts.clean(chr(each))]
        for family in fonts.FAMILIES
    ]
    joints = [" ", "-", "’", ". ", " van der ", " al-", "\u200d", "\u0301\u0323", " III", ""]
    names = [first for _script, first, _full in SCRIPTS] + [each.first_name for each in WORST]
    while len(names) < NAMES:
        parts = [
            "".join(chance.choices(chance.choice(letters), k=chance.randint(1, 30)))
            for _part in range(chance.randint(1, 4))
        ]
        names.append(chance.choice(joints).join(parts)[:80])
    return names


@pytest.mark.parametrize("name", STOCKS)
def test_two_hundred_hostile_names_print_and_read(name: str) -> None:
    stock = STOCKS[name].at(203)
    printed = 0

    for each in hostile_names():
        anybody = face(first_name=each, full_name=f"{each} {each[::-1]}", ask_me_about=each)
        if badges.missing_glyphs(anybody):
            anybody = badges.hand_written(anybody)
        image = badges.draw(anybody, stock)
        assert outside(image, stock) is None, each
        assert touching(laid(anybody, stock)) == [], each
        assert ASHA.code_url == read_code(image.crop((0, 0, stock.side.width_dots, image.height)))
        printed += 1

    assert printed == NAMES


@pytest.mark.parametrize(("name", "scene"), list(product(STOCKS, SCENES)))
def test_a_camera_reads_every_stock_as_often_as_its_code_allows(name: str, scene: str) -> None:
    stock = STOCKS[name]
    held, expected = SCENES[scene]
    pictures = frames(
        badges.draw(ASHA, stock).crop((0, 0, stock.side.width_dots, stock.height_dots)),
        code_box(laid(ASHA, stock)),
        held,
        FRAMES,
    )

    assert seen(pictures, ASHA.code_url) >= expected - 0.05


def test_two_thousand_faces_are_drawn_or_refused_by_name() -> None:
    long = settings(quietly, max_examples=EXAMPLES)

    long(given(faces, sizes)(is_drawn_or_refused))()
    long(given(writable, writable, writable, sizes)(touches_nothing))()


def test_every_letter_there_is_prints_alone_or_is_refused_by_name() -> None:
    refused = 0

    for point in range(0x20, 0x30000, 7):
        try:
            badges.draw(face(first_name=chr(point), full_name="Asha Patel"), STOCKS["card"].at(203))
        except BadgeError:
            refused += 1

    assert refused

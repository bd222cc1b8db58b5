import pytest

import badges
from badges import STOCKS
from tests.badges.faces import ASHA
from tests.badges.frames import SCENES, Scene, frames, seen
from tests.badges.on_paper import code_box, laid

FRAMES = 12
FEW = 0.1  # so many frames are few: a rate may fall this much below


@pytest.mark.parametrize("scene", SCENES)
@pytest.mark.parametrize(("name", "dpi"), [("62x100", 300), ("card", 300), ("4x3", 203)])
def test_a_camera_reads_a_badge_as_often_as_its_code_allows(
    name: str, dpi: int, scene: str
) -> None:
    stock = STOCKS[name].at(dpi)
    held, expected = SCENES[scene]
    pictures = frames(badges.draw(ASHA, stock), code_box(laid(ASHA, stock)), held, FRAMES)

    rate = seen(pictures, ASHA.code_url)

    assert rate >= expected - FEW


def test_a_blur_that_nothing_survives_is_not_read() -> None:
    stock = STOCKS["62x100"]
    held = Scene(100, blur=4.0)

    rate = seen(
        frames(badges.draw(ASHA, stock), code_box(laid(ASHA, stock)), held, 3), ASHA.code_url
    )

    assert rate == 0

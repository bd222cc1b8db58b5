"""Which of a printer's media a page belongs on, in the names of PWG 5101.1 and of real printers."""

import pytest
from PIL import Image

from badges import Page
from badges.printers.ipp_message import COLLECTION, INTEGER, KEYWORD, Group, Range, Value
from badges.printers.media import Medium, choose

LABEL = Page(Image.new("1", (732, 1181), 1), 62, 100, 300)
Named = dict[str, list[str]]


def printer(supported: list[str], **more: list[Value]) -> Group:
    values: dict[str, list[Value]] = {"media-supported": [*supported]}
    return Group(values | {name.replace("_", "-"): each for name, each in more.items()})


def sized(width: Value, height: Value, **margins: int) -> Group:
    size = Group({"x-dimension": [width], "y-dimension": [height]})
    edges: dict[str, list[Value]] = {f"media-{k}-margin": [v] for k, v in margins.items()}
    return Group({"media-size": [size], **edges})


NO_MARGINS = {"bottom": 0, "left": 0, "right": 0, "top": 0}
MARGINS = {"bottom": 300, "left": 150, "right": 150, "top": 300}


@pytest.mark.parametrize(
    ("names", "name", "turned"),
    [
        (["iso_a6_105x148mm", "oe_w1_62x100mm"], "oe_w1_62x100mm", False),
        (["om_dk-1202_61.98x100.04mm"], "om_dk-1202_61.98x100.04mm", False),
        (["oe_shipping-label_2.44x3.94in"], "oe_shipping-label_2.44x3.94in", False),
        (["oe_a_62.9x100mm", "oe_b_62.1x100mm"], "oe_b_62.1x100mm", False),
        (["oe_w1_100x62mm"], "oe_w1_100x62mm", True),
        (["oe_w1_100x62mm", "oe_w2_63x101mm"], "oe_w2_63x101mm", False),
        (["custom_min_25x25mm", "custom_max_62x3000mm"], "custom_62x100mm_62x100mm", False),
        (
            ["custom_min_1x1in", "custom_max_2.45x100in", "oe_w2_62x100mm"],
            "oe_w2_62x100mm",
            False,
        ),
        (["custom_min_25x25mm", "custom_max_120x62mm"], "custom_100x62mm_100x62mm", True),
    ],
)
def test_a_page_goes_on_the_medium_of_its_size(names: list[str], name: str, turned: bool) -> None:
    medium = choose(LABEL, printer(names))

    assert medium is not None
    assert (name, turned) == (medium.name, medium.turned)
    assert (KEYWORD, "media", [name]) == medium.attribute()


@pytest.mark.parametrize(
    "names",
    [
        [],
        ["iso_a4_210x297mm"],
        ["oe_wide_63.1x100mm"],
        ["custom_min_25x25mm"],
        ["custom_max_62x3000mm"],
        ["custom_min_25x25mm", "custom_max_50x50mm"],
        ["na_letter", "62x100", "oe_x_axbmm", "oe_x_62x100cm", "x" * 5000],
        ["oe_x_" + "9" * 400 + "x100mm"],
    ],
)
def test_a_page_of_no_size_of_the_printer_s_has_no_medium(names: list[str]) -> None:
    assert choose(LABEL, printer(names)) is None


def test_what_is_loaded_comes_before_what_could_be() -> None:
    found = choose(LABEL, printer(["oe_w1_62x100mm"], media_ready=["oe_ready_62.4x100mm"]))

    assert found == Medium(6240, 10000, "oe_ready_62.4x100mm")


def test_a_size_without_a_name_is_asked_for_by_its_size_and_the_printer_s_margins() -> None:
    """PWG 5100.3, 3.13."""
    found = choose(LABEL, printer([], media_col_database=[sized(6210, 10000, **MARGINS)]))

    assert found is not None
    size = [(INTEGER, "x-dimension", [6210]), (INTEGER, "y-dimension", [10000])]
    assert found.attribute() == (
        COLLECTION,
        "media-col",
        [
            [
                (COLLECTION, "media-size", [size]),
                (INTEGER, "media-bottom-margin", [300]),
                (INTEGER, "media-left-margin", [150]),
                (INTEGER, "media-right-margin", [150]),
                (INTEGER, "media-top-margin", [300]),
            ]
        ],
    )


@pytest.mark.parametrize(
    ("width", "height", "wanted"),
    [
        (6200, Range(2500, 300000), Medium(6200, 10000)),
        (Range(2500, 6200), Range(2500, 300000), Medium(6200, 10000)),
        (Range(2500, 6150), 10000, Medium(6150, 10000)),
        (Range(2500, 5000), Range(2500, 300000), None),
        (Range(9000, 12000), Range(2500, 300000), Medium(10000, 6200, turned=True)),
        (b"", "", None),
    ],
)
def test_a_roll_is_cut_to_the_page(width: Value, height: Value, wanted: Medium | None) -> None:
    assert wanted == choose(LABEL, printer([], media_col_database=[sized(width, height)]))


def test_a_size_with_and_without_margins_is_asked_for_without() -> None:
    both = [sized(6200, 10000, **MARGINS), sized(6200, 10000, **NO_MARGINS)]
    names = ["oe_w1_62x100mm"]

    without = choose(
        LABEL, printer(names, media_col_database=both, media_col_supported=["media-size"])
    )
    unasked = choose(LABEL, printer(names, media_col_database=both))
    only = choose(
        LABEL, printer(names, media_col_database=both[1:], media_col_supported=["media-size"])
    )

    assert without == Medium(6200, 10000, "oe_w1_62x100mm", (0, 0, 0, 0))
    assert without.attribute()[1] == "media-col"
    assert unasked == only == Medium(6200, 10000, "oe_w1_62x100mm")


def test_a_square_page_is_never_turned() -> None:
    square = Page(Image.new("1", (709, 709), 1), 60, 60, 300)

    assert choose(square, printer(["oe_w1_60x60mm"])) == Medium(6000, 6000, "oe_w1_60x60mm")


def test_a_medium_has_whole_dots() -> None:
    assert Medium(6200, 10000).dots(300) == (732, 1181)
    assert Medium(6200, 10000).dots(203) == (496, 799)

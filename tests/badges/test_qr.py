import pytest
import zxingcpp
from PIL import Image

from badges import qr
from tests.badges.faces import CODE


def picture(matrix: qr.Matrix, dots: int = 4) -> Image.Image:
    side = len(matrix)
    pixels = bytes(0 if dark else 255 for row in matrix for dark in row)
    small = Image.frombytes("L", (side, side), pixels)
    page = Image.new("L", ((side + 8) * dots, (side + 8) * dots), 255)
    page.paste(small.resize((side * dots, side * dots), Image.Resampling.NEAREST), (4 * dots,) * 2)
    return page


@pytest.mark.parametrize(
    ("url", "modules", "correction"),
    [
        (f"HTTPS://F.EX.UK/B/{CODE[:10]}", 25, "Q"),
        (f"HTTPS://FAIR.EXAMPLE/B/{CODE}", 29, "Q"),
        (f"HTTP://LOCALHOST:8000/B/{CODE}", 29, "Q"),
        (f"HTTPS://{'A' * 22}.EXAMPLE/B/{CODE}", 29, "M"),
    ],
)
def test_a_code_has_the_fewest_modules_then_the_best_correction(
    url: str, modules: int, correction: str
) -> None:
    matrix = qr.matrix(url)

    (read,) = zxingcpp.read_barcodes(picture(matrix))
    assert url == read.text
    assert modules == len(matrix)
    assert correction == read.ec_level


def test_a_host_of_thirty_letters_takes_at_most_29_modules() -> None:
    host = f"{'A' * 22}.EXAMPLE"

    assert len(host) == 30
    assert len(qr.matrix(f"HTTPS://{host}/B/{CODE}")) == 29


def test_a_code_of_capitals_is_smaller_than_the_same_in_small_letters() -> None:
    url = f"HTTPS://FAIR.EXAMPLE/B/{CODE}"

    assert len(qr.matrix(url)) < len(qr.matrix(url.lower() + "0123"))


def test_an_address_that_capitals_cannot_write_is_still_read() -> None:
    url = "HTTP://[::1]:8000/B/K7QX"

    (read,) = zxingcpp.read_barcodes(picture(qr.matrix(url)))

    assert url == read.text


@pytest.mark.parametrize("letters", [1, 20, 25, 26, 61, 62, 90, 200, 500])
def test_every_length_is_read_back(letters: int) -> None:
    text = (CODE * 30)[:letters]

    (read,) = zxingcpp.read_barcodes(picture(qr.matrix(text)))

    assert text == read.text


def test_what_no_code_holds_is_refused() -> None:
    with pytest.raises(ValueError, match="5000 letters"):
        qr.matrix("A" * 5000)

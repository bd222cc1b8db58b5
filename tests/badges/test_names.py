import pytest

from badges import STOCKS, breaks, fonts, lines, names
from badges.lines import Span
from tests.badges.faces import SCRIPTS, face
from tests.badges.on_paper import laid


@pytest.mark.parametrize(
    ("name", "shorter", "shortest"),
    [
        ("Asha Patel", "Asha Patel", "Asha Patel"),
        ("Madonna", "Madonna", "Madonna"),
        ("Ana Maria Gil", "Ana M. Gil", "Ana Gil"),
        ("Ana Maria de la Cruz", "Ana M. de la Cruz", "Ana de la Cruz"),
        ("Jan van der Berg", "Jan van der Berg", "Jan van der Berg"),
        ("Martin Luther King Jr.", "Martin L. King Jr.", "Martin King Jr."),
        ("Henry John Ford III", "Henry J. Ford III", "Henry Ford III"),
        ("J. R. R. Tolkien", "J. R. R. Tolkien", "J. Tolkien"),
        ("Nguyễn Thị Minh Ánh", "Nguyễn T. M. Ánh", "Nguyễn Ánh"),
        ("İpek ışıl Irmak", "İpek ı. Irmak", "İpek Irmak"),
        ("प्रिया क्षमा सिंह", "प्रिया क्ष. सिंह", "प्रिया सिंह"),
    ],
)
def test_a_full_name_gives_up_middle_names_first(name: str, shorter: str, shortest: str) -> None:
    assert shorter == names.with_initials(name)
    assert shortest == names.without_middle(name)


@pytest.mark.parametrize(
    ("name", "pieces"),
    [
        ("Jan van der Berg", ["Jan ", "van der Berg"]),
        ("Ana de la Cruz", ["Ana ", "de la Cruz"]),
        ("al-Rahman Khalid", ["al-Rahman ", "Khalid"]),
        ("Jean-Christophe", ["Jean-", "Christophe"]),
        ("O’Connor D'Arcy", ["O’Connor ", "D'Arcy"]),
        ("J. R. R. Tolkien", ["J. R. R. Tolkien"]),
        ("Sammy Davis Jr.", ["Sammy ", "Davis Jr."]),
        ("John Ford III", ["John ", "Ford III"]),
        ("דוד בן־גוריון", ["דוד ", "בן־", "גוריון"]),
        ("李小龙", ["李", "小", "龙"]),
        ("ポール・さん。", ["ポー", "ル・", "さ", "ん。"]),
        ("김민수 이", ["김민수 ", "이"]),
    ],
)
def test_a_line_ends_only_where_a_reader_would_end_it(name: str, pieces: list[str]) -> None:
    assert pieces == breaks.pieces(name)


@pytest.mark.parametrize(
    ("word", "clusters"),
    [
        ("क्षत्रिय", ["क्ष", "त्रि", "य"]),
        ("เสาวลักษณ์", ["เสา", "ว", "ลั", "ก", "ษ", "ณ์"]),
        ("ไพโรจน์", ["ไพ", "โร", "จ", "น์"]),
        ("한글", ["한", "글"]),
        ("ใ…", ["ใ", "…"]),
        ("ใ웦", ["ใ", "웦"]),
        ("a\u0301\u0327b", ["a\u0301\u0327", "b"]),
        ("👨‍👩‍👧x", ["👨‍👩‍👧", "x"]),
    ],
)
def test_letters_that_belong_together_are_never_parted(word: str, clusters: list[str]) -> None:
    assert clusters == fonts.clusters(word)


def test_a_long_word_is_cut_with_a_hyphen_before_a_syllable() -> None:
    name = "Wolfeschlegelsteinhausenbergerdorff"

    block = names.set_first(name, "en", names.Room(600, 400, 250, 60))

    assert block and not block.short
    texts = [line.spans[0].text for line in block.lines]
    assert all(text.endswith("-") for text in texts[:-1])
    assert name == "".join(text.removesuffix("-") for text in texts)


@pytest.mark.parametrize("name", ["محمدعبدالرحمن" * 3, "สมชายใจดี" * 5, "漢字" * 20])
def test_scripts_without_hyphens_get_none(name: str) -> None:
    block = names.set_first(name, "en", names.Room(500, 400, 250, 50))

    assert block and len(block.lines) > 1
    assert name == "".join(line.spans[0].text for line in block.lines)


def test_both_lines_of_a_name_are_in_one_typeface() -> None:
    block = names.set_first("Nguyễn Thị Minh Ánh", "vi", names.Room(400, 400, 250, 50))

    assert block and len(block.lines) > 1
    assert {"noto-sans"} == {run.family for line in block.lines for run, _ in line.visual}


def test_a_first_name_gives_up_whole_words_before_letters() -> None:
    room = names.Room(300, 60, 250, 50)

    block = names.set_first("Ana Maria de los Ángeles Guadalupe", "en", room)

    assert block and block.short
    assert [line.spans[0].text for line in block.lines] == ["Ana Maria"]


def test_a_first_name_that_nothing_else_helps_ends_in_an_ellipsis() -> None:
    block = names.set_first("W" * 80, "en", names.Room(300, 60, 250, 50))

    assert block and block.short and block.size >= 50
    assert "WW" in block.lines[0].spans[0].text
    assert block.lines[-1].spans[0].text.endswith("…")


def test_there_is_no_first_name_without_room() -> None:
    assert names.set_first("Asha", "en", names.Room(300, 20, 250, 50)) is None
    assert names.set_first("Asha", "en", names.Room(0, 100, 250, 50)) is None


@pytest.mark.parametrize("stock", STOCKS)
@pytest.mark.parametrize(("script", "first", "full"), SCRIPTS, ids=[row[0] for row in SCRIPTS])
def test_a_name_keeps_every_letter_in_its_own_case(
    stock: str, script: str, first: str, full: str
) -> None:
    layout = laid(face(first_name=first, full_name=full), STOCKS[stock])

    drawn = "".join(span.text for placed in layout.placed for span in placed.line.spans)
    for name in (first, full):
        assert _letters(name) in _letters(drawn)


def _letters(text: str) -> str:
    return fonts.clean(text).replace(" ", "").replace("-", "")


def test_two_lines_are_of_about_one_length() -> None:
    span = Span("Head of Structures and Geotechnical Design", 400)

    block = lines.fit([span], "en", 500, (30, 20), 2)

    first, second = (line.width for line in block.lines)
    assert second > 0.6 * first


def test_no_word_is_cut_while_a_smaller_size_keeps_it_whole() -> None:
    span = Span("Christopher Wolfeschlegelsteinhausen", 700)

    block = lines.fit([span], "en", 560, (60, 30), 2)

    assert [line.spans[0].text for line in block.lines] == [
        "Christopher",
        "Wolfeschlegelsteinhausen",
    ]

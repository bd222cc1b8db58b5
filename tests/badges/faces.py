"""Faces for the tests: Asha, whom everyone knows, and names in many scripts."""

from dataclasses import replace
from typing import Any

import zxingcpp

from badges import STOCKS, Face

STOCK = STOCKS["62x100"]
CODE = "ABCDEFGHJKMNPQRSTVWX"

ASHA = Face(
    first_name="Asha",
    full_name="Asha Patel",
    kind="student",
    kind_label="STUDENT",
    code_url=f"HTTPS://FAIR.EXAMPLE/B/{CODE}",
    domain="fair.example",
    suffix="5WRD7N",
    role_line="MEng Civil Engineering",
    organisation="University of Millbrook",
    ask_me_about="building a bridge from spaghetti",
)

# (script, first name, full name)
SCRIPTS = (
    ("Latin", "Łukasz", "Łukasz Świątek-Öztürk"),
    ("Vietnamese", "Minh Ánh", "Nguyễn Thị Minh Ánh"),
    ("Yoruba", "Ẹniọlá", "Ẹniọlá Adébáyọ̀"),
    ("Cyrillic", "Ольга", "Ольга Владимировна Красносельская"),
    ("Greek", "Ελένη", "Ελένη Παπαδοπούλου"),
    ("Arabic", "محمد", "محمد بن عبد الله"),
    ("Persian", "ژاله", "ژاله می‌نویسد"),
    ("Hebrew", "דוד", "דוד בן־גוריון"),
    ("Devanagari", "प्रियंका", "प्रियंका चतुर्वेदी"),
    ("Bengali", "অনির্বাণ", "অনির্বাণ চট্টোপাধ্যায়"),
    ("Tamil", "தமிழ்ச்செல்வி", "தமிழ்ச்செல்வி முருகன்"),
    ("Thai", "สมชาย", "สมชาย ใจดี"),
    ("Armenian", "Հայկ", "Հայկ Սարգսյան"),
    ("Georgian", "გიორგი", "გიორგი ბერიძე"),
    ("Ethiopic", "ሰላም", "ሰላም ተስፋዬ"),
    ("Chinese, simplified", "小龙", "李小龙 玥喆"),
    ("Chinese, traditional", "嘉玲", "劉嘉玲"),
    ("Japanese", "さくら", "𠮷野 さくら 髙﨑"),
    ("Korean", "민수", "김민수"),
    ("Emoji", "Sam 🎉", "Sam 👩🏽‍🔬 🇬🇧 Lee"),
    ("Two directions", "Ali", "Ali בן דוד O’Connor"),
    ("Decomposed", "Zoe\u0308", "Zoe\u0308 Ångstro\u0308m"),
)


# The five that try a layout most: the longest names, the widest letters, both directions.
WORST = (
    replace(
        ASHA,
        first_name="Wolfeschlegelsteinhausenbergerdorff",
        full_name="Hubert Wolfeschlegelsteinhausenbergerdorff Senior",
        role_line="Head of Structures and Geotechnical Design",
        organisation="The Royal Institution of Very Long Organisation Names",
    ),
    replace(
        ASHA,
        first_name="Ana Maria de los Ángeles",
        full_name="Ana Maria de los Ángeles Fernández y Ortiz de Zárate Gil",
        kind="mentor",
        kind_label="MENTOR",
    ),
    replace(
        ASHA,
        first_name="محمد",
        full_name="محمد بن عبد الله O’Connor",
        kind="staff",
        kind_label="فريق العمل",
        ask_label="اسألني عن",
        scan_label="امسح بأي كاميرا",
        locale="ar",
    ),
    replace(ASHA, first_name="W" * 80, full_name="W" * 200, ask_me_about="W" * 100),
    replace(ASHA, first_name="தமிழ்ச்செல்வி", full_name="தமிழ்ச்செல்வி 漢字 สมชาย", kind="guest"),
)


def face(**texts: Any) -> Face:
    """Asha with other words."""
    return replace(ASHA, **texts)


def read_code(image: Any) -> str:
    """Read the one code of a picture with a decoder that is not the library that made it."""
    (found,) = zxingcpp.read_barcodes(image.convert("L"))
    return str(found.text)

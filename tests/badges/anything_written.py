"""Whatever somebody may write on a badge, and what must hold for it."""

import time

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

import badges
from badges import STOCKS, BadgeError, Face, Stock
from tests.badges.faces import ASHA, SCRIPTS, face
from tests.badges.on_paper import laid, outside, touching

LONGEST_S = 3.0  # of the processor; most take a hundredth
ALPHABET = "".join(sorted({letter for _, first, full in SCRIPTS for letter in first + full}))

anything = st.text(max_size=90)
writable = st.text(ALPHABET + " -'’.\u0301\u0323", min_size=1, max_size=90)
words = st.one_of(writable, anything)
faces = st.builds(
    Face,
    first_name=words,
    full_name=words,
    kind=st.sampled_from(["student", "employer", "mentor", "staff", "guest"]),
    kind_label=st.one_of(st.just("STUDENT"), words),
    code_url=st.one_of(st.just(ASHA.code_url), anything),
    domain=st.one_of(st.just("fair.example"), words),
    suffix=st.one_of(st.just("5WRD7N"), words),
    role_line=words,
    organisation=words,
    ask_me_about=words,
    ask_label=words,
    scan_label=words,
    locale=st.sampled_from(["en", "ar", "ja", ""]),
    by_hand=st.booleans(),
)
sizes = st.sampled_from([stock.at(203) for stock in STOCKS.values()])
quietly = settings(
    max_examples=60,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def is_drawn_or_refused(anybody: Face, stock: Stock) -> None:
    """A face becomes a badge within its margins, or an error with a name, and soon."""
    began = time.process_time()
    try:
        image = badges.draw(anybody, stock)
    except BadgeError as refusal:
        assert refusal.slug and refusal.sentence
        image = None

    assert time.process_time() - began < LONGEST_S
    if image is not None:
        assert outside(image, stock) is None


def touches_nothing(first: str, full: str, ask: str, stock: Stock) -> None:
    """Names in any letters that there are leave white between all that is printed."""
    anybody = face(first_name=f"A{first}", full_name=full, role_line=full, ask_me_about=ask)
    if badges.missing_glyphs(anybody):
        anybody = badges.hand_written(anybody)

    assert touching(laid(anybody, stock)) == []

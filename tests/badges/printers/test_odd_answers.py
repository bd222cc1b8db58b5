"""Whatever attributes a printer sends: an answer or a calm refusal, never anything else."""

from typing import Any

from hypothesis import given, settings, strategies
from PIL import Image

from badges import Page, PrinterUnavailable
from badges.printers import documents, ipp_answers, ipp_job
from badges.printers.ipp_message import Answer, Group, Missing, Range, Resolution

PAGE = Page(Image.new("1", (183, 295), 1), 62, 100, 75)
WORDS = [
    *("none", "media-empty-error", "paused", "RS300-600", "RS" + "9" * 5000, "black_1"),
    *("media-size", "color", "none"),
    *("oe_w1_62x100mm", "custom_min_1x1mm", "custom_max_99x999mm", "image/urf", "image/pwg-raster"),
    *("image/png", "application/pdf", "one-sided", "monochrome", "The printer is unreachable."),
]  # fmt: skip
whole = strategies.integers(-(2**31), 2**31 - 1)
near = strategies.sampled_from([0, 1, 3, 4, 5, 6, 7, 8, 9, 300, 6200, 10_000, -1])
value: strategies.SearchStrategy[Any] = strategies.deferred(
    lambda: strategies.one_of(
        strategies.sampled_from(WORDS),
        strategies.sampled_from(Missing),
        strategies.booleans(),
        strategies.binary(max_size=8),
        strategies.text(max_size=20),
        whole,
        near,
        strategies.builds(Resolution, near, near, near),
        strategies.builds(Range, whole, whole),
        strategies.builds(Range, near, near),
        groups,
    )
)
MEMBERS = (
    *("media-size", "x-dimension", "y-dimension", "media-top-margin", "media-left-margin"),
    *("media-right-margin", "media-bottom-margin"),
)
groups = strategies.dictionaries(
    strategies.sampled_from(MEMBERS), strategies.lists(value, max_size=3), max_size=4
).map(Group)
names = strategies.sampled_from([*ipp_answers.HOW, *ipp_answers.WHAT, *ipp_answers.BECAME])
answers = strategies.dictionaries(names, strategies.lists(value, max_size=4)).map(Answer)


@settings(deadline=None)
@given(answers)
def test_any_answer_is_read(answer: Answer) -> None:
    offered = documents.formats(answer)
    dpi = documents.resolutions(answer, offered[0]) if offered else []

    assert ipp_answers.condition(answer).state in ("ready", "busy", "stopped", "away")
    assert isinstance(ipp_answers.fate(answer).began, bool)
    assert ipp_answers.abilities(answer, offered, dpi).formats == tuple(offered)


@settings(deadline=None)
@given(answers)
def test_any_printer_gets_a_document_or_a_refusal(answer: Answer) -> None:
    try:
        plan = ipp_job.plan([PAGE], answer)
    except PrinterUnavailable as refusal:
        assert refusal.permanent
        return
    assert plan.document.encoded([PAGE])

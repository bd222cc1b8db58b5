"""Small numbers: none from 1 to 4 is told, and none can be worked out from what is told.

The reader here knows the rule as well as the total, and tries every way the numbers may be.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import product

import pytest

from kiosk.domain.mentoring.small_numbers import FEWEST, hide, hide_within, is_small, told

Numbers = tuple[int, ...]


@pytest.mark.parametrize(("number", "expected"), [(0, 0), (1, None), (4, None), (5, 5), (400, 400)])
def test_a_number_that_stands_alone_is_told_from_five_on_or_when_it_is_none(
    number: int, expected: int | None
) -> None:
    assert told(number) == expected


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ([10, 20, 0], [10, 20, 0]),
        ([3, 20, 10], [None, None, 10]),
        ([20, 10, 3], [None, 10, None]),
        ([3, 4, 20], [None, None, 20]),
        ([1, 1, 20, 30], [None, None, None, 30]),
        ([12, 3, 0], [None, None, 0]),
        ([3, 2, 0], [None, None, None]),
        ([], []),
    ],
)
def test_a_small_part_is_not_hidden_alone(parts: list[int], expected: list[int | None]) -> None:
    assert hide(parts) == expected


def sums_to(total: int, count: int) -> Iterator[Numbers]:
    if count == 1:
        yield (total,)
        return
    for first in range(total + 1):
        yield from ((first, *rest) for rest in sums_to(total - first, count - 1))


def worked_out(ways: Iterable[Numbers], show: object, whole: Numbers = ()) -> list[object]:
    """Return what a reader is sure of: pages that only one small number at a place explains."""
    by_page: dict[object, list[Numbers]] = defaultdict(list)
    for parts in ways:
        by_page[tuple(show(parts))].append(parts)  # type: ignore[operator]
    sure = []
    for page, may_be in by_page.items():
        for place, number in enumerate(page):  # type: ignore[arg-type]
            values = {parts[place] for parts in may_be}
            left = whole[place] - may_be[0][place] if whole else 0
            if number is None and len(values) == 1 and (is_small(*values) or is_small(left)):
                sure.append((page, place, values))
    return sure


@pytest.mark.parametrize("count", [2, 3, 4, 5])
def test_who_knows_rule_and_total_works_no_small_part_out(count: int) -> None:
    for total in range(FEWEST, 15):
        assert worked_out(sums_to(total, count), hide) == [], total


@pytest.mark.parametrize("whole", list(product((0, 5, 6, 9), repeat=3)))
def test_who_knows_the_wholes_works_out_neither_a_small_part_nor_a_small_rest(
    whole: Numbers,
) -> None:
    by_total: dict[int, list[Numbers]] = defaultdict(list)
    for parts in product(*(range(each + 1) for each in whole)):
        by_total[sum(parts)].append(parts)

    for total, ways in by_total.items():
        if not is_small(total) and not is_small(sum(whole) - total):  # those are told to nobody
            assert worked_out(ways, lambda parts: hide_within(whole, parts), whole) == []


def test_a_part_of_what_is_hidden_is_hidden() -> None:
    assert hide_within([None, None, 40], [0, 30, 40]) == [None, None, 40]
    assert hide_within([20, 30], [20, 0]) == [20, 0]

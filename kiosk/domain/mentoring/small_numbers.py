"""Hiding small numbers: none from 1 to 4 is told, nor can be worked out from what is told.

Parts that make up a total that is told are hidden two at a time at least: one alone would be the
total less the others. Which one goes with it depends on its place, never on how large it is, so
that who knows the rule learns nothing from the choice.
"""

from collections.abc import Callable, Collection, Sequence

FEWEST = 5


def is_small(number: int) -> bool:
    """Whether a number is hidden; none is nobody's secret."""
    return 0 < number < FEWEST


def told(number: int) -> int | None:
    """Return a number that stands alone, or None: it is hidden."""
    return None if is_small(number) else number


def hide(parts: Sequence[int]) -> list[int | None]:
    """Return the parts of a total that is told, with None where one is hidden."""
    small = [place for place, part in enumerate(parts) if is_small(part)]
    others = [place for place, part in enumerate(parts) if part >= FEWEST]
    if small and sum(parts) < 2 * FEWEST:
        return [None] * len(parts)  # too few to be told apart
    hidden = _hidden(small, others, len(parts), lambda places: _is_safe([parts[p] for p in places]))
    return [None if place in hidden else part for place, part in enumerate(parts)]


def hide_within(whole: Sequence[int | None], parts: Sequence[int]) -> list[int | None]:
    """Return parts of some wholes, one each, that also make up a total that is told.

    What is left of a whole is a number too: a part is hidden when that would be small, or when its
    whole is hidden.
    """
    left = [0 if all_ is None else all_ - part for all_, part in zip(whole, parts, strict=True)]
    first = [
        place
        for place, part in enumerate(parts)
        if whole[place] is None or is_small(part) or is_small(left[place])
    ]

    def is_safe(places: Collection[int]) -> bool:
        if any(whole[place] is None for place in places):
            return True  # there are two such at least, and nobody knows how much is in which
        both = [parts[p] for p in places], [left[p] for p in places]
        return len(places) > 1 and all(sum(each) > FEWEST for each in both)

    others = [place for place, all_ in enumerate(whole) if all_ and place not in first]
    hidden = _hidden(first, others, len(parts), is_safe)
    return [None if place in hidden else part for place, part in enumerate(parts)]


def _hidden(
    first: list[int], others: list[int], count: int, is_safe: Callable[[Collection[int]], bool]
) -> set[int]:
    hidden = set(first)
    if not hidden or is_safe(hidden):
        return hidden
    after = [place for place in others if place > max(first)] or others
    hidden |= set(after[:1])
    return hidden if is_safe(hidden) else set(range(count))


def _is_safe(hidden: list[int]) -> bool:
    """Whether parts whose sum is known may be other numbers than they are, small ones or not."""
    few = sum(map(is_small, hidden))
    many, total = len(hidden) - few, sum(hidden)
    if many == 0:
        return few > 1 and total >= FEWEST and few < total < few * (FEWEST - 1)
    return total - FEWEST * many > few

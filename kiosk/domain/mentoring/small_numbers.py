"""Hiding small numbers: none from 1 to 4 is told, nor can be worked out from what is told.

Parts that make up a total that is told are hidden two at a time at least: one alone would be the
total less the others.
"""

from collections.abc import Collection, Sequence

FEWEST = 5


def is_small(number: int) -> bool:
    """Whether a number is hidden; none is nobody's secret."""
    return 0 < number < FEWEST


def told(number: int) -> int | None:
    """Return a number that stands alone, or None: it is hidden."""
    return None if is_small(number) else number


def hide(parts: Sequence[int], also: Collection[int] = ()) -> list[int | None]:
    """Return the parts of a total that is told, with None where one is hidden.

    `also` are the places of parts that are hidden whatever their number.
    """
    hidden = {place for place, part in enumerate(parts) if is_small(part)} | set(also)
    if not hidden:
        return list(parts)
    others = [p for p, part in enumerate(parts) if part and p not in hidden]
    for place in sorted(others, key=lambda p: parts[p]):
        if _is_safe([parts[p] for p in hidden]):
            break
        hidden.add(place)
    if not _is_safe([parts[p] for p in hidden]):
        hidden = set(range(len(parts)))
    return [None if place in hidden else part for place, part in enumerate(parts)]


def _is_safe(hidden: list[int]) -> bool:
    # Their sum is known: it must be no small number, and come about in more than one way.
    return len(hidden) > 1 and sum(hidden) >= FEWEST and sum(hidden) - len(hidden) > 1


def hide_within(whole: Sequence[int | None], parts: Sequence[int]) -> list[int | None]:
    """Return parts of some wholes, one each, that also make up a total that is told.

    What is left of a whole is a number too: a part is hidden when that would be small, or when its
    whole is hidden.
    """
    also = {
        place
        for place, (all_, part) in enumerate(zip(whole, parts, strict=True))
        if all_ is None or is_small(all_ - part)
    }
    return hide(parts, also)

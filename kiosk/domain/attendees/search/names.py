"""All words of an event's names in memory, to find the one that somebody meant.

Tokens are sorted, so that a beginning is a range. A single slip leaves one half of a word as it
was, so only words that share a half are compared (optimal string alignment: a letter more, less,
wrong, or two neighbours swapped): a fraction of a millisecond in 50,000 names.
"""

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator

from rapidfuzz import process
from rapidfuzz.distance import OSA

from kiosk.domain.attendees.search.exact import beyond
from kiosk.domain.attendees.search.words import in_latin, is_abjad, skeleton

WHOLE, BEGUN, SLIP, SLIP_BEGUN, SOUND, TWO_SLIPS = 0, 1, 4, 5, 5, 8
FARTHEST = 12
"""Three slips are another name."""
APART = 2
LONG = 8
Found = dict[int, int]
"""How far away each is that was found: tokens, or people."""


class Names:
    """The words of one event's names, each with the people who have it."""

    def __init__(self, stamp: int, rows: Iterable[tuple[str, int]]) -> None:
        """Take (token, attendee id) in the order of tokens, and the stamp they stand under."""
        self.stamp = stamp
        self._tokens: list[str] = []
        self._starts, self._people = array("l"), array("l")
        for token, attendee_id in rows:
            if not self._tokens or token != self._tokens[-1]:
                self._tokens.append(token)
                self._starts.append(len(self._people))
            self._people.append(attendee_id)
        self._starts.append(len(self._people))
        backwards = sorted((token[::-1], number) for number, token in enumerate(self._tokens))
        self._by_end = array("l", (number for _token, number in backwards))
        self._by_length: dict[int, list[str]] = {}
        self._by_sound: dict[str, list[int]] = {}
        self._all_by_sound: dict[str, list[int]] = {}
        for number, token in enumerate(self._tokens):
            self._by_length.setdefault(len(token), []).append(token)
            if not token.isascii() and is_abjad(token):
                sound = skeleton("".join(in_latin(token)))
                self._by_sound.setdefault(sound, []).append(number)

    def how_many(self, beginning: str) -> int:
        """Return how many words begin so, counting a word for each of its people."""
        low, high = self._range(beginning)
        return self._starts[high] - self._starts[low]

    def near(self, words: list[str]) -> list[tuple[int, int]]:
        """Return (how far, attendee id) of those whose name may be meant, nearest first."""
        found: Found = {}
        for slips in (1, 2):
            _nearer(found, self._people_with([self._like(word, slips, words) for word in words]))
            if slips == 1:
                self._spaced_otherwise(found, words)
            if found or not any(len(word) >= LONG for word in words):
                break
        if not found:
            _nearer(found, self._people_with([self._sounding(word) for word in words]))
        return sorted((far, who) for who, far in found.items() if far < FARTHEST)

    def _spaced_otherwise(self, found: Found, words: list[str]) -> None:
        for reading in self._readings(words):
            people = self._people_with([self._beginning(word) for word in reading])
            _nearer(found, {who: far + APART for who, far in people.items()})

    def _readings(self, words: list[str]) -> Iterator[list[str]]:
        """Yield the words with two or more written as one, or one written as two or three."""
        for start in range(len(words)):
            for end in range(start + 2, len(words) + 1):
                yield [*words[:start], "".join(words[start:end]), *words[end:]]
            for parts in self._splits(words[start], 3):
                yield [*words[:start], *parts, *words[start + 1 :]]

    def _splits(self, word: str, most: int) -> Iterator[list[str]]:
        for at in range(1, len(word) - 1):
            if self._number(word[:at]) is None:
                continue
            low, high = self._range(word[at:])
            if low < high:
                yield [word[:at], word[at:]]
            if most > 2:
                yield from ([word[:at], *rest] for rest in self._splits(word[at:], most - 1))

    def _number(self, token: str) -> int | None:
        number = bisect_left(self._tokens, token)
        is_there = number < len(self._tokens) and self._tokens[number] == token
        return number if is_there else None

    def _range(self, prefix: str) -> tuple[int, int]:
        low = bisect_left(self._tokens, prefix)
        return low, bisect_left(self._tokens, beyond(prefix), low)

    def _beginning(self, word: str) -> Found:
        low, high = self._range(word)
        found = dict.fromkeys(range(low, high), BEGUN)
        if low < high and self._tokens[low] == word:
            found[low] = WHOLE
        return found

    def _like(self, word: str, slips: int, words: list[str]) -> Found:
        """Return tokens that a word may be meant for; short ones only beside other words."""
        found: Found = {}
        if slips == 2 and len(word) >= LONG:
            _nearer(found, self._compared(word, self._of_length(word, 2), 2, TWO_SLIPS))
        if len(word) > 3:
            _nearer(found, self._compared(word, self._sharing_a_half(word), 1, SLIP))
        elif len(word) == 3 and len(words) > 1:
            _nearer(found, self._compared(word, self._of_length(word, 1), 1, SLIP))
        if len(word) > 4:
            _nearer(found, self._begun_with_a_slip(word))
        _nearer(found, self._beginning(word))
        return found

    def _of_length(self, word: str, slips: int) -> Iterator[list[str]]:
        for length in range(len(word) - slips, len(word) + slips + 1):
            yield self._by_length.get(length, [])

    def _sharing_a_half(self, word: str) -> Iterator[list[str]]:
        middle = len(word) // 2
        low, high = self._range(word[:middle])
        yield self._tokens[low:high]
        ending = word[middle:][::-1]
        low = bisect_left(self._by_end, ending, key=self._backwards)
        high = bisect_left(self._by_end, beyond(ending), low, key=self._backwards)
        yield [self._tokens[number] for number in self._by_end[low:high]]
        # Two letters swapped across the middle leave neither half as it was.
        left, first, second, right = (
            word[: middle - 1], word[middle - 1], word[middle], word[middle + 1 :],
        )  # fmt: skip
        yield [left + second + first + right]

    def _backwards(self, number: int) -> str:
        return self._tokens[number][::-1]

    def _compared(self, word: str, shelves: Iterable[list[str]], slips: int, far: int) -> Found:
        found: Found = {}
        for shelf in shelves:
            close = process.extract(
                word, shelf, scorer=OSA.distance, score_cutoff=slips, limit=None
            )
            numbers = (self._number(token) for token, _distance, _place in close)
            found |= {number: far for number in numbers if number is not None}
        return found

    def _begun_with_a_slip(self, word: str) -> Found:
        low, high = self._range(word[:3])
        beginnings = [token[: len(word)] for token in self._tokens[low:high]]
        close = process.extract(word, beginnings, scorer=OSA.distance, score_cutoff=1, limit=None)
        return {low + place: SLIP_BEGUN for _token, _distance, place in close}

    def _sounding(self, word: str) -> Found:
        """Return what sounds alike where one is written without vowels: محمد and Mohammed."""
        if not word.isascii():
            return self._sounding_in_latin(word) if is_abjad(word) else {}
        return dict.fromkeys(self._by_sound.get(skeleton(word), ()), SOUND)

    def _sounding_in_latin(self, word: str) -> Found:
        if not self._all_by_sound:  # only where somebody asks in Arabic or Hebrew
            for number, token in enumerate(self._tokens):
                if token.isascii():
                    self._all_by_sound.setdefault(skeleton(token), []).append(number)
        sound = skeleton("".join(in_latin(word)))
        return dict.fromkeys(self._all_by_sound.get(sound, ()), SOUND)

    def _people_with(self, looked_for: list[Found]) -> Found:
        """Return the people who have a token of each, by the sum of how far."""
        found: Found | None = None
        for tokens in sorted(looked_for, key=self._crowd):
            having = self._having(tokens, found)
            found = {
                who: far + (found[who] if found is not None else 0) for who, far in having.items()
            }
        return found or {}

    def _crowd(self, tokens: Found) -> int:
        return sum(self._starts[number + 1] - self._starts[number] for number in tokens)

    def _having(self, tokens: Found, among: Found | None) -> Found:
        having: Found = {}
        for number, far in tokens.items():
            for who in self._people[self._starts[number] : self._starts[number + 1]]:
                if (among is None or who in among) and far < having.get(who, FARTHEST):
                    having[who] = far
        return having


def _nearer(found: Found, others: Found) -> None:
    for what, far in others.items():
        if far < found.get(what, FARTHEST):
            found[what] = far

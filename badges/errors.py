"""What can go wrong with a badge, as one tree grouped by what a caller can do about it.

    BadgeError
    ├── GlyphMissing         no typeface here has a letter: change the spelling, then print
    ├── NameMissing          there is no name left to print
    ├── StockTooSmall        the paper has no room for the code and a name: take a larger one
    ├── CodeUnfit            no code can hold the address: shorten it
    ├── PrinterUnavailable   the printer did not take it; `permanent` says whether to try again
    ├── OutcomeUnknown       the line broke while it printed: ask a person, never print by itself
    └── LogoRefused          an uploaded file is no logo that we can print: upload another

Every error has a `slug` for machines and one calm `sentence` for people.
"""


class BadgeError(Exception):
    """Something that keeps a badge from being drawn or printed."""

    slug = "badge_error"
    sentence = "This badge cannot be printed."

    def __str__(self) -> str:
        """Return the sentence, which never names the person."""
        return self.sentence


class GlyphMissing(BadgeError):
    """No typeface has these letters; nothing was drawn."""

    slug = "glyph_missing"

    def __init__(self, glyphs: str) -> None:
        """Keep the letters themselves, each once, in the order they were met."""
        self.glyphs = glyphs
        points = ", ".join(f"U+{ord(each):04X}" for each in glyphs)
        self.sentence = (
            f"No typeface here has {points}. Change the spelling for the badge, then print again."
        )
        super().__init__(self.sentence)


class NameMissing(BadgeError):
    """Neither name has a letter in it."""

    slug = "name_missing"
    sentence = "There is no name to print. Write one, then print again."


class StockTooSmall(BadgeError):
    """The stock has no room for the code with its quiet zone and a first name beside it."""

    slug = "stock_too_small"
    sentence = "This paper is too small for a name and a code. Choose a larger one."


class CodeUnfit(BadgeError, ValueError):
    """No code holds the address: it is empty, too long, or has letters that no text has."""

    slug = "code_unfit"

    def __init__(self, letters: int) -> None:
        """Say how long the address is."""
        self.sentence = f"No code holds {letters} letters. Give the fair a shorter address."
        super().__init__(self.sentence)


class PrinterUnavailable(BadgeError):
    """The printer did not take the badge; `permanent` means that trying again cannot help."""

    def __init__(self, slug: str, sentence: str, *, permanent: bool = False) -> None:
        """Say in a slug what happened, and in a sentence what to do next."""
        self.slug = slug
        self.sentence = sentence
        self.permanent = permanent
        super().__init__(sentence)


class OutcomeUnknown(BadgeError):
    """The printer had the badge, or part of it, and nobody knows whether it came out."""

    slug = "outcome_unknown"
    sentence = "The printer fell silent while printing. Look whether the badge came out."


class LogoRefused(BadgeError):
    """An uploaded file is no picture, or none that is safe and clear to print."""

    def __init__(self, slug: str, sentence: str) -> None:
        """Say in a slug what is wrong with the file, and in a sentence what to upload instead."""
        self.slug = slug
        self.sentence = sentence
        super().__init__(sentence)

"""A face: what one badge says. Everything on it is already translated and already decided."""

from dataclasses import dataclass, replace
from typing import Any, Literal

from badges import fonts

Kind = Literal["student", "employer", "mentor", "staff", "guest"]
PRINTED = (
    "first_name", "full_name", "kind_label", "role_line", "organisation", "ask_me_about",
    "ask_label", "scan_label", "domain", "suffix",
)  # fmt: skip


@dataclass(frozen=True)
class Face:
    """The words of one badge; a text that is empty leaves no gap.

    `code_url` is in capitals (`HTTPS://FAIR.EXAMPLE/B/…`), so that the code stays small; `suffix`
    is the last six letters of the badge code, printed in two groups of three. `by_hand` leaves a
    ruled line where the first name would stand.
    """

    first_name: str
    full_name: str
    kind: Kind
    kind_label: str
    code_url: str
    domain: str
    suffix: str
    role_line: str = ""
    organisation: str = ""
    ask_me_about: str = ""
    ask_label: str = "Ask me about"
    scan_label: str = "Scan with any camera"
    locale: str = "en"
    by_hand: bool = False


def cleaned(face: Face) -> Face:
    """Return a face whose texts may be printed; a face without a first name uses the full one."""
    texts: dict[str, Any] = {name: fonts.clean(getattr(face, name)) for name in PRINTED}
    texts["first_name"] = "" if face.by_hand else texts["first_name"] or texts["full_name"]
    return replace(face, **texts)


def missing_glyphs(face: Face) -> str:
    """Return the letters of a face that no typeface has, each once; empty when it can print."""
    return lost_letters(cleaned(face))


def lost_letters(face: Face) -> str:
    """Return the letters of a cleaned face that no typeface has."""
    lost = (fonts.missing(getattr(face, name), face.locale) for name in PRINTED)
    return "".join(dict.fromkeys("".join(lost)))


def hand_written(face: Face) -> Face:
    """Return a face with a ruled line for its first name, and of its other words those that print.

    This is the way out when no typeface has a letter of a name: kind, code and the letters beside
    it stay, and somebody writes the name with a pen.
    """
    printable = cleaned(replace(face, by_hand=True))
    words: dict[str, Any] = {
        name: "" if fonts.missing(text, face.locale) else text
        for name in PRINTED
        if (text := getattr(printable, name))
    }
    return replace(printable, **words)

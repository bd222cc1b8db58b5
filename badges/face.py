"""A face: what one badge says. Everything on it is already translated and already decided."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["student", "employer", "mentor", "staff", "guest"]


@dataclass(frozen=True)
class Face:
    """The words of one badge; a text that is empty leaves no gap.

    `code_url` is in capitals (`HTTPS://FAIR.EXAMPLE/B/…`), so that the code stays small; `suffix`
    is the last six letters of the badge code, printed in two groups of three.
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

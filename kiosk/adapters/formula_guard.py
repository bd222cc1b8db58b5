"""Cells that no spreadsheet takes for a formula (CWE-1236), and back again without loss.

One apostrophe more goes before a dangerous start, so that one taken away gives the text back.
"""

import re

_DANGEROUS = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")
_GUARDED = re.compile(r"'+[=+\-@\t\r\n＝＋－＠]")


def guard(text: str) -> str:
    """Return the text so that Excel, LibreOffice and Sheets show it and never run it."""
    return f"'{text}" if _DANGEROUS.match(text) else text


def unguard(text: str) -> str:
    """Return what `guard` was given; text that it never touched comes back as it is."""
    return text[1:] if text[:1] == "'" and _GUARDED.match(text) else text

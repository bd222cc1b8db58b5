"""The badge code as a bare matrix of modules: it knows nothing of dots or paper.

Fewest modules first, because they decide how far off a camera can read; then the highest error
correction that the same number of modules still holds, at least M. The mask is fixed: searching
all eight is nine tenths of the time, and a fixed one was read just as often in every trial.
"""

import string
from functools import lru_cache

from qrcode.constants import ERROR_CORRECT_H, ERROR_CORRECT_M, ERROR_CORRECT_Q
from qrcode.main import QRCode
from qrcode.util import BIT_LIMIT_TABLE, MODE_8BIT_BYTE, MODE_ALPHA_NUM, QRData, length_in_bits

from badges.errors import CodeUnfit

QUIET_MODULES = 4  # ISO/IEC 18004:2015, 6.3.8
MASK = 2
ALPHANUMERIC = frozenset(string.digits + string.ascii_uppercase + " $%*+-./:")  # 7.4.4, table 5

Matrix = list[list[bool]]


def matrix(text: str) -> Matrix:
    """Return the modules of a code, dark is True, without a quiet zone.

    A text with a letter outside the alphanumeric set is written in bytes, which takes more modules.

    Raises:
        CodeUnfit: the text is empty, no text at all, or longer than any code holds.
    """
    alphanumeric = ALPHANUMERIC.issuperset(text)
    letters = _encoded(text)
    version, correction = _smallest(len(letters), alphanumeric)
    code = QRCode(version, correction, border=0, mask_pattern=MASK)
    mode = MODE_ALPHA_NUM if alphanumeric else MODE_8BIT_BYTE
    code.add_data(QRData(letters, mode=mode), optimize=0)
    code.make(fit=False)
    return [[bool(module) for module in row] for row in code.modules]


def _encoded(text: str) -> bytes:
    try:
        letters = text.encode()
    except UnicodeEncodeError:
        letters = b""
    if not letters:
        raise CodeUnfit(0)
    return letters


@lru_cache(maxsize=64)
def _smallest(letters: int, alphanumeric: bool) -> tuple[int, int]:
    """Return the version with the fewest modules, and the best correction that it holds."""
    version = _version(letters, alphanumeric, ERROR_CORRECT_M)
    if version is None:
        raise CodeUnfit(letters)
    for correction in (ERROR_CORRECT_H, ERROR_CORRECT_Q):
        if _version(letters, alphanumeric, correction) == version:
            return version, correction
    return version, ERROR_CORRECT_M


def _version(letters: int, alphanumeric: bool, correction: int) -> int | None:
    """Return the smallest version with room for a text (7.4.10), or None."""
    mode = MODE_ALPHA_NUM if alphanumeric else MODE_8BIT_BYTE
    body = letters // 2 * 11 + letters % 2 * 6 if alphanumeric else letters * 8
    for version in range(1, 41):
        bits = 4 + length_in_bits(mode, version) + body
        if bits <= BIT_LIMIT_TABLE[correction][version]:
            return version
    return None

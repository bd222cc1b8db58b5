"""The badge code as a bare matrix of modules: it knows nothing of dots or paper.

Fewest modules first, because they decide how far off a camera can read; then the highest error
correction that the same number of modules still holds, at least M. The mask is fixed: searching
all eight is nine tenths of the time, and a fixed one was read just as often in every trial.
"""

import string

from qrcode.constants import ERROR_CORRECT_H, ERROR_CORRECT_M, ERROR_CORRECT_Q
from qrcode.exceptions import DataOverflowError
from qrcode.main import QRCode
from qrcode.util import MODE_8BIT_BYTE, MODE_ALPHA_NUM, QRData

QUIET_MODULES = 4  # ISO/IEC 18004:2015, 6.3.8
MASK = 2
ALPHANUMERIC = frozenset(string.digits + string.ascii_uppercase + " $%*+-./:")  # 7.4.4, table 5

Matrix = list[list[bool]]


def matrix(text: str) -> Matrix:
    """Return the modules of a code, dark is True, without a quiet zone.

    A text with a letter outside the alphanumeric set is written in bytes, which takes more modules.
    """
    version = _code(text, ERROR_CORRECT_M).best_fit()
    for correction in (ERROR_CORRECT_H, ERROR_CORRECT_Q):
        code = _code(text, correction)
        try:
            fits = code.best_fit() == version
        except (DataOverflowError, ValueError):
            continue
        if fits:
            return _modules(code)
    return _modules(_code(text, ERROR_CORRECT_M))


def _code(text: str, correction: int) -> QRCode:
    code = QRCode(error_correction=correction, border=0, mask_pattern=MASK)
    mode = MODE_ALPHA_NUM if ALPHANUMERIC.issuperset(text) else MODE_8BIT_BYTE
    code.add_data(QRData(text.encode(), mode=mode), optimize=0)
    return code


def _modules(code: QRCode) -> Matrix:
    code.make(fit=True)
    return [[bool(module) for module in row] for row in code.modules]

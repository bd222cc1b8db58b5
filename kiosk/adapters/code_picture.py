"""A code as a picture for a screen: whole dots, a quiet zone of four, as a data address.

Capitals and digits stay in QR's alphanumeric mode (ISO/IEC 18004, 7.4.4), which needs the fewest
dots; nothing leaves the page to draw it.
"""

from base64 import b64encode
from io import BytesIO

import qrcode
from qrcode.constants import ERROR_CORRECT_Q
from qrcode.image.pil import PilImage

DOTS = 8


def data_address(code: str) -> str:
    """Return the code's QR picture as a `data:` address, black on white."""
    return f"data:image/png;base64,{b64encode(png(code)).decode()}"


def png(code: str) -> bytes:
    """Return the code's QR picture as a PNG, black on white."""
    drawing = qrcode.QRCode(error_correction=ERROR_CORRECT_Q, box_size=DOTS, border=4)
    drawing.add_data(code)
    drawing.make(fit=True)
    kept = BytesIO()
    drawing.make_image(image_factory=PilImage).save(kept, format="PNG")
    return kept.getvalue()

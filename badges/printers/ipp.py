"""A printer or a CUPS queue that speaks IPP (RFC 8011).

Print-Job is not idempotent: once its first byte is under way, a broken line says nothing about
paper. So the printer is asked how it is before, and whatever breaks after is `OutcomeUnknown`.
"""

import http.client
import io
import re
import time
from collections.abc import Callable, Sequence
from urllib.parse import urlsplit

from PIL import Image

from badges.errors import OutcomeUnknown, PrinterUnavailable
from badges.pages import pdf
from badges.printers import ipp_message as ipp
from badges.printers.printer import Receipt
from badges.stock import MM_PER_INCH, Stock

PORT = 631
PNG, PDF, OCTETS = "image/png", "application/pdf", "application/octet-stream"
STOPPED = 5  # printer-state (5.4.11)
CANCELLED, ABORTED, COMPLETED = 7, 8, 9  # job-state (5.3.7)
BUSY = range(0x0500, 0x0600)  # the printer's trouble, which may pass (B.1.5)
BORDER_MM = 7  # what a printer may be unable to reach of a label, both edges together
WANTED = ["document-format-supported", "media-supported", "printer-state", "printer-state-reasons"]
_MEDIA_SIZE = re.compile(r"_([\d.]+)x([\d.]+)(mm|in)$")
_SEVERITY = re.compile(r"-(error|warning|report)$")


class IppPrinter:
    """Sends badges to one address, and waits a moment to hear that they came out."""

    def __init__(
        self,
        url: str,
        *,
        timeout_s: float = 10.0,
        patience_s: float = 12.0,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """Keep the address; nothing is asked until the first badge.

        Raises:
            ValueError: the address names no host, or a port that is none.
        """
        parts = urlsplit(url)
        if not parts.hostname:
            raise ValueError("A printer's address names a host.")
        self.host, self.port = parts.hostname, parts.port or PORT
        self.path = parts.path or "/ipp/print"
        self.uri = f"ipp://{self.host}:{self.port}{self.path}"
        self.timeout_s, self.patience_s, self.sleep = timeout_s, patience_s, sleep

    def send(self, pages: Sequence[bytes], *, name: str) -> Receipt:
        """Print PNG pages as one job, "printed" when the printer says so in time, else "sent".

        Raises:
            PrinterUnavailable: it did not take them.
            OutcomeUnknown: nobody knows whether it did.
        """
        ready = self._ask_printer()
        format_, document = _document(pages, ready)
        media = _media(pages[0], ready.texts("media-supported"))
        job: list[ipp.Attribute] = [(ipp.KEYWORD, "print-scaling", ["none"])]
        if media:
            job.append((ipp.KEYWORD, "media", [media]))
        attributes: list[ipp.Attribute] = [
            *self._target(),
            (ipp.NAME, "job-name", [name]),
            (ipp.MIME, "document-format", [format_]),
        ]
        number = self._print(ipp.request(ipp.PRINT_JOB, 2, attributes, job) + document)
        return self._wait(number)

    def _target(self) -> list[ipp.Attribute]:
        return [
            (ipp.URI, "printer-uri", [self.uri]),
            (ipp.NAME, "requesting-user-name", ["badges"]),
        ]

    def _ask_printer(self) -> ipp.Answer:
        """Ask how the printer is, and refuse when it stands still."""
        wanted: ipp.Attribute = (ipp.KEYWORD, "requested-attributes", WANTED)
        try:
            answer = self._exchange(ipp.request(ipp.GET_PRINTER, 1, [*self._target(), wanted]))
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise _away() from error
        if not answer.is_fine:
            raise _refused(answer.status)
        if answer.first("printer-state") == STOPPED:
            raise _stopped(answer.texts("printer-state-reasons"))
        return answer

    def _print(self, content: bytes) -> int:
        """Send the job and return its number."""
        connection = self._connection()
        try:
            connection.connect()
        except OSError as error:
            raise _away() from error
        try:
            answer = self._exchange(content, connection)
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise OutcomeUnknown from error
        if not answer.is_fine:
            raise _refused(answer.status)
        number = answer.first("job-id")
        if not isinstance(number, int):
            raise OutcomeUnknown
        return number

    def _wait(self, number: int) -> Receipt:
        """Watch the job until it ends or patience does; a silent printer only means "sent"."""
        asked: list[ipp.Attribute] = [*self._target(), (ipp.INTEGER, "job-id", [number])]
        waited, pause = 0.0, 0.1
        while waited < self.patience_s:
            try:
                answer = self._exchange(ipp.request(ipp.GET_JOB, 3, asked))
            except (OSError, http.client.HTTPException, ValueError):
                break
            state = answer.first("job-state")
            if state == COMPLETED:
                return Receipt("printed", f"job {number}")
            if state in (CANCELLED, ABORTED):
                raise OutcomeUnknown
            self.sleep(pause)
            waited, pause = waited + pause, min(1.0, pause * 1.5)
        return Receipt("sent", f"job {number}")

    def _connection(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection(self.host, self.port, timeout=self.timeout_s)

    def _exchange(
        self, content: bytes, connection: http.client.HTTPConnection | None = None
    ) -> ipp.Answer:
        connection = connection or self._connection()
        try:
            connection.request("POST", self.path, content, {"Content-Type": "application/ipp"})
            response = connection.getresponse()
            body = response.read()
        finally:
            connection.close()
        if response.status != http.HTTPStatus.OK:
            raise http.client.HTTPException(f"status {response.status}")
        return ipp.answer(body)


def _document(pages: Sequence[bytes], ready: ipp.Answer) -> tuple[str, bytes]:
    """Choose what the printer takes: a PNG as it is, else a PDF of the same dots."""
    formats = ready.texts("document-format-supported")
    if PNG in formats and len(pages) == 1:
        return PNG, pages[0]
    if PDF in formats:
        images = [Image.open(io.BytesIO(page)) for page in pages]
        return PDF, pdf(images, _bare_stock(images[0]))
    raise PrinterUnavailable(
        "format_unknown",
        "This printer takes neither PNG nor PDF. Send badges to it through a CUPS queue.",
        permanent=True,
    )


def _bare_stock(image: Image.Image) -> Stock:
    """Return a page that is as large as the dots themselves."""
    width_mm, height_mm = _size_mm(image)
    dpi = round(image.info.get("dpi", (300, 300))[0])
    return Stock("page", width_mm, height_mm, dpi=dpi)


def _size_mm(image: Image.Image) -> tuple[float, float]:
    dpi = round(image.info.get("dpi", (300, 300))[0])
    return image.width * MM_PER_INCH / dpi, image.height * MM_PER_INCH / dpi


def _media(page: bytes, names: Sequence[str]) -> str:
    """Return the printer's name for the smallest label that holds a page, or nothing."""
    width, height = _size_mm(Image.open(io.BytesIO(page)))
    fitting = []
    for name in names:
        if found := _MEDIA_SIZE.search(name):
            unit = MM_PER_INCH if found[3] == "in" else 1.0
            wider, higher = float(found[1]) * unit - width, float(found[2]) * unit - height
            if -0.5 <= wider <= BORDER_MM and -0.5 <= higher <= BORDER_MM:
                fitting.append((wider + higher, name))
    return min(fitting, default=(0.0, ""))[1]


def _away() -> PrinterUnavailable:
    return PrinterUnavailable(
        "printer_away",
        "The printer does not answer. Look whether it is on and on the network.",
    )


def _stopped(reasons: Sequence[str]) -> PrinterUnavailable:
    """Name the printer's own reason as the slug: media-empty, cover-open, paused."""
    plain = [_SEVERITY.sub("", reason) for reason in reasons if reason != "none"]
    slug = plain[0] if plain and re.fullmatch(r"[a-z0-9-]{1,60}", plain[0]) else "printer_stopped"
    words = slug.replace("-", " ").replace("_", " ")
    return PrinterUnavailable(
        slug, f"The printer stands still ({words}). See to it; badges wait and then print."
    )


def _refused(status: int) -> PrinterUnavailable:
    if status in BUSY:
        return PrinterUnavailable(
            "printer_busy", "The printer is busy. The badge waits and is tried again."
        )
    return PrinterUnavailable(
        "printer_refused",
        f"The printer refused the badge (IPP 0x{status:04x}). Check its address and labels.",
        permanent=True,
    )

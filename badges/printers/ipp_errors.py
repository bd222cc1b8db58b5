"""A printer's refusals, by what they prove: nothing was taken, or nobody knows."""

from http import HTTPStatus

from badges.errors import OutcomeUnknown, PrinterUnavailable
from badges.printers.exchange import Broken, Declined, NotReached, Untrusted

NOT_POSSIBLE, TIMED_OUT, NOT_FOUND, GONE = 0x0404, 0x0405, 0x0406, 0x0407  # RFC 8011, B.1.4
FORMAT_REFUSED, ATTRIBUTES_REFUSED = 0x040A, 0x040B
COMPRESSION_BROKEN, FORMAT_BROKEN = 0x0410, 0x0411
SERVER_TROUBLE = 0x0500  # B.1.5: it may pass
INTERNAL, DEVICE, TEMPORARY, JOB_CANCELLED = 0x0500, 0x0504, 0x0505, 0x0508
VERSION_REFUSED, NOT_ACCEPTING, BUSY = 0x0503, 0x0506, 0x0507

# What a printer may also find out half way through a document, with the first lines on paper; any
# other refusal is said before it takes a job.
HALF_WAY = {
    TIMED_OUT,
    COMPRESSION_BROKEN,
    FORMAT_BROKEN,
    INTERNAL,
    DEVICE,
    TEMPORARY,
    JOB_CANCELLED,
}

_LOGIN = (
    "printer_login",
    "The printer asks for a name and a password. Write them into its address, as"
    " ipps://name:password@host/.",
)
_DECLINED = {
    HTTPStatus.UNAUTHORIZED: _LOGIN,
    HTTPStatus.FORBIDDEN: _LOGIN,
    HTTPStatus.NOT_FOUND: (
        "printer_address_wrong",
        "There is no printer of this name at its address. Look at what follows the host.",
    ),
    HTTPStatus.UPGRADE_REQUIRED: (
        "printer_wants_tls",
        "The printer wants an encrypted line. Write its address with ipps:// in front.",
    ),
}


def unreachable(error: NotReached | Broken | Declined) -> PrinterUnavailable:
    """Return what to say when a question was not answered."""
    if isinstance(error, Declined):
        return _declined(error.status)
    if isinstance(error, Untrusted):
        return PrinterUnavailable(
            "printer_untrusted",
            "The printer's certificate is not one we trust. If it is the printer's own, write its"
            " fingerprint into the address, as ?fingerprint=sha256:….",
            permanent=True,
        )
    return PrinterUnavailable(
        "printer_away", "The printer does not answer. Look whether it is on and on the network."
    )


class Refused(PrinterUnavailable):
    """The printer answered with an IPP status that is no success, and took nothing."""

    def __init__(self, status: int) -> None:
        """Say what an IPP status means for the badge."""
        self.status = status
        if status >= SERVER_TROUBLE:
            slug = {BUSY: "printer_busy", NOT_ACCEPTING: "not-accepting"}.get(status)
            sentence = "The printer takes no badge just now. It waits and is tried again."
            super().__init__(slug or "printer_trouble", sentence)
        else:
            slug = {FORMAT_REFUSED: "format_refused", ATTRIBUTES_REFUSED: "label_refused",
                    NOT_FOUND: "printer_address_wrong"}.get(status)  # fmt: skip
            sentence = (
                f"The printer refused the badge (IPP 0x{status:04x}). Check its address and labels."
            )
            super().__init__(slug or "printer_refused", sentence, permanent=True)


def no_job_for_them(refusal: Refused) -> PrinterUnavailable | OutcomeUnknown:
    """Return what a refusal proves that came to the dots of a job that was begun.

    A job that is not there took none. One that takes no more may have had them before.
    """
    if refusal.status == NOT_POSSIBLE:
        return OutcomeUnknown()
    if refusal.status not in (NOT_FOUND, GONE):
        return refusal
    sentence = "The printer forgot the badge's job before it was sent. It is tried again."
    return PrinterUnavailable("job_gone", sentence)


def not_delivered(error: NotReached | Broken | Declined) -> PrinterUnavailable | OutcomeUnknown:
    """Return what a failed exchange proves whose request held dots."""
    if isinstance(error, Broken):
        return OutcomeUnknown()
    if isinstance(error, Declined) and not _surely(error.status):
        return OutcomeUnknown()
    return unreachable(error)


def _surely(status: int) -> bool:
    """Whether an HTTP status says that the request never reached the printer behind it."""
    return 300 <= status < 500 and status != HTTPStatus.REQUEST_TIMEOUT


def _declined(status: int) -> PrinterUnavailable:
    try:
        slug, sentence = _DECLINED[HTTPStatus(status)]
    except (ValueError, KeyError):
        passes = not 300 <= status < 500 or status == HTTPStatus.REQUEST_TIMEOUT
        slug = "printer_trouble" if passes else "printer_refused"
        sentence = (
            f"The printer answered with an error (HTTP {status})."
            " Check its address, and whether it is well."
        )
        return PrinterUnavailable(slug, sentence, permanent=not passes)
    return PrinterUnavailable(slug, sentence, permanent=True)

"""The line to one printer: IPP requests out, answers in, and what an error there proves."""

from collections.abc import Sequence

from badges.errors import OutcomeUnknown
from badges.printers import ipp_errors
from badges.printers import ipp_message as ipp
from badges.printers.exchange import Broken, Declined, NotReached, exchange
from badges.printers.ipp_address import Address

USER = "badges"  # who asks, where the address names nobody


class IppLine:
    """Asks one address; `was_away` is raised when it did not answer, for the caller to lower."""

    def __init__(self, address: Address, *, ask_within_s: float, send_within_s: float) -> None:
        """Keep the address, and how long a question and a badge may take in all."""
        self.address = address
        self.ask_within_s, self.send_within_s = ask_within_s, send_within_s
        self.was_away = False
        self._version = ipp.VERSION

    def ask(
        self,
        operation: int,
        attributes: Sequence[ipp.Attribute],
        job: Sequence[ipp.Attribute] = (),
    ) -> ipp.Answer:
        """Ask without a dot in it: whatever goes wrong, nothing comes out.

        Raises:
            PrinterUnavailable: no answer, or none that is a success; `Refused` with an IPP status.
        """
        try:
            answer = self._post(operation, attributes, job, b"", self.ask_within_s)
        except (NotReached, Broken, Declined) as error:
            raise ipp_errors.unreachable(error) from error
        if not answer.is_fine:
            raise ipp_errors.Refused(answer.status)
        return answer

    def hand_over(
        self,
        operation: int,
        attributes: Sequence[ipp.Attribute],
        job: Sequence[ipp.Attribute],
        document: bytes,
    ) -> ipp.Answer:
        """Send dots.

        Raises:
            PrinterUnavailable: surely none was taken; `Refused` with an IPP status.
            OutcomeUnknown: some may have been.
        """
        try:
            answer = self._post(operation, attributes, job, document, self.send_within_s)
        except (NotReached, Broken, Declined) as error:
            raise ipp_errors.not_delivered(error) from error
        if answer.status in ipp_errors.HALF_WAY:
            raise OutcomeUnknown
        if not answer.is_fine:
            raise ipp_errors.Refused(answer.status)
        return answer

    def _post(
        self,
        operation: int,
        attributes: Sequence[ipp.Attribute],
        job: Sequence[ipp.Attribute],
        document: bytes,
        within_s: float,
    ) -> ipp.Answer:
        target: list[ipp.Attribute] = [
            (ipp.URI, "printer-uri", [self.address.uri]),
            (ipp.NAME, "requesting-user-name", [self.address.user or USER]),
        ]
        asked = [*target, *attributes]
        content = ipp.request(operation, asked, job, version=self._version) + document
        answer = self._exchange(content, within_s)
        if answer.status != ipp_errors.VERSION_REFUSED or self._version != ipp.VERSION:
            return answer
        self._version = ipp.OLD_VERSION  # of a printer from before 2009; it took nothing
        content = ipp.request(operation, asked, job, version=self._version) + document
        return self._exchange(content, within_s)

    def _exchange(self, content: bytes, within_s: float) -> ipp.Answer:
        try:
            return ipp.answer(exchange(self.address, content, within_s=within_s))
        except ValueError as error:
            self.was_away = True
            raise Broken from error
        except (NotReached, Broken):
            self.was_away = True
            raise

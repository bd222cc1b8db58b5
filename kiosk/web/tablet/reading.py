"""What a scan at a station means: a way in or out, two who meet, a first badge, or nothing of ours.

The station's mode decides about a badge alone; a ticket beside a badge is still a ticket. Whatever
leads to nothing is kept as a refused scan, by its keyed hash.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Annotated

from pydantic import Field

from kiosk.domain import arrivals, attendees, meetings, phones
from kiosk.domain.arrivals import Admission, Arrival
from kiosk.domain.attendees import Attendee
from kiosk.domain.devices import DeviceFacts
from kiosk.domain.meetings import Handshake, MeetingMade
from kiosk.domain.operations import Outcome
from kiosk.errors import NotKnown, Refused
from kiosk.web.forms import TOO_FAST, Scanned, TimedCommand

BESIDE_WITHIN = timedelta(seconds=10)
SEEN_STILL = timedelta(seconds=60)
"""A ticket that is still before the camera is the one it has just let in."""


class Scan(TimedCommand):
    """What a camera, a hand scanner or a person typed: one code, or two in one frame."""

    codes: Annotated[tuple[Scanned, ...], Field(min_length=1, max_length=8)]


@dataclass(frozen=True)
class FirstBadge:
    """The badge that was shown alone at a meeting station, and when."""

    attendee_public_id: str
    at: datetime


@dataclass(frozen=True)
class Recognised:
    """A code of ours, and whose."""

    attendee: Attendee
    kind: str
    text: str


@dataclass
class Reading:
    """One scan being read; keeps the people it met, so that a page need not load them again."""

    device: DeviceFacts
    command: Scan
    first: FirstBadge | None = None
    people: list[Attendee] = field(default_factory=list)
    arrival: Arrival | None = None
    made: MeetingMade | None = None
    locale: str | None = None
    """The language that was tapped before the scan: theirs from now on, if they come in by it."""

    def act(self, at: datetime) -> Outcome:
        """Do what the scan asks for, once; called inside the write transaction."""
        self.people, self.arrival, self.made = [], None, None
        if len(self.command.codes) == 1 and self.device.mode != "meet":
            return self._through(self.command.codes[0], at)
        found = self._recognise()
        if not found:
            return self._not_known(at)
        refusal = self._refusal(found)
        if refusal is not None:
            self._keep(refusal, found[0], at)
            raise refusal
        tickets = [each for each in found if each.kind != "badge"]
        if tickets:
            return self._through(tickets[0].text, at)
        if len(found) == 2:
            return self._meet(found[0].attendee, found[1], at)
        if self.device.mode == "meet":
            return self._alone(found[0], at)
        return self._through(found[0].text, at)

    def _recognise(self) -> list[Recognised]:
        found = []
        for text in self.command.codes[:3]:
            try:
                attendee, kind = arrivals.whose(self.device.event, text)
            except NotKnown:
                continue  # a poster behind the badge is no reason to refuse the badge
            found.append(Recognised(attendee, kind, text))
        return found

    def _refusal(self, found: list[Recognised]) -> Refused | None:
        tickets = {each.attendee.id for each in found if each.kind != "badge"}
        if tickets and self.device.mode == "meet":
            return Refused("tickets_at_door", "Tickets are for the door. Here, hold up two badges.")
        if len(tickets) > 1 or len(found) > 2:
            return Refused("one_at_a_time", "One ticket at a time, please, or two badges.")
        return None

    def _through(self, text: str, at: datetime) -> Outcome:
        scanned = arrivals.scan(self._admission(), text, at, seen_still=SEEN_STILL)
        if scanned.attendee is None or scanned.arrival is None:
            return self._with_hours(scanned, at)
        self.people, self.arrival = [scanned.attendee], scanned.arrival
        if scanned.outcome.status == 201 and may_link(scanned.arrival):
            if self.locale:
                spoken = {"locale": self.locale}
                attendees.correct(scanned.attendee, spoken, origin="person", at=at)
            phones.show_code(scanned.attendee, self.device.id, at, seed=scanned.arrival.public_id)
        return scanned.outcome

    def _with_hours(self, scanned: arrivals.Scanned, at: datetime) -> Outcome:
        """Return the refusal; too early, it says from when: the page tells them."""
        refused, person = scanned.outcome, scanned.attendee
        if person is None or refused.slug != "not_open":
            return refused
        window = self.device.event.window(person.kind, self.device.door)
        opens_at = window[0] if window else at
        return replace(refused, rows={**refused.rows, "opens_at": opens_at.isoformat()})

    def _admission(self) -> Admission:
        return Admission(
            self.device.event,
            self.device.door,
            "ticket",
            str(self.command.op_id),
            kind="exit" if self.device.mode == "exit" else "entry",
            device=self.device,
            happened_at=self.command.instant(),
        )

    def _meet(self, one: Attendee, other: Recognised, at: datetime) -> Outcome:
        handshake = Handshake(
            self.device.event,
            "tablet",
            str(self.command.op_id),
            self.device.asker,
            device_id=self.device.id,
            happened_at=self.command.instant(),
        )
        if not meetings.in_pace(handshake, one, other.attendee, at):
            return TOO_FAST
        try:
            made = meetings.meet(handshake, one, other.attendee, at)
        except Refused as refusal:
            self._keep(refusal, other, at)
            raise
        self.people, self.made = [one, other.attendee], made
        people = [person.public_id for person in self.people]
        rows = {"meeting": made.meeting.public_id, "people": people}
        return Outcome(201, "met_before" if made.met_before else "met", rows)

    def _alone(self, shown: Recognised, at: datetime) -> Outcome:
        first = self._first_beside(at)
        if first is not None and first.id != shown.attendee.id:
            return self._meet(first, shown, at)
        if not arrivals.has_arrived(shown.attendee.id):
            sentence = "You are not checked in yet. Please do that at the door first."
            refusal = Refused("not_arrived", sentence)
            self._keep(refusal, shown, at)
            raise refusal
        self.people = [shown.attendee]
        return Outcome(200, "one_badge", {"people": [shown.attendee.public_id]})

    def _first_beside(self, at: datetime) -> Attendee | None:
        if self.first is None or not timedelta() <= self.when(at) - self.first.at <= BESIDE_WITHIN:
            return None
        try:
            return attendees.by_public_id(self.device.event.id, self.first.attendee_public_id)
        except NotKnown:
            return None  # erased in these ten seconds

    def when(self, at: datetime) -> datetime:
        """Return when the scan happened, by our clock."""
        return min(self.command.instant() or at, at)

    def _not_known(self, at: datetime) -> Outcome:
        refusal = NotKnown()
        arrivals.keep_refusal(refusal.slug, self._admission(), self.command.codes[0], None, at)
        return Outcome(404, refusal.slug)

    def _keep(self, refusal: Refused, shown: Recognised, at: datetime) -> None:
        arrivals.keep_refusal(refusal.slug, self._admission(), shown.text, shown.attendee, at)


def may_link(arrival: Arrival) -> bool:
    """Whether a phone code may show for this check-in: an entry by a ticket or a nod."""
    return arrival.kind == "entry" and arrival.way in {"ticket", "name", "nod", "walk_in"}

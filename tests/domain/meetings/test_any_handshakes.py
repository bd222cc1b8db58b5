"""Whatever two people do in whatever order, nobody ever sees what they hold no live share for.

A machine lets people meet, choose, decide, withdraw, undo, block, report and be decided about, on
both databases. Beside it stands a model that knows only the promises; after each step what every
reader finds in ledger, pack, team list and on a screen is held against it.
"""

from __future__ import annotations

from datetime import timedelta
from itertools import count, permutations

import pytest
from flask import Flask
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from kiosk.db import db, writing
from kiosk.domain import meetings, packs
from kiosk.domain.attendees import sharing
from kiosk.domain.meetings import Meeting, Met
from kiosk.errors import KioskError
from tests.people import ASHA, BEN, CAI, CAROL, NOON, Fair

PEOPLE = (ASHA, BEN, CAROL, CAI)
NAMES = [str(person["name"]).split()[0] for person in PEOPLE]
SHOWN: list[tuple[str, ...] | None] = [None, ("name",), ("name", "email"), ("name", "phone")]
_numbers = count(1)

pairs = st.sampled_from(list(permutations(NAMES, 2)))
who = st.sampled_from(NAMES)
fields = st.sampled_from([("name",), ("name", "email"), ("name", "email", "phone")])
audiences = st.sampled_from(sharing.AUDIENCES)


class Handshakes(RuleBasedStateMachine):
    """Four people of one fair, one of them under 18, and what each may see of each."""

    def __init__(self) -> None:
        """Let everybody come in."""
        super().__init__()
        self.fair = Fair(f"fair-{next(_numbers)}", PEOPLE)
        self.fair.check_in(*NAMES)
        self.at = NOON
        self.is_over = False
        self.live: set[frozenset[str]] = set()
        self.held: dict[tuple[str, str], set[str]] = {}
        self.refused: set[tuple[str, str]] = set()
        self.blocks: set[tuple[str, str]] = set()
        self.reports: dict[tuple[str, str], str] = {}
        kinds = {str(p["name"]).split()[0]: p.get("kind", "student") for p in PEOPLE}
        classes = {"employer": "employers", "mentor": "mentors"}
        self.audience = {name: classes.get(kinds[name], "attendees") for name in NAMES}
        self.chosen = {(n, a): {"name", "email"} if kinds[n] == "employer" else {"name"}
                       for n in NAMES for a in sharing.AUDIENCES}  # fmt: skip

    def _meeting(self, one: str, other: str) -> Meeting | None:
        return meetings.between(self.fair.id, self._id(one), self._id(other))

    def _id(self, name: str) -> int:
        return self.fair.person(name).id

    def _is_frozen(self, name: str) -> bool:
        about = [d for (_by, reported), d in self.reports.items() if reported == name]
        return "upheld" in about or sum(d != "dismissed" for d in about) >= 3

    def _is_apart(self, one: str, other: str) -> bool:
        both = {(one, other), (other, one)}
        said = any(self.reports.get(pair, "dismissed") != "dismissed" for pair in both)
        return bool(both & self.blocks) or said or self._is_frozen(one) or self._is_frozen(other)

    def _may_see(self, reader: str, other: str) -> set[str]:
        if "Cai" in (reader, other) or self._is_apart(reader, other):
            return set()
        return self.held.get((other, reader), set()) - {"name"}

    @rule(pair=pairs, shown=st.sampled_from(SHOWN))
    def meet(self, pair: tuple[str, str], shown: tuple[str, ...] | None) -> None:
        """Let the first scan the second, or both hold up their badges."""
        one, other = pair
        apart = self._is_apart(one, other)
        self.at += timedelta(seconds=30)
        self.fair.let_meet(one, other, at=self.at, scanner_gives=shown)
        self.live.add(frozenset(pair))
        gifts = {pair: set(shown) if shown else None, (other, one): None}
        for (giver, receiver), named in gifts.items():
            standing = {"name"} if apart else self.chosen[giver, self.audience[receiver]]
            given = standing if named is None else named
            given = {"name"} if self.is_over or "Cai" in pair else given
            before = self.held.get((giver, receiver), set())
            if (giver, receiver) not in self.refused:
                self.held[giver, receiver] = before | given

    @rule(name=who, audience=audiences, wanted=fields)
    def choose(self, name: str, audience: str, wanted: tuple[str, ...]) -> None:
        """Change what a class of people gets from now on; what was given stays."""
        with writing():
            sharing.choose(self.fair.person(name), wanted, audiences=(audience,),
                           event=self.fair.facts, through="phone", at=self.at)  # fmt: skip
        self.chosen[name, audience] = set(wanted)

    @rule(pair=pairs, wanted=st.none() | fields)
    def decide(self, pair: tuple[str, str], wanted: tuple[str, ...] | None) -> None:
        """Give, or decline, what the other asked for."""
        meeting = self._meeting(*pair)
        if meeting is None:
            return
        try:
            with writing():
                me, given = self.fair.person(pair[0]), list(wanted) if wanted else None
                meetings.decide(meeting, me, given, event=self.fair.facts, at=self.at)
        except KioskError:
            assert "Cai" in pair
            return
        self.held[pair] = set(wanted or ("name",))
        (self.refused.discard if wanted else self.refused.add)(pair)

    @rule(pair=pairs)
    def withdraw(self, pair: tuple[str, str]) -> None:
        """Take back what was given."""
        meeting = self._meeting(*pair)
        if meeting is not None:
            with writing():
                meetings.withdraw(meeting, self.fair.person(pair[0]), self.at)
            self.held[pair] = {"name"}
            self.refused.add(pair)

    @rule(pair=pairs)
    def undo(self, pair: tuple[str, str]) -> None:
        """Undo a meeting that was a mistake."""
        meeting = self._meeting(*pair)
        if meeting is None or self.at - meeting.recorded_at > meetings.UNDO_WITHIN:
            return
        with writing():
            meetings.undo(meeting, by="x", device_id=None, at=self.at)
        self.live.discard(frozenset(pair))
        for each in (pair, pair[::-1]):
            self.held.pop(each, None)
            self.refused.discard(each)

    @rule(pair=pairs)
    def block(self, pair: tuple[str, str]) -> None:
        """Keep somebody away."""
        meeting = self._meeting(*pair)
        if meeting is not None:
            with writing():
                meetings.block(meeting, self.fair.person(pair[0]), self.at)
            self.blocks.add(pair)

    @rule(name=who)
    def unblock(self, name: str) -> None:
        """Let everybody near again."""
        person = self.fair.person(name)
        for row, other in meetings.blocked_by(person):
            with writing():
                meetings.unblock(self.fair.person(name), row.public_id, self.at)
            self.blocks.discard((name, other.first_name))

    @rule(pair=pairs)
    def report(self, pair: tuple[str, str]) -> None:
        """Tell the stewards about somebody; said twice, it is one report."""
        meeting = self._meeting(*pair)
        if meeting is not None:
            with writing():
                meetings.report(meeting, self.fair.person(pair[0]), "Too close.", self.at)
            self.reports.setdefault(pair, "")

    @rule(name=who, decision=st.sampled_from(["upheld", "dismissed"]))
    def settle(self, name: str, decision: str) -> None:
        """Let a steward decide about somebody."""
        about = [pair for pair in self.reports if pair[1] == name]
        if about:
            with writing():
                meetings.decide_reports(
                    self.fair.id, self.fair.person(name), decision, by="staff:x", at=self.at
                )
            self.reports |= dict.fromkeys(about, decision)

    @rule(minutes=st.sampled_from([5, 20, 400]))
    def wait(self, minutes: int) -> None:
        """Let time go by; at last the fair is over."""
        self.at += timedelta(minutes=minutes)
        self.is_over = self.at > NOON + timedelta(hours=3)

    @invariant()
    def everybody_sees_what_they_may_and_nothing_else(self) -> None:
        """Hold each reader's ledger, pack and team against the model."""
        db.session.rollback()
        for reader in NAMES:
            person = self.fair.person(reader)
            seen = {met.person.first_name: met for met in meetings.ledger_of(person)}
            self._holds(reader, seen)
            packed = {
                e.met.person.first_name: e.met.shared for e in packs.contents_of(person).entries
            }
            assert packed == {name: met.shared for name, met in seen.items()}
        ben = self.fair.person("Ben")
        team = meetings.met_by_team(self.fair.id, ben.employer_id or 0)
        self._holds("Ben", {met.person.first_name: met for _one, met in team})

    def _holds(self, reader: str, seen: dict[str, Met]) -> None:
        wanted = {n for pair in self.live if reader in pair for n in pair if n != reader}
        assert set(seen) == {n for n in wanted if (reader, n) not in self.blocks}
        for name, met in seen.items():
            holds = {"email", "phone"} & {k for k in ("email", "phone") if getattr(met.person, k)}
            assert set(met.shared) == self._may_see(reader, name) & holds
            if self._is_apart(reader, name):
                assert met.got_state == "asked"

    @invariant()
    def a_screen_between_two_promises_no_more_than_they_hold(self) -> None:
        """Hold what a tablet would say of each pair against the model."""
        for pair in self.live:
            one, other = sorted(pair)
            meeting = self._meeting(one, other)
            assert meeting is not None
            for gift in meetings.given_at(meeting):
                giver = one if gift.giver_id == self._id(one) else other
                receiver = other if giver == one else one
                apart = self._is_apart(one, other)
                limit = {"name"} if apart else self.held[giver, receiver]
                assert set(gift.fields) <= limit | {"name"}


@pytest.mark.parametrize(
    ("examples", "steps"), [(6, 25), pytest.param(300, 60, marks=pytest.mark.faults)]
)
@pytest.mark.usefixtures("records")
def test_nothing_is_seen_without_a_live_share_whatever_people_do(
    shared_app: Flask, examples: int, steps: int
) -> None:
    phases = (Phase.generate,) if examples < 100 else tuple(Phase)  # shrinking takes minutes
    bounded = settings(
        max_examples=examples, stateful_step_count=steps, derandomize=True, deadline=None,
        database=None, phases=phases,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip

    run_state_machine_as_test(Handshakes, settings=bounded)

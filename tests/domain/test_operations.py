"""Operations: a change is made once for its op_id, whoever repeats it gets the same answer."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from kiosk.db import db, writing
from kiosk.domain import audit, operations
from kiosk.domain.audit import AuditEntry
from kiosk.domain.operations import Asked, Operation, OpIdReused, Outcome
from kiosk.errors import Invalid, NotKnown, Refused, Unavailable
from tests.people import NOON, Fair, count, op_id

pytestmark = pytest.mark.usefixtures("records")


class Verb:
    """Something to do, that counts how often it was done and may refuse."""

    def __init__(self, fair: Fair, error: Exception | None = None, status: int = 201) -> None:
        self.done = 0
        self._fair, self._error, self._status = fair, error, status

    def __call__(self) -> Outcome:
        self.done += 1
        audit.note(self._fair.id, "test", "done", at=NOON)
        if self._error:
            raise self._error
        return Outcome(self._status, "done", {"row": "abc"})


def asked(fair: Fair, **changes: object) -> Asked:
    whole = Asked(fair.id, op_id(), "device:x", "check_in", {"code": "ABC", "kind": "entry"})
    return replace(whole, **changes)  # type: ignore[arg-type]


def perform(what: Asked, verb: Verb) -> Outcome:
    with writing():
        return operations.perform(what, verb, at=NOON)


def test_a_change_is_made_once_and_its_outcome_is_repeated() -> None:
    fair = Fair(people=())
    what, verb = asked(fair), Verb(fair)

    first, again = perform(what, verb), perform(what, verb)

    assert (first.status, first.slug, first.rows) == (again.status, again.slug, again.rows)
    assert (first.replayed, again.replayed) == (False, True)
    assert verb.done == count(Operation) == 1


def test_a_refusal_is_an_outcome_and_what_was_written_before_it_is_kept() -> None:
    fair = Fair(people=())
    what = asked(fair)
    verb = Verb(fair, Refused("already_in", "You are in already.", station="Door 1"))

    first, again = perform(what, verb), perform(what, verb)

    assert (first.status, first.slug) == (409, "already_in")
    assert again.rows == {"station": "Door 1", "sentence": "You are in already."}
    assert verb.done == count(AuditEntry) == 1


@pytest.mark.parametrize("error", [NotKnown(), Invalid({"q": "?"}), Unavailable(), ValueError()])
def test_any_other_error_leaves_nothing_behind_and_may_be_asked_again(error: Exception) -> None:
    fair = Fair(people=())
    what = asked(fair)

    with pytest.raises(type(error)):
        perform(what, Verb(fair, error))

    assert count(Operation) == count(AuditEntry) == 0
    assert perform(what, Verb(fair)).status == 201


def test_a_miss_is_not_remembered_but_what_it_wrote_is() -> None:
    fair = Fair(people=())
    what, verb = asked(fair), Verb(fair, status=404)

    perform(what, verb)
    perform(what, verb)

    assert count(Operation) == 0
    assert verb.done == count(AuditEntry) == 2


@pytest.mark.parametrize(
    "other",
    [{"asker": "device:y"}, {"verb": "undo"}, {"request": {"code": "ABD", "kind": "entry"}}],
)
def test_an_op_id_belongs_to_its_asker_and_its_request(other: dict[str, object]) -> None:
    fair = Fair(people=())
    what, verb = asked(fair), Verb(fair)
    perform(what, verb)

    with pytest.raises(OpIdReused):
        perform(replace(what, **other), verb)  # type: ignore[arg-type]
    assert verb.done == 1


def test_the_order_of_a_requests_fields_does_not_matter() -> None:
    fair = Fair(people=())
    what, verb = asked(fair), Verb(fair)
    perform(what, verb)

    assert perform(replace(what, request={"kind": "entry", "code": "ABC"}), verb).replayed


def test_the_neighbours_op_ids_are_their_own() -> None:
    fair, neighbour = Fair(people=()), Fair("neighbour", ())
    what = asked(fair)
    perform(what, Verb(fair))

    assert perform(replace(what, event_id=neighbour.id), Verb(neighbour)).replayed is False
    assert operations.find(asked(neighbour)) is None


def test_the_request_itself_is_not_kept() -> None:
    fair = Fair(people=())
    perform(asked(fair, request={"note": "canary"}), Verb(fair))

    (row,) = db.session.execute(select(Operation.__table__)).all()

    assert "canary" not in str(row)


def test_operations_are_forgotten_after_thirty_days() -> None:
    fair = Fair(people=())
    what = asked(fair)
    perform(what, Verb(fair))

    with writing():
        assert operations.forget_old(NOON + timedelta(days=30)) == 0
        assert operations.forget_old(NOON + timedelta(days=30, seconds=1)) == 1
    assert operations.find(what) is None

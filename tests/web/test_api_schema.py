"""The API against its own description: no answer breaks it, and nothing sent takes it down."""

from collections.abc import Iterator

import jsonschema_rs
import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.schemas import APIOperation, BaseSchema
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.real.application import build_app
from tests.real.databases import closed_after, fresh_copy
from tests.web.an_api import Program, op_id, program

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
_gates: dict[str, Program] = {}


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def described(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[BaseSchema]:
    """The description of an application with a fair, without limits on misses."""
    folder = tmp_path_factory.mktemp("described")
    with (
        fresh_copy(request, request.param, folder) as url,
        closed_after(build_app(folder, url)) as app,
    ):
        app.config["RATELIMIT_ENABLED"] = False
        _gates["fair"] = program(app)
        for name in ("Asha", "Ben"):
            _gates["fair"].check_in(name)
        yield schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app)


def answers(operation: APIOperation, key: str) -> list[int]:
    """Ask one operation in many ways; the statuses that came, each as it is described."""
    statuses: list[int] = []

    @settings(
        max_examples=12,
        deadline=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
        derandomize=True,
        database=None,
    )
    @given(case=operation.as_strategy())
    def ask(case: schemathesis.Case) -> None:
        case.path_parameters["slug"] = "fair"
        answer = case.call(headers={"Authorization": f"Bearer {key}"})
        statuses.append(answer.status_code)
        case.validate_response(answer, checks=CHECKS)

    ask()
    return statuses


def test_every_answer_is_as_the_description_says(described: BaseSchema) -> None:
    for found in described.get_all_operations():
        operation = found.ok()

        statuses = answers(operation, _gates["fair"].key)

        assert statuses
        assert 401 not in statuses, operation.path


def test_every_success_is_as_the_description_says(app: Flask) -> None:
    gate, met, of = program(app), op_id(), op_id()
    asked = [
        ("/check-ins", gate.check_in("Asha", op_id=of)),
        ("/check-ins", gate.check_in("Asha", op_id=of)),
        ("/check-ins", gate.check_in("Ben")),
        ("/attendees/search", gate.post("/attendees/search", {"q": "asha"})),
        ("/meetings", gate.meet("Asha", "Ben", op_id=met)),
        ("/meetings", gate.meet("Asha", "Ben")),
        ("/figures", gate.ask("GET", "/figures")),
        ("/meetings/{op_id}/undo", gate.post(f"/meetings/{met}/undo", {"op_id": op_id()})),
        ("/check-ins/{op_id}/undo", gate.post(f"/check-ins/{of}/undo", {"op_id": op_id()})),
    ]  # fmt: skip
    description = app.test_client().get("/api/v1/openapi.json").get_json()

    for path, answer in asked:
        (operation,) = description["paths"]["/api/v1/events/{slug}" + path].values()
        content = operation["responses"][str(answer.status_code)]["content"]
        shape = {**content["application/json"]["schema"], "components": description["components"]}
        jsonschema_rs.validate(shape, answer.get_json())
        assert shape["additionalProperties"] is False


def test_the_description_names_every_route_of_the_contract(app: Flask) -> None:
    found = app.test_client().get("/api/v1/openapi.json").get_json()

    event = "/api/v1/events/{slug}"
    assert set(found["paths"]) == {
        f"{event}/check-ins", f"{event}/check-ins/{{op_id}}/undo", f"{event}/attendees/search",
        f"{event}/meetings", f"{event}/meetings/{{op_id}}/undo", f"{event}/figures",
    }  # fmt: skip
    assert found["openapi"].startswith("3.1")


def test_every_status_that_the_api_gives_is_described(app: Flask) -> None:
    gate = program(app)
    paths = app.test_client().get("/api/v1/openapi.json").get_json()["paths"]
    described = {
        (method, path): set(operation["responses"])
        for path, methods in paths.items()
        for method, operation in methods.items()
    }

    assert {
        "200",
        "201",
        "401",
        "403",
        "404",
        "409",
        "413",
        "415",
        "422",
        "429",
        "503",
    } <= described[("post", "/api/v1/events/{slug}/check-ins")]
    given = gate.post(f"/check-ins/{op_id()}/undo", {"op_id": op_id()}).status_code
    assert str(given) in described["post", "/api/v1/events/{slug}/check-ins/{op_id}/undo"]

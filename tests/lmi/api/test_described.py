"""The published descriptions: they are what the code does, their examples work, and no question breaks an answer."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
import schemathesis.specs.openapi.checks as openapi
from django.core.wsgi import get_wsgi_application
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as how
from jsonschema_rs import validator_for

from tests.conftest import GuardedClient
from tests.lmi.api.ground import Ground
from wayline.lmi.api import descriptions

pytestmark = pytest.mark.django_db
FOLDER = Path(__file__).parent.parent.parent.parent / "docs" / "api"
NAMES = ("v1", "v2", "onet-ws")
ADDRESSES = {"v1": "/api/v1/", "v2": "/api/lmi/v2/", "onet-ws": "/api/onet/ws/"}
KNOWN = {name: json.loads(text) for name, text in descriptions().items()}
EXAMPLES = 4
"""Questions for each address, so that all of them together take less than a minute."""


@pytest.mark.parametrize("name", NAMES)
def test_the_committed_description_is_that_of_the_code(name: str) -> None:
    """A change of shape is a new version: see scripts/openapi.py."""
    committed = (FOLDER / f"{name}.json").read_text()
    assert committed == descriptions()[name], "run scripts/openapi.py, and raise the version if a shape changed"


@pytest.mark.parametrize("name", NAMES)
def test_the_description_is_published(client: GuardedClient, name: str) -> None:
    answer = client.get(f"{ADDRESSES[name]}openapi.json")
    assert json.loads(answer.content) == KNOWN[name]
    assert answer["Access-Control-Allow-Origin"] == "*"


def operations(name: str) -> Iterator[tuple[str, dict[str, Any]]]:
    for path, methods in KNOWN[name]["paths"].items():
        yield path, methods["get"]


def example(path: str, operation: dict[str, Any], market: Ground) -> tuple[str, dict[str, Any]]:
    query = {}
    for parameter in operation.get("parameters", ()):
        if parameter["in"] == "path":
            number = market.pay.pk if "release" in path else _a_figure()
            path = path.replace(f"{{{parameter['name']}}}", str(parameter.get("example", number)))
        elif "example" in parameter:
            query[parameter["name"]] = parameter["example"]
    return path, query


def _a_figure() -> int:
    from wayline.lmi.models import Observation

    return Observation.objects.values_list("pk", flat=True)[0]


@pytest.mark.parametrize("name", NAMES)
def test_every_example_works_and_has_the_shape_that_is_told(client: GuardedClient, market: Ground, name: str) -> None:
    for path, operation in operations(name):
        address, query = example(path, operation, market)
        answer = client.get(address, query)
        expected = 200 if "200" in operation["responses"] else 404
        assert answer.status_code == expected, (address, query, answer.content if not answer.streaming else "")
        schema = operation["responses"][str(expected)].get("content", {}).get("application/json", {}).get("schema")
        if schema:
            whole = schema | {"components": KNOWN[name]["components"]}
            validator_for(whole).validate(json.loads(answer.content))


@pytest.mark.parametrize("name", NAMES)
def test_every_address_of_the_code_is_described(name: str) -> None:
    from tests.security.addresses import every_address

    found = {one.path for one in every_address() if one.path.startswith(ADDRESSES[name])}
    left_out = {one for one in found if one.endswith(("openapi.json", ADDRESSES[name]))}
    assert len(found - left_out) == len(KNOWN[name]["paths"])


@pytest.mark.usefixtures("one_connection")
@pytest.mark.parametrize("name", NAMES)
def test_no_question_breaks_an_address_or_gets_an_answer_outside_its_schema(
    market: Ground, settings: Any, name: str
) -> None:
    """Whatever is asked: no 5xx, only statuses, kinds and shapes that the description tells (schemathesis)."""
    settings.API_LIMIT = 1_000_000
    schema = schemathesis.openapi.from_wsgi(f"{ADDRESSES[name]}openapi.json", get_wsgi_application())
    for one in schema.get_all_operations():
        _ask(one.ok())  # type: ignore[union-attr]  # ours have no invalid one


def _ask(operation: Any) -> None:
    @given(case=operation.as_strategy())
    @how(
        max_examples=EXAMPLES, deadline=None, database=None, suppress_health_check=list(HealthCheck),
        phases=[Phase.generate], derandomize=True,
    )  # fmt: skip
    def asked(case: Any) -> None:
        case.validate_response(case.call(), checks=CHECKS)

    asked()


CHECKS = (
    schemathesis.checks.not_a_server_error,
    openapi.status_code_conformance,
    openapi.content_type_conformance,
    openapi.response_schema_conformance,
)

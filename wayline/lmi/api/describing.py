"""The published description of an API (OpenAPI), made from its code."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from django.http import HttpResponse
from ninja import NinjaAPI, Schema
from ninja.errors import ValidationError

from wayline.lmi.api.answers import JSON

LICENCE = {"name": "AGPL-3.0-or-later (program); each figure under the licence of its publisher"}
REFUSALS = {
    "400": "The parameters cannot be read.",
    "401": "The signature of the key is wrong.",
    "404": "There is no such thing, or no figure.",
    "429": "Too many requests; Retry-After says when to try again.",
}
CALLBACK = {
    "name": "callback",
    "in": "query",
    "required": False,
    "description": "Name of a function: the answer then comes as a script that calls it (JSONP).",
    "schema": {"type": "string", "pattern": r"^[A-Za-z_$][A-Za-z0-9_$]{0,99}(\.[A-Za-z_$][A-Za-z0-9_$]{0,99}){0,5}$"},
}


def described(
    api: NinjaAPI, prefix: str, *, error: type[Schema], media: str = "application/json", **more: str
) -> dict[str, Any]:
    """The description, with an example for each parameter that must be given: they work on the data of the tests.

    `error` is the shape of refusals, which every address may give; `more` are further ones, as _406="Not in this form".
    """
    made: dict[str, Any] = json.loads(json.dumps(api.get_openapi_schema(path_prefix=prefix), default=str))
    made["info"]["license"] = LICENCE
    made["components"]["schemas"][error.__name__] = error.model_json_schema()
    refused = {media: {"schema": {"$ref": f"#/components/schemas/{error.__name__}"}}}
    statuses = REFUSALS | {name.strip("_"): meaning for name, meaning in more.items()}
    for operation in _operations(made):
        for parameter in operation.get("parameters", ()):
            _lift_example(parameter)
        for status, meaning in statuses.items():
            operation["responses"][status] = {"description": meaning, "content": refused}
    for schema in made["components"]["schemas"].values():
        _without_null(schema)
    return made


def _operations(made: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for methods in made["paths"].values():
        yield from methods.values()


def with_callback(made: dict[str, Any]) -> dict[str, Any]:
    for operation in _operations(made):
        operation.setdefault("parameters", []).append(CALLBACK)
        for response in operation["responses"].values():
            if "content" in response:
                response["content"]["application/javascript"] = {"schema": {"type": "string"}}
    return made


def _lift_example(parameter: dict[str, Any]) -> None:
    """Ninja keeps what one writes of a parameter in its schema; tools look for the example beside it."""
    example = parameter["schema"].pop("example", None)
    if example is not None:
        parameter["example"] = example


def _without_null(schema: dict[str, Any]) -> None:
    """A member that may be absent is never null: what is not known has no member."""
    for member in schema.get("properties", {}).values():
        kinds = [kind for kind in member.get("anyOf", ()) if kind != {"type": "null"}]
        if len(kinds) == 1 and len(member["anyOf"]) == 2:
            del member["anyOf"]
            member.update(kinds[0])


def written(made: dict[str, Any]) -> str:
    return json.dumps(made, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


def published(made: dict[str, Any]) -> HttpResponse:
    return HttpResponse(written(made), content_type=JSON)


def flaws(error: ValidationError) -> str:
    """What is wrong with the parameters, in a line."""
    told = [f"{one['loc'][-1]}: {one['msg']}" for one in error.errors]
    return "; ".join(told)[:500]

"""The OpenAPI description as something to read: the page `/docs` and `docs/api.md`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Parameter:
    """An input of an operation. `place` is path, query or body."""

    name: str
    place: str
    kind: str
    required: bool
    about: str


@dataclass(frozen=True, slots=True)
class Operation:
    """One method of one path."""

    method: str
    path: str
    summary: str
    about: str
    parameters: tuple[Parameter, ...]


def operations(openapi: dict[str, Any]) -> list[Operation]:
    """Every operation of an OpenAPI document, in its order."""
    return [_operation(openapi, method, path, found)
            for path, methods in openapi["paths"].items() for method, found in methods.items()]


def markdown(openapi: dict[str, Any]) -> str:
    """The reference as Markdown."""
    lines: list[str] = []
    for operation in operations(openapi):
        lines += [f"### `{operation.method} {operation.path}`", "", f"{operation.summary}. {operation.about}".rstrip(), ""]
        if operation.parameters:
            lines += ["| name | in | type | |", "|---|---|---|---|"]
            lines += [f"| `{p.name}`{' *' if p.required else ''} | {p.place} | {p.kind} | {p.about} |" for p in operation.parameters]
            lines.append("")
    return "\n".join(lines)


def _operation(openapi: dict[str, Any], method: str, path: str, found: dict[str, Any]) -> Operation:
    parameters = [_parameter(p["name"], p["in"], p["schema"], p.get("required", False), p.get("description", ""))
                  for p in found.get("parameters", ())]
    parameters += _body(openapi, found.get("requestBody", {}).get("content", {}))
    about = " ".join(found.get("description", "").split())
    return Operation(method.upper(), path, found["summary"], about, tuple(parameters))


def _body(openapi: dict[str, Any], content: dict[str, Any]) -> list[Parameter]:
    schema = content.get("application/json", {}).get("schema", {})
    name = schema.get("$ref", "").rpartition("/")[2]
    model = openapi["components"]["schemas"].get(name, {}) if name else {}
    if name.endswith("Query"):
        required = model.get("required", ())
        return [_parameter(field, "body", schema, field in required, "") for field, schema in model["properties"].items()]
    return [_parameter("(body)", "body", schema, True, "")] if schema else []


def _parameter(name: str, place: str, schema: dict[str, Any], required: bool, about: str) -> Parameter:
    return Parameter(name, place, _kind(schema), required, about or schema.get("description", ""))


def _kind(schema: dict[str, Any]) -> str:
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if "enum" in schema:
        return " or ".join(map(str, schema["enum"]))
    if "anyOf" in schema:
        return " or ".join(kind for kind in map(_kind, schema["anyOf"]) if kind != "null")
    if schema.get("type") == "array":
        return f"list of {_kind(schema['items'])}"
    return str(schema.get("type", "object")) + _range(schema)


def _range(schema: dict[str, Any]) -> str:
    if "minimum" in schema or "maximum" in schema:
        return f" {schema.get('minimum', '')}..{schema.get('maximum', '')}"
    return f" of at most {schema['maxLength']:,} characters" if "maxLength" in schema else ""

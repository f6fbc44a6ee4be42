"""The OpenAPI description as something to read: the page `/docs` and `docs/api.md`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

_WORDS = {"string": "text", "integer": "whole number", "boolean": "true or false"}


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
        lines += [f"## `{operation.method} {operation.path}`", "", f"{operation.summary}. {operation.about}".rstrip(), ""]
        if operation.parameters:
            lines += ["| | in | type | |", "|---|---|---|---|"]
            lines += [_row(p) for p in operation.parameters]
            lines.append("")
    return "\n".join(lines)


def _row(parameter: Parameter) -> str:
    name = f"`{parameter.name}`" + (" (required)" if parameter.required else "")
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in (name, parameter.place, parameter.kind, parameter.about)) + " |"


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
        if pair := schema.get("prefixItems"):
            return f"[{', '.join(map(_kind, pair))}]"
        return f"list of {_kind(schema['items'])}"
    kind = str(schema.get("type", "object"))
    return _WORDS.get(kind, kind) + _range(schema)


def _range(schema: dict[str, Any]) -> str:
    if "minimum" in schema and "maximum" in schema:
        return f" from {schema['minimum']:g} to {schema['maximum']:g}"
    return f" of at most {schema['maxLength']:,} characters" if "maxLength" in schema else ""

"""Writes the parts of docs/ that the program itself knows: the command line, the settings, the routes, the list of decisions.

`python tools/docs.py` writes them; with `--check` it only says which are stale, with exit code 1.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import typer

from shopkeeper.app import settings
from shopkeeper.app.api.application import routed
from shopkeeper.app.capabilities import CAPABILITIES
from shopkeeper.app.cli.main import app
from shopkeeper.app.web.reference import markdown

DOCS = Path(__file__).parents[1] / "docs"
CLI_HEAD = """# Command line

Written by `make docs` from the commands themselves.

Every command that is about a shop takes `--shop PATH_OR_URL` (else `$SHOPKEEPER_SHOP`, else `./shop`). With `--json` it prints one JSON
document on stdout; progress and remarks go to stderr. Exit code: 0 done; 1 the answer is no, or a gate failed; 2 bad input, with one
sentence on stderr that names what was wrong and what was expected; 130 interrupted: the same command goes on. An error that nobody
expected exits with 70 and writes its details to `errors.log` in the shop's folder.
"""
API_HEAD = """# API reference

Written by `make docs` from the routes themselves; a running server shows it at `/docs` and, for tools, at `/openapi.json`.
[The introduction](api.md) says how requests, answers and errors look.

"""
DOORS_HEAD = """# Doors

Written by `make docs` from the table of capabilities. Whatever Shopkeeper does has the same name at every door: the [command line](cli.md),
[HTTP](api-reference.md) below `/v1`, MCP tools at `/mcp`, and pages. `…` stands for all that begin so.

"""
SETTINGS_HEAD = """# Settings

The table is written by `make docs` from `src/shopkeeper/app/settings.py`.

A shop's settings lie in `shopkeeper.toml` in its folder (with a database URL for a shop: in the data folder). Each key can also be
set in the environment, which wins over the file; a flag on the command line wins over both. `shopkeeper init` writes a file with
every key at its default, commented out. An unknown key or a wrong value is refused, with the nearest key or what was expected.

"""
DECISIONS_HEAD = """# Decisions

Written by `make docs`. Why the house is built as it is, one screen for each choice that somebody may want to undo: what was decided, what
it rests on, what else was tried.

"""


def cli_reference() -> str:
    """docs/cli.md."""
    return CLI_HEAD + "".join(_section(name, command) for name, command in commands())


def settings_reference() -> str:
    """docs/settings.md."""
    return SETTINGS_HEAD + settings.reference() + "\n"


def api_reference() -> str:
    """docs/api-reference.md."""
    return API_HEAD + markdown(routed().openapi())


def decisions() -> str:
    """docs/decisions/README.md."""
    pages = sorted((DOCS / "decisions").glob("0*.md"))
    heads = [page.read_text("utf-8").partition("\n")[0].removeprefix("# ") for page in pages]
    return DECISIONS_HEAD + "".join(f"- [{head}]({page.name})\n" for page, head in zip(pages, heads, strict=True))


def doors_reference() -> str:
    """docs/doors.md."""
    rows = ["| | command | HTTP | MCP tool | page |", "|---|---|---|---|---|"]
    for each in CAPABILITIES:
        cells = map(_doors, (each.commands, each.routes, each.tools, each.pages))
        rows.append(f"| [{each.name[1]} · {each.name[0]}]({each.doc}) | " + " | ".join(cells) + " |")
    return DOORS_HEAD + "\n".join(rows) + "\n"


def _doors(doors: tuple[str, ...]) -> str:
    return ", ".join(f"`{door.replace('*', '…')}`" for door in doors)


PAGES = {
    "decisions/README.md": decisions, "doors.md": doors_reference, "cli.md": cli_reference, "settings.md": settings_reference,
    "api-reference.md": api_reference,
}  # fmt: skip


def commands(path: str = "shopkeeper", group: Any = None) -> Iterator[tuple[str, Any]]:
    """Every command by its full name, such as `shopkeeper evaluate search`."""
    for name, command in (group or typer.main.get_command(app)).commands.items():
        if hasattr(command, "commands"):
            yield from commands(f"{path} {name}", command)
        else:
            yield f"{path} {name}", command


def _section(name: str, command: Any) -> str:
    arguments = [p for p in command.params if p.param_type_name == "argument"]
    flags = [p for p in command.params if p.param_type_name == "option" and p.name != "help"]
    usage = " ".join([name, *(_shown(a.metavar or a.name.upper(), a.required) for a in arguments), *(["[OPTIONS]"] if flags else [])])
    out = [f"\n## {name}\n", f"`{usage}`\n", f"{command.help}\n"]
    rows = [(f"`{a.metavar or a.name.upper()}`", a) for a in arguments] + [(_flag(f), f) for f in flags]
    if rows:
        out += ["| | |\n|---|---|", *(f"| {left} | {_meaning(p)} |" for left, p in rows), ""]
    return "\n".join(out)


def _shown(name: str, required: bool) -> str:
    return name if required else f"[{name}]"


def _flag(option: Any) -> str:
    kind = option.type_descriptor.annotation
    value = "" if option.is_flag else " " + (option.metavar or "|".join(get_args(kind)) or ("N" if kind is int else "TEXT"))
    return f"`{', '.join(option.opts)}{value}`".replace("|", "\\|")


def _meaning(param: Any) -> str:
    help = (param.help or "").replace("|", "\\|")
    if param.param_type_name == "option" and param.required:
        return f"{help} Required."
    default = param.default
    return f"{help} Default: {default}." if param.show_default and default not in (None, "", False) else help


def main() -> int:
    stale = [name for name, page in PAGES.items() if not (DOCS / name).exists() or (DOCS / name).read_text(encoding="utf-8") != page()]
    if "--check" in sys.argv:
        print("\n".join(f"docs/{name} is stale; run: make docs" for name in stale))
        return bool(stale)
    for name in stale:
        (DOCS / name).write_text(PAGES[name](), encoding="utf-8")
        print(f"docs/{name} written")
    return 0


if __name__ == "__main__":
    sys.exit(main())

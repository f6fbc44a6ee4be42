"""What the tests of pages share: the blocks of a page, and walking through it as a reader would.

A fence says what its block is: `sh` commands, `sh serve` commands for a running server, `python` code, `csv name.csv` a file to write,
`text` lines that what ran last must have printed. A `console` block is shown only.
"""

from __future__ import annotations

import re
import shlex
import subprocess
from collections.abc import Collection
from pathlib import Path

from typer.testing import CliRunner

from browser.server import start_server
from shopkeeper.app.cli.main import app

DOCS = Path(__file__).parents[1] / "docs"
BLOCK = re.compile(r"^```(\w+)(?: (\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
ADDRESS = "http://127.0.0.1:8777"
Block = tuple[str, str, str]


def blocks(page: str) -> list[Block]:
    """The blocks of docs/<page>: their language, the name of the file that they are (or ""), what they hold."""
    return BLOCK.findall((DOCS / page).read_text("utf-8"))


def walk(page: str, *, shop: str = "", no: Collection[str] = (), done: Collection[Block] = ()) -> None:
    """Does what docs/<page> says, from top to bottom, in the working directory. `shop`: the folder that is served where the page serves;
    `no`: beginnings of commands whose answer is 1; `done`: blocks that need not run again, as another page's are the same."""
    printed, scope = "", {"__name__": page}
    for block in blocks(page):
        language, name, content = block
        if block in done:
            printed = "" if language == "sh" else printed
        elif language == "sh" and name == "serve":
            printed = served(content, Path(shop))
        elif language == "sh":
            printed = "".join(typed(line, no) for line in content.splitlines() if line.strip())
        elif name:
            Path(name).parent.mkdir(parents=True, exist_ok=True)
            Path(name).write_text(content, "utf-8")
        elif language == "python":
            exec(compile(content, page, "exec"), scope)
        elif language == "text":
            missing = [line for line in content.splitlines() if line.rstrip() not in printed]
            assert missing == [], f"{missing} of {page} not in: {printed}"


def typed(line: str, no: Collection[str] = ()) -> str:
    """What a command of ours prints on stdout; `echo TEXT |` before it is what is typed into it."""
    said, _, command = line.rpartition(" | ")
    program, *words = shlex.split(command, comments=True)
    assert program == "shopkeeper", f"no command of ours: {line}"
    result = CliRunner().invoke(app, words, input="".join(shlex.split(said)[1:]) + "\n" if said else None)
    expected = 1 if any(" ".join(words).startswith(each) for each in no) else 0
    assert result.exit_code == expected, f"{line}: {result.output} {result.exception!r}"
    return result.stdout


def served(commands: str, shop: Path) -> str:
    """What commands print while the shop is served."""
    server, url = start_server(shop)
    try:
        done = subprocess.run(["sh", "-ec", commands.replace(ADDRESS, url)], capture_output=True, text=True, timeout=120, check=False)
        assert done.returncode == 0, f"{commands}\n{done.stderr}"
        return done.stdout
    finally:
        server.terminate()
        server.wait(30)

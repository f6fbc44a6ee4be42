"""What commands print: JSON or text on stdout, progress and remarks on stderr."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.console import Console

Step = Callable[[str, int, int], None]

# Piped output is never folded or cut: a program reads it.
_UNBOUNDED = 100_000


def print_json(value: Any) -> None:
    """One JSON document on stdout, in UTF-8 and readable."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2, default=str) + "\n")


def say(text: str) -> None:
    """Plain text on stdout, as it is and at once, as a server that goes on says its address through a pipe too."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def remark(text: str) -> None:
    """A line on stderr, which is not part of the answer."""
    sys.stderr.write(text + "\n")


def print_table(headings: Sequence[str], rows: Sequence[Sequence[Any]], right: Sequence[int] = ()) -> None:
    """A table without lines, Chinese aligned by its width; the columns numbered in `right` are flush right."""
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, header_style="bold")
    for i, heading in enumerate(headings):
        table.add_column(heading, justify="right" if i in right else "left", overflow="ellipsis" if i == 1 else "fold", no_wrap=i == 1)
    for row in rows:
        table.add_row(*(Text("" if cell is None else str(cell)) for cell in row))
    # Spaces that pad the last column to the width of the table are of no use to anyone.
    console = _console()
    with console.capture() as captured:
        console.print(table)
    say("\n".join(line.rstrip() for line in captured.get().splitlines()))


def _console() -> Console:
    from rich.console import Console

    return Console(highlight=False) if sys.stdout.isatty() else Console(width=_UNBOUNDED, highlight=False, color_system=None)


def lines(step: Step | None, seconds: float = 10.0) -> Step:
    """A step that is drawn, or, where there is no terminal, said as a line on stderr: when something else begins, and now and then."""
    last, named = time.monotonic(), ""

    def said(what: str, done: int, total: int) -> None:
        nonlocal last, named
        if step:
            step(what, done, total)
        elif time.monotonic() - last > seconds or done == total or what.partition(":")[0] != named:
            last, named = time.monotonic(), what.partition(":")[0]
            remark(f"{what} ({done:,} of {total:,})")

    return said


@contextmanager
def progress(quiet: bool = False) -> Iterator[Step | None]:
    """Yields `step(what, done, total)`, which draws a bar on stderr; None when stderr is no terminal.

    `what` up to a colon names the bar, the rest may change; total 0 = not known.
    """
    if quiet or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

    columns = TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn()
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        tasks: dict[str, Any] = {}

        def step(what: str, done: int, total: int) -> None:
            name = what.partition(":")[0]
            if name not in tasks:
                tasks[name] = bar.add_task(what, total=total or None)
            bar.update(tasks[name], description=what, completed=done, total=total or None)

        yield step

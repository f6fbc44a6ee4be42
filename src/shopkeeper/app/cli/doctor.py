"""`doctor`: whether everything that a shop needs is there, and what to do where it is not."""

from __future__ import annotations

import typer

from . import options
from .output import print_json, say


def doctor(shop: options.Shop = None, data_dir: options.DataDir = None, json: options.Json = False) -> None:
    """Checks Python, packages, settings, store, index, encoder and disk. Exit code 1 when something is wrong."""
    from ..checkup import examine

    findings = examine(shop, data_dir)
    if json:
        print_json([{"name": f.name, "ok": f.ok, "found": f.found, "advice": f.advice} for f in findings])
    else:
        for finding in findings:
            say(f"{'ok ' if finding.ok else 'BAD'}  {finding.name:<8}  {finding.found}")
            if finding.advice:
                say(f"{'':15}→ {finding.advice}")
    if not all(f.ok for f in findings):
        raise typer.Exit(1)

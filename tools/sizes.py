"""Prints how much disk the installed Shopkeeper takes, package by package; fails above the limit.

Counts what serving needs: the package's own requirements and theirs, without the tools for tests.
"""

from __future__ import annotations

import re
import sys
from importlib import metadata
from pathlib import Path

LIMIT_MB = 1000
SHOWN = 12


def requirements(name: str) -> set[str]:
    """The installed packages that `name` needs, directly or not, itself included."""
    seen: set[str] = set()
    todo = [name]
    while todo:
        package = todo.pop()
        try:
            wanted = metadata.requires(package) or []
        except metadata.PackageNotFoundError:  # for another platform
            continue
        if package not in seen:
            seen.add(package)
            todo += [re.split(r"[^\w.-]", line, maxsplit=1)[0].lower().replace("_", "-") for line in wanted if "extra ==" not in line]
    return seen


def size_mb(package: str) -> float:
    """The size of a package's files in millions of bytes."""
    paths = {Path(str(file.locate())) for file in metadata.files(package) or ()}
    if package == "shopkeeper":  # installed as a link to its source
        paths |= set((Path(__file__).parents[1] / "src" / "shopkeeper").rglob("*"))
    return sum(path.stat().st_size for path in paths if path.is_file()) / 1e6


def main() -> int:
    sizes = sorted(((size_mb(package), package) for package in requirements("shopkeeper")), reverse=True)
    total = sum(size for size, _ in sizes)
    for size, package in sizes[:SHOWN]:
        print(f"{size:7.1f} MB  {package}")
    rest = sizes[SHOWN:]
    print(f"{sum(size for size, _ in rest):7.1f} MB  {len(rest)} smaller packages\n{total:7.1f} MB  in all (limit {LIMIT_MB})")
    return total > LIMIT_MB


if __name__ == "__main__":
    sys.exit(main())

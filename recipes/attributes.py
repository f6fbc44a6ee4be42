"""The shipped extractor of attributes: two public sets of English titles with their attribute values (AE-110k and OA-Mine, Apache-2.0).

    python recipes/attributes.py DATA_FOLDER
"""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from pathlib import Path

from shopkeeper.catalog.attributes.task import Labelled
from shopkeeper.catalog.attributes.train import read_attributes, train
from shopkeeper.models.capabilities import SHIPPED
from shopkeeper.models.versions import Versions

NAMES = "ae-110k", "oa-mine"


def rows(folder: Path) -> list[Labelled]:
    """Both sets."""
    found = []
    for name in NAMES:
        path = folder / "catalog" / f"attributes_{name}.dev.jsonl"
        found += read_attributes(enumerate(map(json.loads, path.read_text("utf-8").splitlines()), 1), str(path))
    return found


def main() -> None:
    with tempfile.TemporaryDirectory() as aside:
        versions = Versions(Path(aside) / "attributes")
        made = train(rows(Path(sys.argv[1])), versions, "AE-110k and OA-Mine", licence="Apache-2.0")
        print(made.report)
        there = SHIPPED / "attributes"
        shutil.rmtree(there, ignore_errors=True)
        shutil.copytree(versions.get(made.version).folder, there)


if __name__ == "__main__":
    main()

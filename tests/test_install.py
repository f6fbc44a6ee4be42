"""What an installation brings: pinned versions, no torch to serve, a size that fits."""

from __future__ import annotations

import importlib.util
import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
PINS = [line for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines() if not line.startswith("#")]


def sizes():
    spec = importlib.util.spec_from_file_location("sizes", ROOT / "tools" / "sizes.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def name(requirement):
    return re.split(r"[^\w.-]", requirement)[0].lower().replace("_", "-")


def test_everything_that_is_installed_has_a_pinned_version():
    pinned = {name(pin) for pin in PINS}
    extras = PROJECT["optional-dependencies"]
    tried = PROJECT["dependencies"] + extras["test"] + extras["train"] + extras["cluster"] + extras["docs"]
    wanted = {name(requirement) for requirement in tried}
    assert wanted - pinned == set()


def test_a_pin_is_a_name_and_a_version_and_nothing_else():
    assert [pin for pin in PINS if not re.fullmatch(r"[\w.-]+==[\w.]+", pin)] == []


def test_nothing_is_pinned_twice():
    names = [name(pin) for pin in PINS]
    assert sorted(names) == sorted(set(names))


def test_serving_needs_no_torch():
    assert {"torch", "transformers", "peft", "onnx"} & sizes().requirements("shopkeeper") == set()


def test_what_serving_needs_is_counted_without_the_tools_for_tests():
    needed = sizes().requirements("shopkeeper")
    assert {"shopkeeper", "numpy", "starlette", "polars-runtime-32"} <= needed
    assert {"pytest", "mypy", "playwright", "psycopg"} & needed == set()


def test_the_installed_size_is_within_the_limit(capsys):
    assert sizes().main() == 0
    assert f"in all (limit {sizes().LIMIT_MB})" in capsys.readouterr().out

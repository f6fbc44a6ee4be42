"""The tutorial is true: whoever follows it, in either language, has a working shop at its end."""

from __future__ import annotations

from pathlib import Path

from pages import blocks, walk
from shopkeeper.app import passwords

ROOT = Path(__file__).parents[2]
LIE = "claims check"  # whose answer is no, as the page says


def test_a_newcomer_gets_from_nothing_to_a_working_shop(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SHOPKEEPER_SHOP", "teahouse")
    monkeypatch.setattr(passwords, "COST", 16)
    Path("examples").symlink_to(ROOT / "examples")
    walk("tutorial.md", shop="teahouse", no=(LIE,))
    walk("zh/tutorial.md", shop="teahouse", no=(LIE,), done=blocks("tutorial.md"))

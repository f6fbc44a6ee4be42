"""The documentation is whole: generated pages are fresh, pages are reachable, links lead somewhere."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

import pytest

from shopkeeper.app.web.rooms import GROUPS

ROOT = Path(__file__).parents[1]
PAGES = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)#\s]+)(?:#[^)]*)?\)|!\[[^\]]*\]\(([^)\s]+)\)")

spec = importlib.util.spec_from_file_location("docs_tool", ROOT / "tools" / "docs.py")
assert spec
assert spec.loader
docs_tool = importlib.util.module_from_spec(spec)
spec.loader.exec_module(docs_tool)


def links(page: Path) -> list[Path]:
    """The files of the repository that a page links to or shows."""
    targets = [a or b for a, b in LINK.findall(page.read_text(encoding="utf-8"))]
    return [(page.parent / target).resolve() for target in targets if "://" not in target and not target.startswith("mailto:")]


@pytest.mark.parametrize("name", docs_tool.PAGES)
def test_a_generated_page_is_fresh(name):
    assert (ROOT / "docs" / name).read_text(encoding="utf-8") == docs_tool.PAGES[name](), "stale: run make docs"


def test_every_page_is_reachable_from_the_readme_or_the_index_of_the_docs():
    seen, todo = set(), [ROOT / "README.md", ROOT / "docs" / "README.md"]
    while todo:
        page = todo.pop()
        if page not in seen and page.exists():
            seen.add(page)
            todo += [link for link in links(page) if link.suffix == ".md"]
            todo += [inner for link in links(page) if link.is_dir() for inner in link.glob("*.md")]
    assert [str(page.relative_to(ROOT)) for page in PAGES if page not in seen] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_to_a_file(page):
    assert [str(link) for link in links(page) if not link.exists()] == []


def test_commands_shown_in_the_pages_exist():
    known = {name.split()[1] for name, _ in docs_tool.commands()}
    shown = re.compile(r"^\s*(?:\$ )?shopkeeper ([a-z][a-z-]*)", re.MULTILINE)
    unknown = [f"{page.name}: {word}" for page in PAGES for word in shown.findall(page.read_text(encoding="utf-8")) if word not in known]
    assert unknown == []


@pytest.mark.parametrize("page", ["console.md", "zh/console.md"])
def test_every_room_of_the_console_stands_on_its_page(page):
    told = (ROOT / "docs" / page).read_text(encoding="utf-8")
    assert [room.path for rooms in GROUPS.values() for room in rooms if f"| `{room.path}` |" not in told] == []

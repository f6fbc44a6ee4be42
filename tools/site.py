"""What the site of docs/ needs beyond Markdown, as hooks of mkdocs: `make site`.

The same files are read in a repository and as a site. They are written for both, and this turns what a site says otherwise: links that
leave docs/, the names of example files, formulas (to MathML, no script), the language of a page, and Chinese words for its search.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import quote

import rjieba
from latex2mathml.converter import convert
from material.plugins.search import plugin as search
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
# Pages beside docs/ that belong to the site, and where they stand there.
MOUNTED = {name: f"project/{name}" for name in ("README.md", "README.zh-CN.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md")}
FENCE = re.compile(r"^( *)```(\w+) (\S+)$", re.MULTILINE)
FORMULA = re.compile(r"^```math\n(.*?)^```$", re.MULTILINE | re.DOTALL)
INLINE = re.compile(r"\$`([^`]+)`\$")
LINK = re.compile(r"(!?)\[([^\]]*)\]\(([^)#\s]*)(#[^)\s]*)?\)")
CHINESE = "zh/"


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Search reads Chinese by the words that the shop itself reads it by."""
    search.jieba = SimpleNamespace(cut=lambda text: rjieba.cut(text.decode()))
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """The pages of the project's root become pages of the site."""
    for name, place in MOUNTED.items():
        files.append(File.generated(config, place, content=(ROOT / name).read_text("utf-8")))
    return files


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Formulas, names of example files, and links as a site has them."""
    markdown = FORMULA.sub(lambda found: f'<div class="formula">{convert(found[1].strip(), display="block")}</div>', markdown)
    markdown = INLINE.sub(lambda found: convert(found[1]), markdown)
    markdown = FENCE.sub(r'\1```\2 title="\3"', markdown)
    here = page.file.src_uri
    return LINK.sub(lambda found: relinked(found, here), markdown)


def on_page_context(context: dict[str, Any], page: Page, config: MkDocsConfig, nav: Any) -> dict[str, Any]:
    """The theme speaks the page's language, and its switch leads to the same page in the other where there is one."""
    chinese = page.file.src_uri.startswith(CHINESE) or "zh-CN" in page.file.src_uri
    config.theme["language"] = "zh" if chinese else "en"
    here = page.file.src_uri.removeprefix(CHINESE)
    for choice, folder in zip(config.extra["alternate"], ("", CHINESE), strict=True):
        found = context["config"].extra["pages"].get(folder + here)
        choice["link"] = found or folder or "./"
    return context


def on_nav(nav: Any, config: MkDocsConfig, files: Files) -> Any:
    """Remembers the addresses of all pages, for the switch between languages."""
    config.extra["pages"] = {file.src_uri: file.url for file in files.documentation_pages()}
    return nav


def relinked(found: re.Match[str], here: str) -> str:
    """A link as the site has it: to a page that moved, or the bare path of a file that the site does not hold."""
    picture, words, target, anchor = found[1], found[2], found[3], found[4] or ""
    path = (origin(here).parent / target).resolve()
    if not target or "://" in target or not path.exists():
        return found[0]
    place = standing(path)
    if place is None:
        return f"{words} (`{path.relative_to(ROOT)}`)" if words.strip("`") != str(path.relative_to(ROOT)) else f"`{path.relative_to(ROOT)}`"
    return f"{picture}[{words}]({quote(os.path.relpath(place, Path(here).parent))}{anchor})"


def origin(place: str) -> Path:
    """The file that a page of the site is made of."""
    [mounted] = [ROOT / name for name, stands in MOUNTED.items() if stands == place] or [DOCS / place]
    return mounted


def standing(path: Path) -> str | None:
    """Where a file stands in the site; a folder by its README. None when it does not."""
    if path.parent == ROOT and path.name in MOUNTED:
        return MOUNTED[path.name]
    if not path.is_relative_to(DOCS):
        return None
    inner = path / "README.md" if path.is_dir() else path
    return str(inner.relative_to(DOCS)) if inner.exists() else None

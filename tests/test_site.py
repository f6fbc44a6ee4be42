"""The site of docs/ is built without a complaint: links and anchors lead somewhere, the navigation has every page, nothing is fetched."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FETCHED = re.compile(
    r"<(?:script|img|iframe)[^>]*\ssrc=[\"']?(?:https?:)?//|<link[^>]*rel=[\"']?(?:stylesheet|preload|icon)[^>]*href=[\"']?(?:https?:)?//",
)


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


def test_no_page_fetches_anything_from_elsewhere(site):
    assert [page.name for page in site.rglob("*.html") if FETCHED.search(page.read_text("utf-8"))] == []


def test_a_page_of_the_root_is_a_page_of_the_site_and_its_links_hold(site):
    assert 'href="../search/#figures"' in (site / "project" / "index.html").read_text("utf-8")


def test_search_knows_chinese_by_words(site):
    found = json.loads((site / "search" / "search_index.json").read_text("utf-8"))
    assert found["config"]["lang"] == ["en", "zh"]
    assert any("中文\u200b说明" in doc["text"] for doc in found["docs"])

"""HTML as text."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopkeeper.text.html import to_line, to_text


def test_blocks_become_lines_and_entities_characters():
    assert to_text("<p>Light &amp; <b>warm</b></p><ul><li>red<li>blue</ul>") == "Light & warm\n\n• red\n• blue"
    assert to_text("a<br>b<br/>c") == "a\nb\nc"
    assert to_text("<table><tr><td>Size</td><td>42</td></tr></table>") == "Size 42"


def test_plain_text_stays_as_it_is():
    for text in ("5 < 10 and AT&T", "I <3 you", "尺寸：10 > 5\n\n第二段", ""):
        assert to_text(text) == text


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>ok", "<SCRIPT SRC=//x>", "<style>p{}</style>ok", "<img src=x onerror=alert(1)>",
        "&lt;img src=x onerror=alert(1)&gt;", "&amp;lt;script&amp;gt;alert(1)", "<scr<script>ipt>alert(1)</scr</script>ipt>",
        "<a href='javascript:alert(1)'>ok</a>", "<!-- <script> -->ok", "<img src=x", "<p title='<b>'>ok</p>", "<svg onload=alert(1)>",
        "x<y",
        "<iframe srcdoc='&lt;script&gt;'>", "<" * 50 + "b>", "<template><p>no</template>ok",
    ],
)  # fmt: skip
def test_nothing_survives_that_a_page_could_execute(hostile):
    assert not re.search(r"<[a-zA-Z/!?]", to_text(hostile))
    assert "alert(1)</" not in to_text(hostile)


def test_scripts_and_styles_lose_their_content_too():
    assert to_text("a<script>alert(1)</script>b<style>p{}</style>") == "a\nb"


def test_a_title_is_one_line_without_control_characters():
    assert to_line("<b>Red</b>\n  shoe\x00\u200b &nbsp; 42") == "Red shoe 42"


@given(st.text(alphabet=st.sampled_from("<>/!-&;abpscript \"'=lt\n#x3C"), max_size=200))
def test_cleaning_leaves_no_tag_and_is_done_at_once(text):
    cleaned = to_text(text)
    assert not re.search(r"<[a-zA-Z/!?]", cleaned)
    assert to_text(cleaned) == cleaned or "&" in cleaned


@pytest.mark.parametrize("part", ["<a ", "<!--", "<script", "<a '", "&lt;", '<p "'])
def test_hostile_repetition_is_no_trouble(part):
    assert len(to_text(part * 20_000)) <= len(part) * 20_000 + 40_000

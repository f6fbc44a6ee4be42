"""HTML to readable text from which nothing can be executed."""

from __future__ import annotations

import re
from html import unescape

# Each pattern consumes what it starts on, so hostile input costs no more than linear time.
_HIDDEN = re.compile(r"<(script|style|template|noscript|iframe|object|svg|head|title)\b.*?(?:</\1[^>]*>|\Z)", re.I | re.S)
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)|<[!?][^>]*>", re.S)
_ITEM = re.compile(r"<li\b[^<>]*>", re.I)
_CELL = re.compile(r"</t[dh]\s*>", re.I)
_BLOCK = re.compile(
    r"</?(?:p|div|br|hr|ul|ol|li|dl|dt|dd|table|tr|h[1-6]|section|article|header|footer|blockquote|pre|figure|main|aside|nav)\b[^<>]*>",
    re.I,
)
_TAG = re.compile(r"""</?[A-Za-z](?:[^<>"']|"[^"<]*"|'[^'<]*')*>|</?[A-Za-z][^<>]*>""")
_OPEN = re.compile(r"<(?=[A-Za-z/!?])")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u2028\u2029\ufeff]")
_BLANKS = re.compile(r"[ \t\u00a0\u3000]+")
_LINES = re.compile(r" ?\n ?")
_MANY_LINES = re.compile(r"\n{3,}")
_DEPTH = 4  # how often a text may have been escaped over itself


def to_text(html: str) -> str:
    """The readable text of HTML (or of plain text, which comes back as it is).

    Blocks become lines, list items lines that begin with "• ", entities characters; scripts,
    styles, comments and tags are gone, however often they were escaped. A "<" that still stands
    before a letter ("x<y") is set off with a space, so that no browser takes it for a tag.
    """
    text = html
    for _ in range(_DEPTH):
        if "<" not in text and "&" not in text:
            break
        stripped = unescape(_strip(text))
        if stripped == text:
            break
        text = stripped
    return tidy(_OPEN.sub("< ", _strip(text) if "<" in text else text))


def to_line(html: str) -> str:
    """`to_text` on one line: for titles and names."""
    return " ".join(to_text(html).split())


def tidy(text: str) -> str:
    """Control characters gone, runs of blanks one space, at most one empty line between paragraphs."""
    if text.isprintable() and "  " not in text and "\u3000" not in text:
        return text.strip()
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = _BLANKS.sub(" ", _CONTROL.sub("", text))
    return _MANY_LINES.sub("\n\n", _LINES.sub("\n", text)).strip()


def _strip(text: str) -> str:
    if "<" not in text:
        return text
    text = _COMMENT.sub("", _HIDDEN.sub("\n", text))
    text = _CELL.sub(" ", _ITEM.sub("\n• ", text))
    return _TAG.sub("", _BLOCK.sub("\n", text))

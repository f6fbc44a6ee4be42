"""Which encoding a file is in, told from a sample of its bytes."""

from __future__ import annotations

import codecs
import re

MARK = "\udcff"  # stands for bytes that cannot be decoded; no valid text holds it
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"),
         (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))  # fmt: skip
_HIGH_UTF8 = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_GB_PAIR = re.compile(rb"[\x81-\xfe][\x40-\x7e\x80-\xfe]|[\x80-\xff]")
_BINARY = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def _mark(error: UnicodeError) -> tuple[str, int]:
    if isinstance(error, UnicodeDecodeError):
        return MARK, error.end
    raise error


codecs.register_error("shopkeeper-mark", _mark)


def detect_encoding(sample: bytes) -> str | None:
    """The Python codec name for text that begins with `sample`, None when it looks binary.

    A byte order mark decides; then zero bytes at every other place say UTF-16; then whatever is
    UTF-8 but for a few damaged bytes is UTF-8; then pairs from the everyday part of GB2312 say
    GB18030 (of which GBK is a part); what is left is cp1252, or latin-1 where cp1252 has holes.
    The sample may end within a character.
    """
    for bom, name in _BOMS:
        if sample.startswith(bom):
            return name
    if wide := _utf16(sample):
        return wide
    if len(_BINARY.findall(sample)) > len(sample) // 200:
        return None
    if _is_utf8(sample):
        return "utf-8"
    if _is_gb(sample):
        return "gb18030"
    return "latin-1" if re.search(rb"[\x81\x8d\x8f\x90\x9d]", sample) else "cp1252"


def _utf16(sample: bytes) -> str | None:
    """UTF-16 without a mark: the zero bytes are all on one side, and line ends come with theirs."""
    even = sample[: len(sample) // 2 * 2]
    for name, high, newline in (("utf-16-le", 1, b"\n\x00"), ("utf-16-be", 0, b"\x00\n")):
        zeros, others = even[high::2].count(0), even[1 - high :: 2].count(0)
        if zeros == 0 or zeros < 10 * others:
            continue
        ends = sum(even[at : at + 2] == newline for at in range(0, min(len(even), 20_000), 2))
        if 2 * ends > even[:20_000].count(b"\n") or (ends == 0 and 4 * zeros > len(even) // 2):
            return name if _readable(even.decode(name, errors="replace")[:4000]) else None
    return None


def _readable(text: str) -> bool:
    return sum(not (c.isprintable() or c in "\r\n\t") for c in text) <= len(text) // 100


def _is_utf8(sample: bytes) -> bool:
    try:
        codecs.getincrementaldecoder("utf-8")().decode(sample)
    except UnicodeDecodeError:
        good = _HIGH_UTF8.findall(sample)
        left = re.sub(rb"[\x00-\x7f]", b"", _HIGH_UTF8.sub(b"", sample))
        return len(good) >= 10 * len(left)
    return True


def _is_gb(sample: bytes) -> bool:
    """Whether most high bytes form pairs in the rows of GB2312 that hold punctuation and hanzi."""
    pairs = _GB_PAIR.findall(sample)
    usual: int = sum(len(p) == 2 and (0xA1 <= p[0] <= 0xA9 or 0xB0 <= p[0] <= 0xF7) and p[1] >= 0xA1 for p in pairs)
    return usual * 10 >= len(pairs) * 7

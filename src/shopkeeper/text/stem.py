"""Light English stemming: plurals and the commonest endings, nothing that changes a word's sense."""

from __future__ import annotations

from functools import lru_cache


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """ "batteries" and "battery" to one term, "boxes" and "box", "glasses" and "glass".

    After Harman, "How effective is suffixing?" (1991), with the -es rule widened to sibilants.
    """
    if len(word) < 4 or not word.endswith("s") or not word.isascii():
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes", "zes")):
        return word[:-2]
    if word.endswith(("ss", "us", "is")):
        return word
    return word[:-1]

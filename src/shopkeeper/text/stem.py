"""Light English stemming: plurals and the commonest endings, nothing that changes a word's sense."""

from __future__ import annotations

from functools import lru_cache

# Words that the rules below would tear apart, each with the one form that is kept.
_IRREGULAR = {
    form: kept
    for kept, forms in {
        "lens": "lens lenses", "bus": "bus buses", "gas": "gas gases", "canvas": "canvas canvases", "man": "men mens",
        "woman": "women womens", "child": "children childrens",
        "knife": "knives", "shelf": "shelves", "scarf": "scarves", "leaf": "leaves", "mouse": "mice",
        "foot": "feet", "tooth": "teeth",
    }.items()
    for form in forms.split()
}


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """ "batteries" and "battery" to one term, "boxes" and "box", "glasses" and "glass", "women" and "woman".

    After Harman, "How effective is suffixing?" (1991), with the -es rule widened to sibilants and
    the irregular plurals of things that shops sell.
    """
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if len(word) < 4 or not word.endswith("s") or not word.isascii():
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes", "zes")):
        return word[:-2]
    if word.endswith(("ss", "us", "is")):
        return word
    return word[:-1]

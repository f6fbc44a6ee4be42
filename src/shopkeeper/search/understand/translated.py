"""Values that a shop writes in one language, in the words of the other: "Cotton" is asked for as 纯棉 too.

The words are those of `text.attributes`: materials, patterns, sleeves, genders, seasons and whatever else is listed there. A value
counts when the whole of it is known, as a value of what its field is called.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ...shop import LANGUAGES, Language, Localized
from ...text.attributes import attribute, spoken, values_of
from ...text.normalise import has_cjk

_OWN = frozenset(("colour",))  # kinds that are read in another way
_SINGLE = frozenset("男女")  # characters that say enough alone


def translated(value: Localized, names: Sequence[Localized]) -> Iterator[tuple[str, Language]]:
    """The words for a value of a field with these names in each language that the shop does not have it in."""
    missing: list[Language] = [language for language in LANGUAGES if not getattr(value, language)]
    if not missing or len(missing) == len(LANGUAGES):
        return
    kinds = {attribute(text) for name in names for text in name.all} - _OWN
    known = [each for text in value.all for each in values_of(text) if each[0] in kinds]
    for language in missing:
        for word in dict.fromkeys(word for kind, each in known for word in spoken(kind, each, language)):
            if len(word) > 1 or word in _SINGLE or not has_cjk(word):
                yield word, language

"""Categories as a tree: a facet counts them without saying which lies within which, the paths of
some products do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from .pages import Facet, FacetValue

DEEPEST = 2
SHOWN = 12


def as_tree(facet: Facet, paths: Sequence[Sequence[str]], total: int) -> Facet:
    """The facet with its categories under their parents, as far as the `paths` tell; those that they
    do not tell of are folded away.

    A category is opened when one in it is chosen or most of the `total` products lie in it.
    """
    tree = _Tree(facet.values, paths, total)
    known = list(tree.rows())
    unknown = [value for value in facet.values if value.label not in tree.depths]
    return replace(facet, values=(*known, *unknown), shown=min(len(known), SHOWN)) if known else facet


class _Tree:
    def __init__(self, values: Sequence[FacetValue], paths: Sequence[Sequence[str]], total: int) -> None:
        self.values, self.total = values, total
        self.depths = {part: depth for path in paths for depth, part in enumerate(path)}
        self.parents = {child: parent for path in paths for parent, child in pairwise(path)}
        chosen = [value.label for value in values if value.active]
        self.open = {label for start in chosen for label in self._upwards(start)}

    def rows(self, parent: str | None = None) -> Iterator[FacetValue]:
        """The categories within `parent` (None: the first level), each followed by those within it."""
        for value in self.values:
            if value.label in self.depths and self.parents.get(value.label) == parent:
                depth = min(self.depths[value.label], DEEPEST)
                yield replace(value, depth=depth)
                if depth < DEEPEST and (value.label in self.open or value.count * 2 > self.total):
                    yield from self.rows(value.label)

    def _upwards(self, label: str | None) -> Iterator[str]:
        seen: set[str] = set()
        while label is not None and label not in seen:
            seen.add(label)
            yield label
            label = self.parents.get(label)

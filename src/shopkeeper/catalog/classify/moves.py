"""Products that stand in the wrong category: those whose nearest products by meaning nearly all stand together elsewhere, in a category
whose name fits them as well as that of their own. A rare category has few products that could speak for it; its name does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ...shop import Product
from ..words import MEANT, Encode, Floats
from .classifier import Guess, Path, Unlearnt, text_of

NEAR = 10  # products that are asked
SURE = 0.75  # of their votes for one other category
DOUBT = 0.15  # of their votes for its own, at most
FEWEST = 30  # products of a shop before anything is said
NAMED = 3  # neighbours that are named as the reason
_AT_ONCE = 512


@dataclass(frozen=True, slots=True)
class Move:
    """A product, the category where it stands with its share of the neighbours' votes, and where it should stand, with its share and the
    ids of the nearest products there."""

    product_id: str
    now: Path
    share: float
    to: Guess

    def to_dict(self) -> dict[str, Any]:
        """`{product_id, now, share, to: {path, chance, because}}`."""
        return {"product_id": self.product_id, "now": list(self.now), "share": round(self.share, 4), "to": self.to.to_dict()}


def path_of(product: Product) -> Path:
    """The category of a product by its English names, Chinese where there are none."""
    return tuple(level.en or level.zh for level in product.category)


def moves(products: Sequence[Product], encode: Encode) -> list[Move]:
    """The moves to suggest, surest first. A neighbour's vote counts as much as it is near (its cosine to the fourth power)."""
    placed = [product for product in products if product.category]
    if len(placed) < FEWEST:
        return []
    paths = [path_of(product) for product in placed]
    vectors = encode([text_of(product)[:MEANT] for product in placed])
    out = list[Move]()
    for start in range(0, len(placed), _AT_ONCE):
        near = np.asarray(vectors[start : start + _AT_ONCE] @ vectors.T, np.float64)
        near[np.arange(len(near)), np.arange(start, start + len(near))] = -1.0  # not itself
        out += [move for row in range(len(near)) if (move := _move(start + row, near[row], placed, paths))]
    fitting = _fitting(out, {product.id: text_of(product) for product in placed}, Unlearnt(paths, encode))
    return sorted(fitting, key=lambda move: (move.share - move.to.chance, move.product_id))


def _fitting(found: Sequence[Move], texts: Mapping[str, str], names: Unlearnt) -> list[Move]:
    """Those whose new category is not above the old one, and whose name is at least as near to the words of the product."""
    place = {path: column for column, path in enumerate(names.paths)}
    near = names.scores([texts[move.product_id] for move in found]) if found else ()
    return [
        move
        for move, row in zip(found, near, strict=True)
        if row[place[move.to.path]] >= row[place[move.now]] and move.now[: len(move.to.path)] != move.to.path
    ]


def _move(place: int, near: Floats, placed: Sequence[Product], paths: Sequence[Path]) -> Move | None:
    best = np.argsort(-near, kind="stable")[:NEAR].tolist()
    votes: dict[Path, float] = {}
    for other in best:
        votes[paths[other]] = votes.get(paths[other], 0.0) + max(0.0, float(near[other])) ** 4
    total = sum(votes.values()) or 1.0
    to = max(votes, key=lambda path: (votes[path], path))
    own, share = votes.get(paths[place], 0.0) / total, votes[to] / total
    if to == paths[place] or share < SURE or own > DOUBT:
        return None
    named = tuple(placed[other].id for other in best if paths[other] == to)[:NAMED]
    return Move(placed[place].id, paths[place], own, Guess(to, share, named))

"""How far visits come: from looking to buying, in all and by device, source or category."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal, get_args

import orjson

from ..evaluation import Interval, proportion
from ..shop import InvalidQuery, Language, Localized
from ..store.counts import Reached, Session
from ..store.protocol import Store
from .window import Days

By = Literal["device", "source", "category"]
STEPS = {
    "visit": Localized("来访", "visited"), "view": Localized("看了商品", "looked at a product"),
    "cart": Localized("加入购物车", "filled a basket"),
    "checkout": Localized("开始结账", "began to pay"), "purchase": Localized("下单", "bought"),
}  # fmt: skip
UNKNOWN = Localized("未知", "unknown")
DEVICES = {"mobile": Localized("手机", "mobile"), "desktop": Localized("电脑", "desktop"), "tablet": Localized("平板", "tablet")}


@dataclass(frozen=True, slots=True)
class Part:
    """Visits of one device, source or category (`key` as the store has it, "" unknown): how many came to each of `STEPS` or further.
    Of a category there are only visits that looked at something of it."""

    key: str
    name: Localized
    reached: tuple[int, ...]

    @property
    def kept(self) -> tuple[Interval | None, ...]:
        """Of the visits at each step the share that came to the next one, with 95 % intervals."""
        return tuple(proportion(after, before) for before, after in zip(self.reached, self.reached[1:], strict=False))

    @property
    def conversion(self) -> Interval | None:
        """Of all visits the share that bought."""
        return proportion(self.reached[-1], self.reached[0])

    def to_dict(self) -> dict[str, Any]:
        """`{key, name: {zh, en}, reached: {visit: n, …}, kept: {view: interval, …}, conversion}`."""
        names = list(STEPS)
        return {
            "key": self.key, "name": {"zh": self.name.zh, "en": self.name.en}, "reached": dict(zip(names, self.reached, strict=True)),
            "kept": {name: share and share.to_dict() for name, share in zip(names[1:], self.kept, strict=True)},
            "conversion": self.conversion and self.conversion.to_dict(),
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Funnel:
    """All visits of some days, and, where it was asked, the parts, those with most visits first."""

    days: Days
    by: str
    all: Part
    parts: tuple[Part, ...]

    @property
    def steps(self) -> dict[str, Localized]:
        """The steps by key, with their names."""
        return STEPS

    def to_dict(self) -> dict[str, Any]:
        """`{since, until, by, all, parts}`."""
        return {**self.days.to_dict(), "by": self.by, "all": self.all.to_dict(), "parts": [part.to_dict() for part in self.parts]}

    def said(self, language: Language) -> str:
        """The funnel in one sentence: where most are lost."""
        visits, bought = self.all.reached[0], self.all.reached[-1]
        if not visits:
            return "这段时间没有访问记录。" if language == "zh" else "No visits are recorded in these days."
        drops = [1 - (share.value if share else 1.0) for share in self.all.kept]
        worst = max(range(len(drops)), key=drops.__getitem__)
        before, after = (list(STEPS.values())[place].get(language) for place in (worst, worst + 1))
        if language == "zh":
            return (f"{visits:,} 次访问中有 {bought:,} 次下单（{bought / visits:.1%}）；流失最多的一步是从“{before}”到“{after}”"
                    f"（{drops[worst]:.0%} 没有继续）。")  # fmt: skip
        return (f"{bought:,} of {visits:,} visits bought ({bought / visits:.1%}); most are lost between “{before}” and “{after}” "
                f"({drops[worst]:.0%} go no further).")  # fmt: skip


def funnel(store: Store, days: Days, by: str = "") -> Funnel:
    """The funnel of these days. A visit that did a later step counts for the ones before, which its page may not have told of."""
    _check(by)
    found = store.shoppers.reached(days.since, days.until, by)
    counts: dict[str, list[Reached]] = defaultdict(list)
    for row in found if by else ():
        counts[row.part].append(row)
    parts = [_part(key, name_of(by, key), rows) for key, rows in counts.items()]
    # A visit is of one device and source, but may be of several categories or of none.
    everything = store.shoppers.reached(days.since, days.until) if by == "category" else found
    whole = _part("", Localized("全部", "all"), everything)
    return Funnel(days, by, whole, tuple(sorted(parts, key=lambda part: (-part.reached[0], part.key))))


def visits(
    store: Store, days: Days, by: str = "", part: str | None = None, step: str = "visit", *, after: tuple[str, str] = ("", ""),
    limit: int = 1000,
) -> list[Session]:  # fmt: skip
    """The visits behind a figure of the funnel: those of a part (by its key) that came to a step or further."""
    _check(by)
    if step not in STEPS:
        raise InvalidQuery(f"step: expected one of {', '.join(STEPS)}, got {step[:40]!r}")
    far = list(STEPS).index(step) + 1
    return store.shoppers.sessions(days.since, days.until, by, part=part, step=far, after=after, limit=limit)


def name_of(by: str, key: str) -> Localized:
    """What a part is called."""
    if not key:
        return UNKNOWN
    if by == "category":
        found = orjson.loads(key)
        return Localized(found.get("zh", ""), found.get("en", ""))
    return DEVICES.get(key, Localized(key, key)) if by == "device" else Localized(key, key)


def _part(key: str, name: Localized, rows: Iterable[Reached]) -> Part:
    exact = [0] * len(STEPS)
    for row in rows:
        exact[row.step - 1] += row.sessions
    return Part(key, name, tuple(sum(exact[place:]) for place in range(len(STEPS))))


def _check(by: str) -> None:
    if by and by not in get_args(By):
        raise InvalidQuery(f"by: expected one of {', '.join(get_args(By))}, got {by[:40]!r}")

"""Where in the shop's documents a question is answered: nearness in meaning, meanings named in both, and shared words, above a floor."""

from __future__ import annotations

import threading
import time
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import log

import numpy as np
import numpy.typing as npt

from ...shop import LANGUAGES, Document, DocumentKind, Language
from ...store.protocol import Table
from ...text.analyse import STOPWORDS, analyse, runs, segment
from ...text.normalise import normalise
from ...text.units import UNIT_NAMES
from .meanings import explained, group, meanings
from .sections import Section, sections

Floats = npt.NDArray[np.float32]
Encode = Callable[[Sequence[str]], Floats]
VAGUE = 0.4  # what a meaning counts that says little of what a question is about
HINTED = 0.25  # what a meaning counts that only the wish behind the question has
LOOK_S = 5.0  # seconds between two looks at whether the documents changed
_LITTLE = STOPWORDS | frozenset(
    "i im i'm me my mine you your u we our us he she it its they them their do does did done can could would will wont "
    "won't should shall may might must what when where how why which who whom whose is are was were be been am if then "
    "there here have has had get got gets just some any new made make once see please hi hello hey thanks thank so not no "
    "yes but about out up all also too very really still now again more most much many than use using used one two someone "
    "something anything thing stuff guy want need like know tell ok okay dont don't didnt cant 吗 呢 啊 呀 吧 哦 嘛 不 没 "
    "能 可以 可 会 怎么 怎样 怎么样 如何 多少 什么 啥 咋 哪 哪儿 哪里 哪个 你们 我们 你 您 我 的 了 着 过 要 行 还 就 都 也 "
    "很 太 那 这 那个 这个 它 有 没有 是 是不是 在 把 被 给 和 跟 与 去 来 到 一个 一下 一 个 请问 请 想 问 想问 亲 谢谢 "
    "如果 的话 时候 东西 里 上 下 对 order ordered ordering buy buying bought today tomorrow yesterday monday tuesday "
    "wednesday thursday friday day week month last next morning guys pls sir folks gonna item items things place give given "
    "let go going come coming way already after before while yet ever never actually 你好 您好 今天 明天 昨天 前天 上周 "
    "下周 现在 刚 刚刚 刚才 买 买的 下单 订单 拍 拍下 一般 正常 大概 家里 你家 这边 那边 时 后 前 次 天 块 钱 得 给我 帮 "
    "帮我 啊呀 哈 嗯 知道 告诉".split()
)


@dataclass(frozen=True, slots=True)
class Found:
    """A section, and how likely it is that it answers the question, 0 to 1."""

    section: Section
    chance: float


class Library:
    """The documents of a shop, kept in memory and read again when they change. For several threads."""

    def __init__(self, documents: Table[Document], encode: Encode) -> None:
        self._documents, self._encode = documents, encode
        self._shelves: dict[Language, Shelf] = {}
        self._fingerprint, self._looked = "", float("-inf")
        self._vectors: dict[str, Floats] = {}
        self._vector = lru_cache(maxsize=1_000)(lambda text: encode([text])[0])
        self._lock = threading.Lock()

    def find(
        self, question: str, language: Language, *, hints: Collection[str] = (), hinted: float = HINTED,
        kinds: Collection[DocumentKind] = tuple(DocumentKind), k: int = 3,
    ) -> list[Found]:
        """The `k` likeliest sections of these kinds, the best first; `hints` are meanings that the wish behind the question has, which
        count `hinted` each."""
        shelf = self._shelf(language)
        return shelf.find(Asked.of(question, dict.fromkeys(hints, hinted), self._vector(question)), kinds, k) if shelf.sections else []

    def _shelf(self, language: Language) -> Shelf:
        with self._lock:
            if time.monotonic() - self._looked > LOOK_S:
                self._look()
            return self._shelves[language]

    def _look(self) -> None:
        fingerprint = self._documents.fingerprint()
        if fingerprint != self._fingerprint or not self._shelves:
            documents = list(self._documents.all())
            self._shelves = {language: Shelf(_sections(documents, language), language, self._known) for language in LANGUAGES}
            self._fingerprint = fingerprint
        self._looked = time.monotonic()

    def _known(self, texts: Sequence[str]) -> Floats:
        """Vectors of texts; those of texts that were here before are not made again."""
        new = [text for text in dict.fromkeys(texts) if text not in self._vectors]
        if new:
            self._vectors.update(zip(new, self._encode(new), strict=True))
        return np.stack([self._vectors[text] for text in texts])


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with what is looked for: its meanings (those of the wish behind it count less), its words, the `rest` of them that are in
    no phrase with a meaning, its vector."""

    meanings: dict[str, float]
    words: dict[str, float]
    rest: tuple[str, ...]
    vector: Floats

    @property
    def understood(self) -> bool:
        """Whether a meaning is known that counts in full."""
        return any(weight >= VAGUE for weight in self.meanings.values())

    @classmethod
    def of(cls, text: str, hints: Mapping[str, float], vector: Floats) -> Asked:
        """A text with the meanings of the wish behind it, as far as they count."""
        own = meanings(text) & _ABOUT
        wanted = {**hints, **{name: VAGUE if name in _VAGUE else 1.0 for name in own}}
        return cls(wanted, dict.fromkeys(content_words(text), 1.0), _rest(text), vector)


class Shelf:
    """The sections in one language, ready to be searched."""

    def __init__(self, found: list[Section], language: Language, encode: Encode) -> None:
        self.sections = found
        if not found:
            return
        heads, bodies = [_about(s) for s in found], [f"{s.title} {s.heading} {s.text}" for s in found]
        self._titles, self._texts = encode(heads), encode([s.text for s in found])
        self._foreign = np.array([section.language != language for section in found])
        self._meanings = Terms([meanings(text) & _ABOUT for text in bodies], [meanings(text) & _ABOUT for text in heads])
        self._words = Terms([content_words(text) for text in bodies], [content_words(text) for text in heads])

    def find(self, asked: Asked, kinds: Collection[DocumentKind], k: int) -> list[Found]:
        """See `Library.find`."""
        rows = np.array([i for i, section in enumerate(self.sections) if section.kind in kinds], dtype=int)
        features = self.features(asked)[rows]
        if asked.understood:
            chances = 1 / (1 + np.exp(-(features @ WEIGHTS[:-1] + WEIGHTS[-1])))
        else:
            chances = np.minimum(FLOOR * np.exp(STEEP * (features[:, 0] - NEAR)), MOST_BY_NEARNESS)
        order = np.argsort(-chances, kind="stable")[:k]
        return [Found(self.sections[rows[i]], float(chances[i])) for i in order]

    def features(self, asked: Asked) -> npt.NDArray[np.float64]:
        """Of each section: nearness of the question to what it is about and to its text, the share of the question's meanings that it
        has, the share of its subject that the question has, the share of the question's words that it has, and of the words of its head
        that the question has, and how many words of the question that say something else it lacks. A section in another language
        shares no words; nearness stands for them."""
        near = np.zeros((len(self.sections), 2))
        if asked.vector.size:
            near = np.stack([self._titles @ asked.vector, self._texts @ asked.vector], axis=1)
        shares = np.stack([*self._meanings.shares(asked.meanings), *self._words.shares(asked.words)], axis=1)
        shares[self._foreign, 2:] = np.clip(near[self._foreign], 0, 1)
        return np.hstack([near, shares, self._words.missing(asked.rest)[:, None]])


class Terms:
    """Which sections have a term, and which have it in their head; rare terms weigh more."""

    def __init__(self, bodies: Sequence[Collection[str]], heads: Sequence[Collection[str]]) -> None:
        self._count = len(bodies)
        self._bodies, self._heads = _postings(bodies), _postings(heads)
        self._whole = np.array([sum(map(self._rare, head)) or 1.0 for head in heads])

    def shares(self, wanted: dict[str, float]) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
        """The share of what is wanted that each section has, and the share of its head that is wanted."""
        body, head = np.zeros(self._count), np.zeros(self._count)
        for term, weight in wanted.items():
            rare = self._rare(term)
            body[self._bodies.get(term, _NOWHERE)] += weight * rare
            head[self._heads.get(term, _NOWHERE)] += rare
        total = sum(weight * self._rare(term) for term, weight in wanted.items())
        return body / (total + DOUBT), head / self._whole

    def missing(self, terms: Sequence[str]) -> npt.NDArray[np.float64]:
        """How many of the terms each section lacks, at most `MANY`, as a share of that."""
        there = np.zeros(self._count)
        for term in terms:
            there[self._bodies.get(term, _NOWHERE)] += 1
        return np.minimum(len(terms) - there, MANY) / MANY

    def _rare(self, term: str) -> float:
        return log(1 + self._count / (len(self._bodies.get(term, _NOWHERE)) + 0.5))


def content_words(text: str) -> list[str]:
    """The words of a text that say what it is about, each once."""
    return [word for word in dict.fromkeys(analyse(text).words) if word not in _LITTLE and (len(word) > 1 or not word.isascii())]


def unexplained(text: str) -> list[str]:
    """The words of a text that are in no phrase with a meaning, no number and no unit, as they stand there."""
    known = explained(text)
    words = [word for run in runs(normalise(text)) for word in (segment(run.text) if run.chinese else run.text.split("-"))]
    return [word for word in words if not (word in UNIT_NAMES or word.isdecimal() or word in _LITTLE or _explains(known, word))]


def _rest(text: str) -> tuple[str, ...]:
    """The words of a text that nothing explains, as they stand in an index."""
    words = [word for word in unexplained(text) if len(word) > 1]
    return (*content_words(" ".join(word for word in words if word.isascii())), *(word for word in words if not word.isascii()))


def _explains(known: Collection[str], word: str) -> bool:
    """Whether a word is one of these phrases, or in Chinese a part of one."""
    return word in known or (not word.isascii() and any(word in phrase or (len(phrase) > 1 and phrase in word) for phrase in known))


def _postings(sets: Sequence[Collection[str]]) -> dict[str, npt.NDArray[np.intp]]:
    found: dict[str, list[int]] = defaultdict(list)
    for row, terms in enumerate(sets):
        for term in terms:
            found[term].append(row)
    return {term: np.array(rows, dtype=np.intp) for term, rows in found.items()}


def _sections(documents: Sequence[Document], language: Language) -> list[Section]:
    return [section for document in documents for section in sections(document, language)]


def _about(section: Section) -> str:
    return section.title if not section.heading else f"{section.title}: {section.heading}"


_VAGUE = frozenset(["change", "choose", "how_long", "deliver", "offer", "free_of_charge"])
DOUBT = 0.8  # how much the wanted must weigh to be half believed
MANY = 4  # words that a question has and a section has not: more make no difference
_NOWHERE = np.array([], dtype=np.intp)
_ABOUT = group("service") | group("manual")
# Logistic regression on the questions of tests/questions (all but `final`); the last is the constant.
WEIGHTS = np.array([2.98, 0.61, 6.82, 4.46, 0.39, 0.42, -1.39, -9.80])
# A question of which no meaning is known is answered by nearness alone: at NEAR it is as likely as FLOOR, never more than this.
FLOOR, NEAR, STEEP, MOST_BY_NEARNESS = 0.15, 0.48, 25.0, 0.25

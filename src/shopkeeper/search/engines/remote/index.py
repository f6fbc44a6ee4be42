"""The `Index` of engines in another process: the same for all, over what a `Backend` can do."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from ....models.encoder import Space
from ....models.vectors import cosines
from ....shop import Localized, NotIndexed
from ....text.analyse import Terms
from ...document import Levels
from ...filters import Filter
from ...slots import Slot
from ...words.vocabulary import Vocabulary
from ..formula import Formula, shares
from ..local.columns import Columns
from ..local.index import KNOWN, NEAR, SAMPLE
from ..protocol import Batch, Carried, CatalogueValues, IndexQuery, Moved, OtherSpace
from .backend import Ask, Backend, Change, Filled, Found, Parcel, Restocked, State, Swapped, Writer
from .candidates import RemoteCandidates
from .catalogue import Catalogue
from .entries import Draft
from .now import Frequencies, Moment, Now
from .scoring import Held, leads, lexeme

TRIES = 3
SPARE = 1.3  # times the candidates asked for that an engine chooses by words, whose weights are about those of the formula
MORE = 50
EAGER = 5000  # products of an index up to which the values of all that pass filters are brought along
LARGEST = 2000  # products of a kind that tell what it carries

Vectors = NDArray[np.float32]
A = TypeVar("A")


class RemoteIndex:
    """An index that a `backend` keeps. A build is of vectors of `encoder` (its fingerprint) unless it says otherwise. What is known
    of all products together is read once and then followed; everything else is asked for when it is needed."""

    def __init__(self, backend: Backend, dimensions: int, encoder: str) -> None:
        self._backend, self._space = backend, Space(encoder, dimensions)
        self._lock = threading.Lock()
        self._now: Now | None = None
        self._searches = threading.local()

    @property
    def revision(self) -> int:
        """The store's revision that the index has caught up with; -1 when nothing was ever indexed."""
        state = self._backend.state()
        return state.revision if state else -1

    @property
    def space(self) -> Space | None:
        """Where the vectors lie that it holds now."""
        if self._moment:
            return now.state.space if (now := self._seen()) else None
        state = self._backend.state()
        return state.space if state else None

    @property
    def stale_share(self) -> float:
        """How many entries were replaced or removed since the build, as a share."""
        state = self._backend.state()
        return state.dead / max(state.dead + state.documents, 1) if state else 0.0

    def __len__(self) -> int:
        state = self._backend.state()
        return state.documents if state else 0

    def replace(self, batches: Iterable[Batch], revision: int, space: Space | None = None) -> None:
        """Builds a new generation aside and swaps it in."""
        draft = Draft(Catalogue())

        def filled() -> Iterator[Filled]:
            for documents, vectors in batches:
                yield [draft.entry(document) for document in documents], vectors

        with self._backend.writing() as writer:
            writer.build(filled(), lambda: (draft.note(), draft.counts), revision, space or self._space)

    def upsert(
        self, batch: Batch, deleted: Sequence[str], revision: int, levels: Sequence[Levels] = (), space: Space | None = None,
    ) -> None:
        """Writes a change, unless the index is further already."""
        with self._backend.writing() as writer:
            now = self._need(space, writer)
            if revision < now.state.revision:
                return
            draft = Draft(now.catalogue)
            entries = [draft.entry(document) for document in batch[0]]
            gone = {*deleted, *(entry.id for entry in entries)}
            restocked = list(self._restocked(now, draft, [each for each in levels if each.id not in gone]))
            note = draft.note() if draft.says_something else None
            writer.change(Change(revision, entries, batch[1], list(deleted), restocked, note, draft.counts))

    def _restocked(self, now: Now, draft: Draft, levels: Sequence[Levels]) -> Iterator[Restocked]:
        """The entries of which prices or stock are others than they were."""
        if levels:
            found = self._backend.get(now.generation, [each.id for each in levels])
            parcels = dict(zip(found.ids, found.parcels, strict=True))
            for each in {each.id: each for each in levels}.values():
                if (parcel := parcels.get(each.id)) and (new := draft.restocked(each, parcel)):
                    yield new

    def at_once(self, ask: Callable[[], A], query: str = "") -> A:
        """The answer of `ask`. What is known of the index is taken to be the newest until an answer of the engine tells otherwise: then,
        and only then, `ask` is called again."""
        if self._moment:
            return ask()
        self._searches.moment = moment = Moment(query)
        try:
            return ask()
        except Moved:
            moment.brought.clear()
            return ask()
        finally:
            self._searches.moment = None

    def query(self, query: IndexQuery) -> RemoteCandidates:
        """The candidates: the best by text, the nearest by meaning, or all, that pass the filters."""
        if query.terms is None and query.vector is None:
            return self._ask(lambda now: self._all(now, query.filters), query.space)
        return self._ask(lambda now: self._find(now, query), query.space)

    def _all(self, now: Now, filters: Sequence[Filter]) -> RemoteCandidates:
        """All that pass, in the order of their ids."""
        clauses = now.catalogue.clauses(filters)
        eager = now.state.documents <= EAGER or not self._backend.exact
        ids, records, state = self._backend.passing(now.generation, clauses, eager)
        self._confirm(state)
        if not self._backend.exact and clauses:
            kept = np.flatnonzero(_passing(now.catalogue.columns(ids, records), filters)).tolist()
            ids, records = [ids[row] for row in kept], [records[row] for row in kept]
        return RemoteCandidates(now.catalogue, ids, filters, self._fetch(now), records=records if eager else None)

    def _find(self, now: Now, query: IndexQuery) -> RemoteCandidates:
        clauses, scored = now.catalogue.clauses(query.filters), None
        if query.terms is not None:
            self._prepare(now, query.terms, query.slots)
            scored = Formula(now.counts).scored(query.terms, query.slots)
        ask = Ask(
            leads(scored, now.counts) if scored else (), now.catalogue.averages, round(query.text_depth * SPARE) + MORE,
            query.vector, query.vector_depth, clauses, query.also,
        )
        found = self._backend.find(now.generation, ask)
        self._confirm(found.state)
        if clauses and not self._backend.exact:
            columns = now.catalogue.columns(found.ids, [parcel.record for parcel in found.parcels])
            found = _chosen(found, _passing(columns, query.filters))
        return self._weighed(now, query, found)

    def _weighed(self, now: Now, query: IndexQuery, found: Found) -> RemoteCandidates:
        """The candidates among what the engine chose, with their exact scores."""
        n = len(found.ids)
        chosen, text = np.isin(np.array(found.ids, object), query.also) if query.also else np.zeros(n, bool), np.zeros(n, np.float32)
        telling, whole = np.ones(n, bool), np.zeros(n, bool)
        if query.terms is not None:
            formula, held = Formula(now.counts), self._held(now, found.parcels)
            holds, scores = held.work_out(formula.scored(query.terms, query.slots))
            best = _best(np.where(holds, scores, np.float32(-1)), query.text_depth, -0.5)
            text[best], telling = scores[best], np.zeros(n, bool)
            telling[best] = held.work_out(formula.telling(query.terms, query.slots))[0][best]
            if (all_words := formula.whole(query.terms, query.slots)) is not None:
                whole = held.work_out(all_words)[0]
            chosen[best] = True
        if query.vector is not None:
            cosine = np.where(found.vectors.any(1), cosines(found.vectors, query.vector), np.float32(-2))
            chosen[_best(cosine, query.vector_depth, max(query.floor, -1.5))] = True
        rows = np.flatnonzero(chosen)
        kept = _chosen(found, chosen)
        if self._moment:
            self._moment.brought.append(kept)
        made = RemoteCandidates(now.catalogue, kept.ids, query.filters, self._fetch(now), found=kept, query=query.vector)
        made.text, made.telling, made.whole = text[rows], telling[rows], whole[rows]
        return made

    def _held(self, now: Now, parcels: Iterable[Parcel]) -> Held:
        signatures = [parcel.signature for parcel in parcels]
        return Held(signatures, now.counts, now.catalogue.averages, now.catalogue.products)

    def _fetch(self, now: Now) -> Callable[[Sequence[str]], Found]:
        """What brings some products as they are now, in the order of their ids; one that is gone has no values."""

        def fetch(ids: Sequence[str]) -> Found:
            found = self._ask(lambda now: self._backend.get(now.generation, ids))
            places = {id: place for place, id in enumerate(found.ids)}
            vectors = np.zeros((len(ids), now.state.space.dimensions), np.float32)
            known = [row for row, id in enumerate(ids) if id in places]
            vectors[known] = found.vectors[[places[ids[row]] for row in known]]
            return Found(list(ids), [found.parcels[places[id]] if id in places else NOTHING for id in ids], vectors)

        return fetch

    def matched(self, terms: Terms, ids: Sequence[str], slots: tuple[Slot, ...] = ()) -> list[list[tuple[str, float]]]:
        """For each product the terms of a query that it holds, with their share of its text score."""
        return self._ask(lambda now: self._matched(now, terms, ids, slots))

    def _matched(self, now: Now, terms: Terms, ids: Sequence[str], slots: tuple[Slot, ...]) -> list[list[tuple[str, float]]]:
        parcels = self._parcels(now, ids)
        self._prepare(now, terms, slots)
        held = shares(Formula(now.counts).parts(terms, slots), range(len(parcels)), self._held(now, parcels.values()).scores)
        by_id = {id: held[row] for row, id in enumerate(parcels)}
        return [by_id.get(id, []) for id in ids]

    def frequencies(self, terms: Terms) -> tuple[list[int], list[int]]:
        """In how many products each word and each gram is."""

        def ask(now: Now) -> tuple[list[int], list[int]]:
            self._prepare(now, terms)
            count = now.counts.doc_freq
            words = [count("text", word) or count("facts", word) for word in terms.words]
            return words, [count("grams", gram) for gram in terms.grams]

        return self._ask(ask)

    def together(self, words: Sequence[str]) -> bool:
        """Whether some product has all of these words."""
        groups = [[lexeme(field, word) for field in ("text", "facts")] for word in words]
        return self._ask(lambda now: self._backend.holds(now.generation, groups))

    def brands(self) -> Sequence[Localized]:
        """The brands of all products."""
        brand = self.values().fields.get("brand")
        return brand.words if brand else ()

    @property
    def vocabulary(self) -> Vocabulary:
        """The words of titles, brands and categories."""
        return self._ask(lambda now: now.catalogue.vocabulary)

    def values(self) -> CatalogueValues:
        """The values that products have, by field."""
        return self._ask(lambda now: now.catalogue.schema.values())

    def carried(self, kind: Terms | Filter, fields: Sequence[str]) -> Mapping[str, Carried]:
        """What the products of a kind have in each of the fields; of a large kind some tell."""

        def ask(now: Now) -> Mapping[str, Carried]:
            columns = self._some(now, kind)
            return columns.carried(np.arange(len(columns)), fields) if len(columns) else {}

        return self._ask(ask)

    def _some(self, now: Now, kind: Terms | Filter) -> Columns:
        """The columns of products that hold most of some terms, or that pass a filter."""
        if not isinstance(kind, Filter):
            found = self._near(now, kind)
            return now.catalogue.columns(found.ids, [parcel.record for parcel in found.parcels])
        ids, records, state = self._backend.passing(now.generation, now.catalogue.clauses([kind]), True, LARGEST)
        self._confirm(state)
        columns = now.catalogue.columns(ids, records)
        if self._backend.exact:
            return columns
        kept = np.flatnonzero(_passing(columns, [kind])).tolist()
        return now.catalogue.columns([ids[row] for row in kept], [records[row] for row in kept])

    def _near(self, now: Now, terms: Terms) -> Found:
        """The products that hold most of the terms, as far as the shop knows them at all."""
        found = self._find(now, IndexQuery(terms, text_depth=SAMPLE))
        best = float(found.text.max(initial=0.0))
        return _chosen(found.found, (found.text >= NEAR * best) & (best >= KNOWN))

    def variants(self, filters: Sequence[Filter], ids: Sequence[str]) -> list[list[str]]:
        """For each product the ids of its variants that hold all the filters, in the product's order."""

        def ask(now: Now) -> list[list[str]]:
            parcels = self._parcels(now, ids)
            each = parcels.values()
            columns = now.catalogue.columns(list(parcels), [parcel.record for parcel in each], [parcel.variants for parcel in each])
            kept = columns.kept(filters, len(columns))
            held = {id: columns.variants_of(row, kept) for row, id in enumerate(parcels)}
            return [held.get(id, []) for id in ids]

        return self._ask(ask)

    def kind(self, terms: Terms) -> Localized | None:
        """The narrowest category that most of the products are in that hold most of the terms."""

        def ask(now: Now) -> Localized | None:
            columns = self._some(now, terms)
            return now.catalogue.narrowest(columns.categories(np.arange(len(columns))))

        return self._ask(ask)

    def vector(self, id: str) -> Vectors | None:
        """The vector of a product, None when it is not in the index."""
        found = self._ask(lambda now: self._backend.get(now.generation, [id]))
        return found.vectors[0] if found.ids else None

    def vectors(self, ids: Sequence[str]) -> Vectors:
        """The vectors of products, float32[len(ids), d]; of one that is not in the index it is zero."""
        return self._ask(lambda now: self._fetch(now)(ids).vectors)

    def close(self) -> None:
        """Lets connections go."""
        self._backend.close()

    @property
    def _moment(self) -> Moment | None:
        """The search that this thread is in."""
        moment: Moment | None = getattr(self._searches, "moment", None)
        return moment

    def _prepare(self, now: Now, terms: Terms, slots: Sequence[Slot] = ()) -> None:
        now.counts.prepare(terms, slots, self._moment.query if self._moment else "")

    def _parcels(self, now: Now, ids: Sequence[str]) -> Mapping[str, Parcel]:
        """What the engine keeps of those of these products that there are, asked for only if a search has not brought it along."""
        brought = self._moment.parcels(ids) if self._moment else None
        if brought is not None:
            return brought
        found = self._backend.get(now.generation, ids)
        return dict(zip(found.ids, found.parcels, strict=True))

    def _ask(self, ask: Callable[[Now], A], space: Space | None = None) -> A:
        """An answer of the newest generation; anew where another was swapped in meanwhile."""
        for _ in range(TRIES):
            try:
                return ask(self._need(space))
            except Swapped:
                self._forget()
        return ask(self._need(space))

    def _need(self, space: Space | None = None, writer: Writer | None = None) -> Now:
        """What is known now; `OtherSpace` when vectors lie elsewhere than in `space`."""
        now = self._take_in(writer.state()) if writer else self._seen()
        if now is None:
            raise NotIndexed("this shop has no search index yet; run `shopkeeper index`, in an empty shop after `shopkeeper import`")
        if space not in (None, now.state.space):
            raise OtherSpace
        return now

    def _seen(self) -> Now | None:
        """What is known now, None before there is an index. A search asks for news once, and takes it that there are none where the
        engine's answers will tell."""
        moment = self._moment
        if moment is None:
            return self._take_in(self._backend.state())
        if moment.now is None:
            moment.sure = moment.sure or self._now is None or not self._backend.tells
            moment.now = self._take_in(self._backend.state()) if moment.sure else self._now
        return moment.now

    def _confirm(self, state: State | None) -> None:
        """Holds what a search took to be known against the newest state, once."""
        moment = self._moment
        if moment is None or moment.sure:
            return
        before, moment.now, moment.sure = moment.now, self._take_in(state), True
        if before is None or moment.now is None or not before.still_holds(moment.now):
            raise Moved

    def _forget(self) -> None:
        """The generation that a search goes by is gone: the newest is asked for, and the search is begun again if it had not asked yet."""
        if moment := self._moment:
            if not moment.sure:
                self._confirm(self._backend.state())
            moment.now = None

    def _take_in(self, state: State | None) -> Now | None:
        """What is known at a state, None before there is an index."""
        if state is None:
            self._now = None
            return None
        return self._known(state)

    def _known(self, state: State) -> Now:
        now = self._now
        if now is not None and now.state == state:
            return now
        with self._lock:
            now = self._now
            if now is None or now.generation != state.generation:
                self._now = now = Now(state, Catalogue(), Frequencies(self._backend, state))
            catalogue, counts = now.catalogue, now.counts
            if state.notes > catalogue.notes:
                for note in self._backend.notes(state.generation, catalogue.notes):
                    catalogue.take_in(note)
                counts = Frequencies(self._backend, state)
            counts.num_docs = state.documents
            self._now = now = Now(state, catalogue, counts)
            return now


NOTHING = Parcel(bytes(6), b"", np.array([0, 0, 0, 0, 0x7FF80000], "<i4").tobytes(), b"")


def _passing(columns: Columns, filters: Sequence[Filter]) -> NDArray[np.bool_]:
    kept = columns.kept(filters, len(columns))
    return np.ones(len(columns), bool) if kept is None else kept.products


def _best(scores: Vectors, depth: int, least: float) -> NDArray[np.int64]:
    """The rows of the highest scores that are high enough, those of one score in their order."""
    order = np.argsort(-scores, kind="stable")[:depth]
    return order[scores[order] >= least]


def _chosen(found: Found, mask: NDArray[np.bool_]) -> Found:
    rows = np.flatnonzero(mask).tolist()
    return replace(found, ids=[found.ids[row] for row in rows], parcels=[found.parcels[row] for row in rows], vectors=found.vectors[rows])

"""The shop, as a program sees it: one object, one method a verb. Doors call this and nothing else."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from copy import copy
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, cast

from ..assistant.orders.local import LocalOrders
from ..assistant.orders.protocol import OrderSystem
from ..catalog.attributes.extractor import CAPABILITY as ATTRIBUTES
from ..catalog.catalogue import Catalogue
from ..catalog.quality import QualityReport, examine
from ..customers.customers import Customers
from ..models.capabilities import ENCODER, Models
from ..models.classify.classifier import OnnxClassifier
from ..models.encoder import CachedEncoder, Encoder, OnnxEncoder, Vectors, load_encoder, tokens_read
from ..models.encoders import Encoders
from ..models.explain.explanation import Explanation
from ..models.language.batch import GenerateMany, generate_many
from ..models.language.opening import Source as LanguageModelSource
from ..models.versions import Version
from ..recommend.asked import Asked, Relation
from ..recommend.choice import CAPABILITY as LOOKING
from ..recommend.experiments import Experiments
from ..recommend.feedback import rate
from ..recommend.lessons import Trained as TrainedOrder
from ..recommend.online import Measured, measure
from ..recommend.ranker import CAPABILITY as LEARNT_ORDER
from ..recommend.recommend import Recommender
from ..recommend.rehearsal import PlaceRehearsal
from ..recommend.rehearsal import rehearse as rehearse_places
from ..recommend.replay import Replayed, Then, asked_of, replay
from ..recommend.result import Recommendations
from ..recommend.results import Result, result
from ..recommend.train import CAPABILITY as RECOMMENDER
from ..recommend.train import Trained as TrainedRecommender
from ..recommend.train import events_of, origin_of
from ..recommend.train import train as train_recommender
from ..recommend.wish import Found
from ..reviews.reviews import Reviews, open_reviews
from ..reviews.sentiment import CAPABILITY as SENTIMENT
from ..reviews.sentiment import Sentiment, active, sentiments
from ..reviews.sentiment import explain as explain_sentiment
from ..reviews.task import Labelled
from ..reviews.train import Trained as TrainedSentiment
from ..reviews.train import lesson, train
from ..search.analytics import Searches
from ..search.engines.protocol import FieldValues, Index
from ..search.indexer import Indexer, IndexReport, Progress
from ..search.lessons import Rated, Trained, clicked, judged, learn, lesson_of
from ..search.log import SearchLog
from ..search.ranker import CAPABILITY as RANKER
from ..search.rehearsal import Rehearsal
from ..search.result import Match, SearchResult
from ..search.rules import RuleBook
from ..search.search import Examined, Mode, Search, request
from ..search.similarity import explain, match, similarities, similarity
from ..search.suggest.entry import Suggestion
from ..search.suggest.suggest import Suggestions
from ..search.task import Judgments
from ..search.tuning import Trial, Tuner
from ..search.words.live import Synonyms
from ..shop import Event, InvalidQuery, Language, NotFound, NotIndexed, Product, Rule, from_dict, to_dict
from ..shop.breaker import Breaker
from ..store.exporters import ExportReport, export_file
from ..store.importers import ImportReport, import_file
from ..store.importers.sold import products_sold
from ..store.protocol import Store, Table, Written
from ..text.analyse import segment
from ..text.pinyin import is_pinyin, sound
from ..writing import Copy
from .campaigns import Campaigns
from .changing import change
from .chat import Chat, Helpdesk, open_chat
from .copywriting import Copywriter, Order
from .demand import open_demand
from .drafts import Drafts
from .generation import Generation
from .imported import Imported, currency_is_free
from .kept import Kept
from .limits import RATES
from .merging import merged
from .privacy.days import Days
from .prospects import Prospects
from .reviewed import holds, said_in_reviews
from .settings import Settings
from .update import Updated, update

_ANY, _ANY_CHINESE = "warm", "热"  # any word does
LITTLE = 1000  # changed products
TITLES = 200  # from which the language of a shop is told
CLOSE = 0.6  # of the best score: what still answers a wish
LOOKS = 10  # of a server at its store between two readings of the synonyms


class Shop(Generation):
    """A shop that is open. Safe to use from several threads; several processes may open one shop."""

    def __init__(
        self, store: Store, data_dir: Path, *, encoders: Encoders, cached: Callable[[Encoder], CachedEncoder], index: Index, search: Search,
        synonyms: Synonyms, rules: RuleBook, suggestions: Suggestions, models: Models, close: Sequence[Callable[[], None]],
        search_log: SearchLog | None = None, currency: str = "CNY", language: Language | None = None, weight: float | None = None,
        secrets: Mapping[str, str] | None = None, checkout_url: str = "", retention: Days = Days(), widget_origins: Sequence[str] = (),
        webhook_hosts: Sequence[str] = (), orders: OrderSystem | None = None, ahead: Callable[[], None] = lambda: None,
        rates: Mapping[str, float] = RATES, key_budget: int = 0, language_model: LanguageModelSource = lambda: None,
        generate: GenerateMany = generate_many, helpdesk: Callable[[Shop], Helpdesk] | None = None,
        recommender: Callable[[Shop], Recommender] | None = None, copywriter: Callable[[Shop], Copywriter] | None = None,
    ) -> None:
        self.store, self.data_dir, self.currency = store, data_dir, currency
        self.secrets, self.checkout_url, self.retention = secrets or {}, checkout_url, retention
        self.widget_origins, self.webhook_hosts = frozenset(widget_origins), frozenset(webhook_hosts)
        self.rates, self.key_budget = rates, key_budget
        self.breakers: dict[str, Breaker] = {}  # of what is asked elsewhere
        self.tracer: Any = None  # an `observe.traces.Tracer`
        self.settings = Settings(shop=str(data_dir))  # what it was opened with, and the environment that it was read from: `open_shop` says
        self.environment: Mapping[str, str] | None = None
        self.kept = Kept()
        self.orders: OrderSystem = orders or LocalOrders()
        self.synonyms, self.rules, self._suggestions, self._ahead = synonyms, rules, suggestions, ahead
        self._encoders, self._index, self._search, self.cached = encoders, index, search, cached
        self._indexer = Indexer(store.products, index, encoders, cached)
        self.models, self._writing, self._looks = models, threading.Lock(), 0
        self._sentiment = active(models[SENTIMENT])
        self.prospects = Prospects(store, models)
        self.customers, self.campaigns, self.demand = Customers(store), Campaigns(store), open_demand(store, models, index)
        self.forecast = self.demand.forecast
        self.searches, self.search_log = Searches(store.searches), search_log
        self._language, self._weight, self._close = language, weight, close
        self._titled: Language | None = None
        self.tuner = Tuner(search, synonyms, store.judgments, store.searches, weight)
        self._language_model, self._generate = language_model, generate
        self._open_helpdesk, self._opening = helpdesk, threading.Lock()
        self._helpdesk: Helpdesk | None = None
        self.experiments = Experiments(store.experiments)
        self._open_recommender = recommender
        self._recommender: Recommender | None = None
        self.lists_dropped: Callable[[int], None] | None = None  # hears of lists of recommendations that the log has no room for
        self._open_copywriter = copywriter
        self._copywriter: Copywriter | None = None
        self._reviews: Reviews | None = None
        self.catalogue = Catalogue(store, lambda texts: self.cached(self.encoder).encode(texts), models[ATTRIBUTES], currency)

    def search(
        self, query: str = "", *, k: int | None = None, where: Sequence[str] = (), facets: Sequence[str] = (),
        language: Language | None = None,
        next: str | None = None, explain: bool = False, mode: Mode = "hybrid", weight: float | None = None,
        synonyms: bool = True, literal: bool = False, without: Sequence[str] = (), sort: str = "",
        session_id: str | None = None, customer_id: str | None = None, log: bool = True,
    ) -> SearchResult:
        """Finds products, `k` on a page (default 10). An empty query gives all that pass `where`; `next`
        is the cursor of an earlier answer and goes on with that search, by default with its `k`.
        `weight` is the share of the vectors, by default chosen for the query; `synonyms`: whether the shop's are looked for.
        `literal` looks for every word as it stands; otherwise words such as "under 500" become filters (`understood` of
        the answer), all but those named in `without`. `sort` is relevance, price, -price (dearest first), newest, popularity
        or rating, by default what the query asks for. The search is logged, with who searched where that is known, unless
        `log` is false: a measurement is no shopper. Raises `InvalidQuery` and `NotIndexed`."""
        if next:
            return self._search.next(next, k=k, explain=explain)
        where, said = said_in_reviews(where, lambda: self.reviews)
        asked = request(
            query, where, without, k=10 if k is None else k, facets=tuple(facets), language=language or self._language, explain=explain,
            said=said, mode=mode, weight=self._weight if weight is None else weight, synonyms=synonyms, literal=literal, sort=sort,
            session=session_id,
        )
        result = self._search.search(asked)
        if log and self.search_log is not None:
            self.search_log.note(query, result, session_id=session_id, customer_id=customer_id)
        return result

    @property
    def has_assistant(self) -> bool:
        """Whether the shop was opened with an assistant."""
        return self._open_helpdesk is not None

    @property
    def helpdesk(self) -> Helpdesk:
        """The assistant and what it works with; made when it is first asked for. `InvalidQuery` where the shop was opened without."""
        if self._open_helpdesk is None:
            raise InvalidQuery("chat: this shop was opened without an assistant")
        with self._opening:
            self._helpdesk = self._helpdesk or self._open_helpdesk(self)
        return self._helpdesk

    def chat(
        self, customer: str | None = None, conversation: str | None = None, language: Language | None = None, *, channel: str = "library",
        begin: bool = False,
    ) -> Chat:
        """A conversation with the assistant: a new one, or the one of this id, see `chat.open_chat`."""
        return open_chat(self.helpdesk.assistant, self.store, customer=customer, conversation=conversation,
                         language=language or self._language, channel=channel, begin=begin, guide=self.helpdesk.guide)

    def train_ranker(self, judgments: Judgments | Rated | None = None, *, seed: int = 0, progress: Progress | None = None) -> Trained:
        """Learns a ranker from judgments, or without them from the search log, and puts it in use where it is better on queries that
        were left out; `InvalidFile` when there is too little to learn from."""
        rated = judgments if isinstance(judgments, Rated) else judged(judgments) if judgments else clicked(self.store)
        return learn(lesson_of(rated, self.examined, progress), self.models[RANKER], seed=seed, progress=progress)

    def update(self, *capabilities: str, progress: Progress | None = None) -> list[Updated]:
        """Trains these models anew, by default all that were trained here, from what came in since; a new one is put in use only where it
        is not worse than the one before on rows that neither learnt from."""
        return update(self, capabilities, progress)

    def promote(self, capability: str, version: str, *, progress: Progress | None = None) -> Version:
        """Puts a version of a model in use, in every process. Another encoder makes other vectors: with it the index is built anew, and
        until that is whole the old index serves with its own encoder. `NotFound`, or `InvalidFile` for an encoder that cannot be read."""
        versions = self.models[capability]
        if capability == ENCODER:
            load_encoder(versions.get(version).folder)
        promoted = versions.promote(version)
        self._vectors_follow(capability, progress)
        return promoted

    def rollback(self, capability: str, *, progress: Progress | None = None) -> str | None:
        """Puts the version in use that was before, see `Versions.rollback`; with an encoder the index follows, see `promote`."""
        name = self.models[capability].rollback()
        self._vectors_follow(capability, progress)
        return name

    def _vectors_follow(self, capability: str, progress: Progress | None) -> None:
        if capability == ENCODER and self._index.space is not None:
            self.index(progress=progress)

    def examined(self, query: str) -> Examined:
        """How a query is answered without a ranker, with what a ranker learns from, see `Search.examine`."""
        return self._search.examine(request(query, language=self._language))

    def similar(self, id: str, *, k: int = 10, where: Sequence[str] = (), language: Language | None = None) -> SearchResult:
        """Products like the product `id`; `NotFound` when there is none."""
        where, said = said_in_reviews(where, lambda: self.reviews)
        return self._search.similar(self.store.catalogue.get(id), request("", where, k=k, language=language or self._language, said=said))

    @property
    def recommender(self) -> Recommender:
        """What recommends; made when it is first asked for. `InvalidQuery` where the shop was opened without."""
        if self._open_recommender is None:
            raise InvalidQuery("recommend: this shop was opened without recommendations")
        with self._opening:
            self._recommender = self._recommender or self._open_recommender(self)
            if self._recommender.log is not None:
                self._recommender.log.on_drop = self.lists_dropped
        return self._recommender

    def recommend(
        self, customer: str | None = None, *, session: Sequence[str] = (), session_id: str | None = None, like: str = "",
        place: str | None = None, product: str | None = None, basket: Sequence[str] = (), relation: Relation = "similar", k: int = 10,
        language: Language | None = None, country: str = "", exclude: Sequence[str] = (), explain: bool = False, log: bool = True,
    ) -> Recommendations:
        """Products for a customer, for the visitor of a session (`session_id`, and in `session` the ids of the products looked at in it,
        newest last), or for a wish in words (`like`); all of it may be given, or nothing.

        `place` is where they stand (`shop.PLACES`), by default the page of `product`, else the basket where one is given (its products or
        variants by id; after a purchase those of the order), else home. A product's page has two lists: what is "similar", and what
        "goes_with" it (`relation`). `exclude` never come; `explain` tells the parts of each score. What is shown takes part in the
        experiments that run and is kept in the log, unless `log` is false: a measurement is no shopper. Raises `InvalidQuery`,
        `NotFound` for a `product` that there is not, and `NotIndexed` for a wish that no index can answer yet."""
        if like.strip() and self.indexed_revision < 0:
            raise NotIndexed
        if product is not None:
            self.store.products.get(product)
        owners = self.store.products.by_variant(basket) if basket else {}
        about = (product,) if product is not None else tuple(dict.fromkeys(owners.get(id, id) for id in basket))
        place = place or ("product" if product is not None else "basket" if basket else "home")
        asked = Asked(place, customer, session_id, tuple(session), about, like, relation, k, language or self._language, country,
                      frozenset(exclude), explain)
        answer = self.recommender.show(asked) if log else self.recommender.recommend(asked)
        engine = self.breakers.get("engine")
        return replace(answer, degraded=("engine",)) if engine and engine.failing else answer

    def experiment_result(self, id: str) -> Result:
        """How an experiment of the recommendations stands at this moment. `NotFound` when there is none."""
        return result(self.store, self.store.experiments.get(id), datetime.now(UTC), self.currency)

    def spoken(self) -> Language:
        """The language of the shop: the one that is set, else that of most titles, told from the first; Chinese where they are even."""
        if self._language is None and self._titled is None:
            titles = [product.title for product in self.store.products.page(limit=TITLES)]
            spoken: Language = "en" if sum(bool(each.en) for each in titles) > sum(bool(each.zh) for each in titles) else "zh"
            self._titled = spoken if titles else None
        return self._language or self._titled or "zh"

    def recommendation_measures(self, days: int = 28) -> Measured:
        """What the recommendations of the last so many days brought in."""
        return measure(self.store, datetime.now(UTC) - timedelta(days=days), None, self.currency)

    def replay_recommendations(self, changes: Sequence[str] = (), days: int = 28) -> Replayed:
        """What other settings (`changes` such as "without=trend", see `recommend.tuning`) would have earned with the visitors of the last
        so many days, told from the log; see `recommend.replay`. `InvalidFile` when nothing was shown in that time."""
        tuning, since = self.recommender.tuning.changed([*changes, "explore=0"]), datetime.now(UTC) - timedelta(days=days)
        other = self._recommender_then(since)
        sold = self.store.activity.sold(datetime.now(UTC))
        popularity = {change.id: sold.get(change.id, 0.0) for change in self.store.products.changes(0) if not change.deleted}
        try:
            return replay(self.store, since, lambda shown: other.recommend(asked_of(shown), tuning).ids, popularity)
        finally:
            other.kept.close()

    def _recommender_then(self, since: datetime) -> Recommender:
        """The recommendations as they stood when the first list since a moment was shown."""
        past, first = copy(self), next(self.store.recommendations.between(since), None)
        past.store = cast(Store, Then(self.store, first.at if first else since))
        return cast("Callable[[Shop], Recommender]", self._open_recommender)(past)

    def rate_recommendation(self, id: str, up: bool, product_id: str = "") -> None:
        """Keeps a shopper's thumb on a list, or on a product of it, see `recommend.feedback`."""
        rate(self.store, id, up, product_id, datetime.now(UTC))

    @property
    def copywriter(self) -> Copywriter:
        """What writes about products; made when it is first asked for. `InvalidQuery` where the shop was opened without."""
        if self._open_copywriter is None:
            raise InvalidQuery("write: this shop was opened without a writer")
        with self._opening:
            self._copywriter = self._copywriter or self._open_copywriter(self)
        return self._copywriter

    @property
    def drafts(self) -> Drafts:
        """The texts that were written and what became of them."""
        return Drafts(self.store, self.copywriter, self.catch_up)

    def write(self, kind: str, id: str = "", **asked: Any) -> Copy:
        """A text of a kind (`writing.KINDS`) about a product, or with `keywords` or `facts` in place of its id about these; for a reply
        `id` is that of the review. Everything that it claims is supported by a record. The rest of `asked`: `language`, `tone`,
        `segment`, `market`, `platform`, `brand` (the text of the brand's page), `length`, `seed`, see `copywriting.Order`. Nothing is kept:
        see `drafts`. Raises `NotFound` and `InvalidQuery`."""
        return self.copywriter.write(Order(kind, id, **asked))

    def find(self, text: str, where: Sequence[str], n: int, *, by_meaning: bool = False) -> Found:
        """What the search finds for a wish, as the recommendations ask it: by words and meaning or by meaning alone, and for no text what
        is popular among all that pass `where`. Nothing before there is an index."""
        mode: Mode = "vector" if by_meaning else "hybrid"
        try:
            result = self.search(text, k=n, where=where, mode=mode, sort="" if text else "popularity", log=False)
        except NotIndexed:
            return Found((), ())
        best = result.hits[0].score if result.hits else 0.0
        return Found([hit.id for hit in result.hits if not text or hit.score >= CLOSE * best], result.understood.read)

    def suggest(self, prefix: str, k: int = 8) -> list[Suggestion]:
        """Completions of what a shopper has begun to type, the likeliest first, at most `k`."""
        return self._suggestions.suggest(prefix, k)

    def try_rule(self, rule: Rule, queries: Sequence[str] = (), *, language: Language | None = None) -> list[Rehearsal]:
        """What a rule would change if it were on now, for its own queries, or these, or else the page of its category, or without
        one the shop's commonest searches and the page of all products. Nothing is stored."""
        return self.tuner.rehearse(Trial(rule), queries, language=language or self._language)

    def try_place_rule(self, rule: Rule, on: Sequence[str] = (), *, language: Language | None = None) -> list[PlaceRehearsal]:
        """What a rule of places would change of the recommendations there if it were on now, for these customers and products or the usual
        ones, see `recommend.rehearsal`. Nothing is stored."""
        return rehearse_places(self.recommender, self.store, rule, on, language or self._language)

    def similarity(self, a: str, b: str) -> float:
        """How near two texts are in meaning, -1 to 1."""
        return similarity(self.encoder, a, b)

    def sentiment(self, texts: Sequence[str]) -> list[Sentiment]:
        """Whether each text, a review, is positive, negative or mixed. `InvalidQuery` for an empty text, `NotFound` where no model is
        in use."""
        return sentiments(self.reader_of_reviews, texts)

    def explain_sentiment(self, text: str) -> Explanation:
        """Why a text is read as positive or negative: what each of its words adds to the log-odds."""
        return explain_sentiment(self.reader_of_reviews, text)

    @property
    def reviews(self) -> Reviews:
        """What the buyers say: aspects, alerts, what looks made. Clauses whose words are in no list are read by the classifier in use."""
        with self._opening:
            if self._reviews is None:
                version = self.models[SENTIMENT].active
                self._reviews = open_reviews(self.store, self.data_dir / "opinions.db", self._sentiment, version, holds)
            return self._reviews

    @property
    def reader_of_reviews(self) -> OnnxClassifier:
        """The classifier of reviews that is in use; `NotFound` where there is none."""
        if (classifier := self._sentiment()) is None:
            raise NotFound("model in use", "sentiment")
        return classifier

    def train_sentiment(
        self, reviews: Labelled, source: str, *, base: str | None = None, given: Mapping[str, Any] | None = None,
        origin: Mapping[str, Any] | None = None, progress: Progress | None = None,
    ) -> TrainedSentiment:
        """Trains the classifier of reviews on `reviews`, which come from `source`, and puts it in use unless it is worse on those held
        out; see `reviews.train`."""
        what, versions = lesson(reviews, source), self.models[SENTIMENT]
        return train(what, versions, self._sentiment(), base=base, given=given, origin=origin, progress=progress)

    def train_recommender(
        self, data: Path | None = None, *, given: Mapping[str, Any] | None = None, progress: Progress | None = None,
    ) -> TrainedRecommender:
        """Learns what shoppers come to next from the shop's orders and events, or from a file of sequences, compares it with the simple
        sources on what was held out, and puts it in use where it is better; see `recommend.train`."""
        return train_recommender(events_of(self.store, origin_of(data)), self.models[RECOMMENDER], sources=self.models[LOOKING],
                                 given=given, progress=progress)

    def train_recommend_ranker(self, *, seed: int = 0, progress: Progress | None = None) -> TrainedOrder:
        """Learns from what shoppers came to which source of recommendations to trust for whom, and puts that order in use where it beats
        the fixed weights on later shoppers; `InvalidFile` when too little happened in the shop."""
        return self.recommender.learn(self.models[LEARNT_ORDER], seed=seed, progress=progress)

    def similarities(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        """How near the two texts of each pair are, -1 to 1."""
        return similarities(self.encoder, pairs)

    def explain_similarity(self, a: str, b: str) -> Explanation:
        """Why two texts are as near as they are: what each of their words adds, and what the network looked at. `InvalidQuery` where
        the encoder was exported without its attention, or is gone."""
        encoder = self.encoder
        if not isinstance(encoder, OnnxEncoder):
            raise InvalidQuery("explain: the encoder of the search index is no more here; run `shopkeeper index` first")
        return explain(encoder, a, b)

    def match(self, query: str, texts: Sequence[str], k: int | None = None) -> list[Match]:
        """The texts by nearness to the query, best first."""
        return match(self.encoder, query, texts, k)

    def encode(self, texts: Sequence[str]) -> Vectors:
        """The texts as vectors of the shop's sentence encoder: float32[n, d], each of length 1."""
        return self.encoder.encode(texts)

    def tokens(self, texts: Sequence[str]) -> int:
        """How many tokens `encode` reads of the texts together."""
        return tokens_read(self.encoder, texts)

    def index(self, *, rebuild: bool = False, progress: Progress | None = None) -> IndexReport:
        """Brings the search index and the suggestions to the newest state of the store, and the index to the encoder that is in use;
        `rebuild` makes the index anew."""
        report = self._follow(rebuild=rebuild, switch=True, progress=progress)
        self._suggestions.catch_up()
        return report

    def _follow(self, *, rebuild: bool = False, switch: bool = False, progress: Progress | None = None) -> IndexReport:
        with self._writing:
            return self._indexer.catch_up(rebuild=rebuild, switch=switch, progress=progress)

    def catch_up(self) -> None:
        """Brings the search index alone to the newest state of the store; suggestions, which are made of the whole
        catalogue, follow by `index`, or while the shop is served."""
        self._follow()

    def warm(self) -> None:
        """Makes what the first queries would wait for: what the shop's values are called, how its words are spelt and sound; the
        dictionary of Chinese words. An index that is built anew later is made as ready before it is used."""
        self._ahead()
        segment(_ANY_CHINESE)
        with suppress(NotIndexed):
            self._index.vocabulary.spelt_like(_ANY, 1)
            is_pinyin(_ANY)
            sound(_ANY)
            self.search(_ANY, log=False)

    def warm_recommender(self) -> None:
        """Opens what recommends, which reads what customers did."""
        if self._open_recommender is not None:
            self.recommend(k=1, log=False)

    @property
    def searchable(self) -> int:
        """Products in the search index; 0 before there is one."""
        return len(self._index)

    def fields(self) -> Mapping[str, FieldValues]:
        """The fields that products have, by key: what the shop calls them in either language, and their values."""
        return self._index.values().fields

    @property
    def indexed_revision(self) -> int:
        """The store's revision that the search index has caught up with; -1 before there is one."""
        return self._index.revision

    @property
    def encoder(self) -> Encoder:
        """The encoder that searches here: that of the index, which may not yet be the one that was promoted."""
        return self._encoders.of(self._index.space)

    @property
    def encoder_fingerprint(self) -> str:
        """Which encoder searches here: another fingerprint, other vectors."""
        return self.encoder.fingerprint

    def freshen(self) -> bool:
        """Takes into the index what other processes changed in the store, if it is little; whether
        there was anything. At times the synonyms are read anew. A great change waits for `index`, which somebody is about to run."""
        if self._looks % LOOKS == 0:
            self.synonyms.refresh()
        self._looks += 1
        behind = self.store.products.revision() - self.indexed_revision
        if self.indexed_revision < 0 or not 0 < behind <= LITTLE:
            self._suggestions.follow()
            return False
        self._follow()
        return True

    def table(self, kind: str) -> Table[Any]:
        """The records of a kind: products, customers, orders, reviews, events, documents, promotions,
        suppliers, conversations …"""
        table: Table[Any] | None = getattr(self.store, kind, None)
        if table is None or not hasattr(table, "page"):
            raise NotFound("kind of record", kind)
        return table

    def put(self, kind: str, records: Sequence[Any]) -> Written:
        """Inserts or replaces records of a kind by id; products are searchable when it returns."""
        written = self.rules.put(records) if kind == "rules" else self.table(kind).put(records)
        self._taken_in(kind)
        return written

    def patch(self, kind: str, id: str, changes: Mapping[str, Any]) -> Any:
        """The record after a JSON merge patch (RFC 7396) over its JSON form."""
        with self.store.transaction():
            before = self.table(kind).get(id)
            after = from_dict(type(before), {**merged(to_dict(before), changes), "id": id})
            self.put(kind, [after]) if kind == "rules" else self.table(kind).put([after])
        self._taken_in(kind)
        return after

    def delete(self, kind: str, ids: Sequence[str]) -> int:
        """Removes records of a kind; the number that existed."""
        count = self.table(kind).delete(ids)
        self._taken_in(kind)
        return count

    def _taken_in(self, kind: str) -> None:
        if kind == "products":
            self._follow()
        elif kind == "synonyms":
            self.synonyms.refresh()
        elif kind == "rules":
            self.rules.refresh()
            if self._recommender is not None:
                self._recommender.rules.refresh()

    def put_products(self, products: Sequence[Product]) -> Written:
        """Inserts or replaces products by id and makes them searchable."""
        return self.put("products", products)

    def put_products_sold(self) -> Written:
        """Makes products of what order lines name and the shop does not have, see `store.importers.sold`; `index` makes them searchable."""
        return self.store.products.put(list(products_sold(self.store)))

    def patch_product(self, id: str, changes: Mapping[str, Any]) -> Product:
        """Changes fields of a product by a JSON merge patch (RFC 7396) over its JSON form."""
        product: Product = self.patch("products", id, changes)
        return product

    def delete_products(self, ids: Sequence[str]) -> int:
        """Removes products; the number that existed."""
        return self.delete("products", ids)

    def put_events(self, events: Sequence[Event]) -> Written:
        """Keeps what shoppers did."""
        return self.store.events.put(events)

    def import_file(self, path: str | Path, **options: Any) -> ImportReport:
        """Reads a file into the store, see `store.importers.import_file`; rejected rows are kept in
        the shop's folder `rejects`. Call `index` afterwards to make products searchable."""
        options.setdefault("rejects_dir", self.data_dir / "rejects")
        options.setdefault("currency", self.currency)
        dry_run = bool(options.get("dry_run"))
        seen = Imported(self.currency, currency_is_free(self), dry_run)
        report = import_file(self.store, path, watch=seen.look, **options)
        if seen.currency != self.currency and not dry_run:
            change(self.settings, "currency", seen.currency, self.environment)
        return seen.told(report)

    def export_file(self, path: str | Path, *, language: Language | None = None, **options: Any) -> ExportReport:
        """Writes the records of a kind into a file, see `store.exporters.export_file`; texts are in the
        shop's language (else Chinese) where the format holds only one."""
        options.setdefault("currency", self.currency)
        return export_file(self.store, path, language=language or self._language or "zh", **options)

    def quality(
        self, *, checks: Sequence[str] = (), examples: int = 3, language: Language | None = None,
        progress: Callable[[int], None] | None = None,
    ) -> QualityReport:
        """What is missing or wrong in the active products, by all checks or those named, with so many examples of each; told in
        `language`, else in the shop's, else in that of most titles. `InvalidQuery` for a check that there is not."""
        products, language = self.store.products.all(), language or self._language
        return examine(products, self.currency, checks=checks, examples=examples, language=language, progress=progress)

    def close(self) -> None:
        """Writes what is left of the search log; releases files and connections."""
        self.kept.close()
        if self.search_log is not None:
            self.search_log.close()
        if self._recommender is not None:
            self._recommender.close()
        if self._reviews is not None:
            self._reviews.close()
        for close in self._close:
            close()

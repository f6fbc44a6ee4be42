"""The only wiring: which store, which engine, which encoder stand behind the shop's verbs."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, cast
from weakref import WeakKeyDictionary

from ..assistant.orders.http import HttpOrders
from ..assistant.orders.local import LocalOrders
from ..assistant.orders.protocol import OrderSystem
from ..assistant.orders.remote import Remote, RemoteOrders, WatchedRemote, order_breaker
from ..assistant.orders.shopify import ShopifyOrders
from ..assistant.orders.woocommerce import WooCommerceOrders
from ..models.cache import VectorCache
from ..models.capabilities import ENCODER, WRITER, Models
from ..models.cluster import PART, Cluster, RayEncoder, generate_on
from ..models.encoder import SHIPPED, CachedEncoder, Encoder, OnnxEncoder, shipped_ranks
from ..models.encoders import ShopEncoders
from ..models.language.batch import generate_many
from ..models.language.breaker import model_breaker
from ..models.language.budget import Budget
from ..models.language.llama import LlamaModel
from ..models.language.masked import MaskedModel
from ..models.language.opening import CAPABILITY as LANGUAGE_MODEL
from ..models.language.opening import Source, active_language_model, opened_once
from ..models.language.price import Price
from ..models.language.served import ServedModel
from ..models.versions import Versions
from ..recommend.choice import CAPABILITY as LOOKS
from ..recommend.choice import USUALLY
from ..recommend.choice import in_use as looks_in_use
from ..recommend.history import History
from ..recommend.log import RecommendationLog
from ..recommend.ranker import CAPABILITY as LEARNT_ORDER
from ..recommend.ranker import active_ranker as learnt_order
from ..recommend.recommend import Recommender
from ..recommend.rules import PlaceRules
from ..recommend.shelf import Shelf
from ..recommend.sources.alike import Alike
from ..recommend.sources.alike import Known as NearKnown
from ..recommend.sources.basket import Basket
from ..recommend.sources.learned import Learned
from ..recommend.sources.protocol import Source as RecommendSource
from ..recommend.sources.repeat import Repeat
from ..recommend.sources.trend import Trend
from ..recommend.sources.words import Words
from ..recommend.suited import blended
from ..recommend.task import PEOPLE
from ..recommend.taste import Liking, Tastes
from ..recommend.train import CAPABILITY as RECOMMENDER
from ..recommend.train import in_use
from ..recommend.tuning import Tuning
from ..recommend.wish import Wishes
from ..search.contents import Contents
from ..search.engines.local import LocalIndex
from ..search.engines.protocol import CatalogueValues, Index
from ..search.engines.watched import engine_breaker, watched
from ..search.filters import parse_filters
from ..search.log import SearchLog
from ..search.pages import Pages
from ..search.passing import passes
from ..search.ranker import CAPABILITY as RANKER
from ..search.ranker import active_ranker
from ..search.reading import literally
from ..search.rules import RuleBook
from ..search.search import Search
from ..search.signals import StoreSignals
from ..search.suggest.suggest import Suggestions
from ..search.understand import Reader
from ..search.words.live import Synonyms
from ..search.words.vocabulary import Vocabulary
from ..search.words.widen import Widen
from ..shop import InvalidRecord, Language
from ..shop.breaker import Breaker
from ..store import Store, open_store
from ..store.connections import Connections
from ..store.limits import Limits
from ..store.opening import DatabaseStore
from . import settings as app_settings
from .chat import Helpdesk
from .copywriting import Copywriter
from .hands import Hands, answering, asking
from .limits import rates_of
from .privacy.days import Days
from .shop import Shop

if TYPE_CHECKING:
    from ..search.engines.remote.backend import Backend


def open_shop(
    path_or_url: str | None = None, data_dir: str | None = None, *, create: bool = False, ray: str | None = None,
    environ: Mapping[str, str] | None = None,
) -> Shop:
    """Opens the shop in a folder, or at a database URL with `data_dir` for its index.

    Without arguments it is the one that the settings name. A folder that holds no shop is refused
    unless `create` is given. `ray` is the address of a Ray cluster on which the texts of products are
    encoded and many prompts are answered, see `models.cluster.Cluster`; `ClusterError` where it does not answer.
    `environ` stands for the environment: of several shops in one process each has the settings of its own file only, `{}`.
    """
    settings = app_settings.load(path_or_url, data_dir, environ)
    folder, database = settings.folder, settings.database
    if not create:
        settings.require_shop()
    if isinstance(database, Path):
        database.parent.mkdir(parents=True, exist_ok=True)
    folder.mkdir(parents=True, exist_ok=True)
    store = open_store(database, settings.read_replicas.split(), limits_of(settings))
    models, breakers = Models(folder / "models"), breakers_of(store)
    encoders = ShopEncoders(models[ENCODER])
    encoder = encoders.active()
    cluster = None if ray is None else Cluster(ray)
    cache = VectorCache(folder / "index" / "vectors.cache")
    index = open_index(settings, encoder, store.url, breakers)
    pages = Pages(folder / "index" / "pages.db")
    signals, rules = StoreSignals(store.activity), RuleBook(store.rules)
    synonyms = Synonyms(store.synonyms, folder / "index" / "synonyms.stamp")
    suggestions = Suggestions(folder / "index" / "suggest.db", store.products, store.searches.all)
    reader, ranks = Reader(index, settings.currency), encoder.rank if encoder.folder == SHIPPED else shipped_ranks()
    understood = reader.read if settings.understand else literally
    read = Widen(index, synonyms.table, ranks).after(understood)
    search = Search(index, encoders, store.catalogue.glance, pages, signals, rules, read=read, ranker=active_ranker(models[RANKER]))
    shop = Shop(
        store, folder, encoders=encoders, cached=lambda encoder: _bulk_encoder(encoder, cache, cluster), index=index, search=search,
        synonyms=synonyms, rules=rules, suggestions=suggestions, models=models, ahead=lambda: _ready_ahead(index, reader),
        close=(signals.close, index.close, pages.close, suggestions.close, cache.close, store.close, *([cluster.close] if cluster else [])),
        search_log=SearchLog(store.searches, days=settings.log_days) if settings.log_searches else None, currency=settings.currency,
        language=cast(Language, settings.language) if settings.language else None,
        weight=settings.weight if settings.weight >= 0 else None,
        secrets=secrets_of(settings),
        widget_origins=tuple(settings.widget_origins.split()), webhook_hosts=settings.webhook_hosts.split(),
        checkout_url=settings.checkout_url, retention=retention_of(settings),
        rates=rates_of(settings.limits), key_budget=settings.key_budget, orders=open_order_system(settings, store, breakers),
        language_model=open_language_model(settings, models[LANGUAGE_MODEL], breakers),
        generate=partial(generate_on, cluster) if cluster else generate_many,
        helpdesk=partial(open_helpdesk, thinks=settings.assistant_timeout_s if thinks(settings) else 0,
                         signed_only=settings.signed_customers_only),
        recommender=partial(
            open_recommender, index=index,
            tuning=Tuning(settings.recommend_margin, settings.recommend_clearance, explore=settings.recommend_explore),
            log=RecommendationLog(store.recommendations, days=settings.log_days) if settings.log_searches else None,
        ),
        copywriter=partial(open_copywriter, settings),
    )
    shop.settings, shop.environment, shop.breakers = settings, environ, shop.breakers | breakers
    if settings.search_taste:
        search.taste = partial(_taste, shop, settings.search_taste)
    _trace(shop, settings)
    return shop


def limits_of(settings: app_settings.Settings) -> Limits:
    """How long the shop's database server is waited for."""
    return Limits(settings.database_connections, settings.database_connect_s, settings.database_statement_s, settings.database_lock_s)


def _ready_ahead(index: Index, reader: Reader) -> None:
    """From here on a new generation of the index is made ready for its first query before it is used."""
    def ready(values: CatalogueValues, vocabulary: Vocabulary) -> None:
        reader.prepare(values)
        vocabulary.prepare()

    if isinstance(index, LocalIndex):
        index.ahead(ready)


def open_index(settings: app_settings.Settings, encoder: Encoder, store: str, breakers: dict[str, Breaker]) -> Index:
    """The index of the engine that the settings name, for the shop whose store is called so; no server is asked yet, and one is among
    the `breakers` then. `InvalidRecord` for one that needs a URL."""
    engine, _, url = settings.engine.partition(":")
    if not engine:
        return LocalIndex(settings.folder / "index", encoder.dimensions, encoder.fingerprint, settings.index_memory_mb)
    from ..search.engines.remote import RemoteIndex

    backend = _milvus(settings, url, store) if engine == "milvus" else _postgres(settings, url)
    breakers["engine"] = engine_breaker(time.monotonic)
    return watched(RemoteIndex(backend, encoder.dimensions, encoder.fingerprint), breakers["engine"])


def _postgres(settings: app_settings.Settings, url: str) -> Backend:
    from ..search.engines import postgres

    if not url and isinstance(settings.database, Path):
        raise InvalidRecord("engine", "postgres:postgresql://…, as the store of this shop is not PostgreSQL", settings.engine)
    return postgres.PostgresBackend(Connections(url or str(settings.database), postgres.SETTINGS, limits_of(settings)))


def _milvus(settings: app_settings.Settings, address: str, store: str) -> Backend:
    from ..search.engines import milvus

    database, client = settings.database, milvus.Client(milvus.Place.of(address, settings.folder))
    if isinstance(database, Path) or database.startswith("sqlite"):
        lock = partial(milvus.file_lock, settings.folder / "index" / "milvus.lock")
    else:
        lock = partial(milvus.store_lock, database, limits_of(settings))
    return milvus.MilvusBackend(client, milvus.name_of(store), lock)


def secrets_of(settings: app_settings.Settings) -> dict[str, str]:
    """What messages from and to other systems are signed with, by system; empty where it is not used."""
    orders = settings.order_system_secret if settings.order_system.startswith("http") else ""
    return {"shopify": settings.shopify_secret, "woocommerce": settings.woocommerce_secret, "checkout": settings.checkout_secret,
            "customer": settings.customer_secret, "orders": orders}


def breakers_of(store: Store) -> dict[str, Breaker]:
    """The circuit breakers of a shop to begin with: that of the store, where it is a server."""
    return {"store": store.breaker} if isinstance(store, DatabaseStore) and not store.url.startswith("sqlite") else {}


def _trace(shop: Shop, settings: app_settings.Settings) -> None:
    if settings.otel_endpoint:
        from .observe.traces import trace

        shop.tracer = trace(shop, settings.otel_endpoint)


def retention_of(settings: app_settings.Settings) -> Days:
    """For how long the shop keeps what."""
    return Days(settings.log_days, settings.log_days, settings.basket_days, settings.conversation_days, settings.event_days,
                settings.order_days, settings.review_days, settings.message_days, settings.reject_days)


def _taste(shop: Shop, share: float, session: str, ids: Sequence[str]) -> Liking | None:
    """How far the hits of a search are lifted by what the visitor of its session met before, see `search.taste`."""
    liking = Tastes(shop.recommender.kept).liking(session, ids)
    return None if liking is None else share * liking


def open_recommender(shop: Shop, *, index: Index, tuning: Tuning = Tuning(), log: RecommendationLog | None = None) -> Recommender:
    """The shop's recommendations: its sources, with the search, the contents of its index and the reading of filters in their hands. What
    happened in the shop is read when they are first asked."""
    contents, network = Contents(index), in_use(shop.models[RECOMMENDER])
    looks = looks_in_use(shop.models[LOOKS])
    near: WeakKeyDictionary[History, NearKnown] = WeakKeyDictionary()

    def build(history: History, shelf: Shelf) -> list[RecommendSource]:
        version = lambda: shelf.content  # noqa: E731
        wishes = Wishes(shop.find, lambda: shop.fields()["category"].words if shop.searchable and "category" in shop.fields() else ())
        choice = looks()
        sequence, people = choice.sequence(history), choice.alike_people(history)
        beside = sequence if choice.kernel == USUALLY.kernel else USUALLY.sequence(history)  # what the network was measured with
        return [
            sequence, people, Learned(history, network, blended(beside, people, PEOPLE)), Basket(history), Trend(history),
            Repeat(history), Alike(history, contents.near, version, near.setdefault(history, {})),
            Words(history.products, wishes.answer, version),
        ]  # fmt: skip

    rules = PlaceRules(shop.store.rules, lambda product, where: passes(product, parse_filters(where)), contents.passing)
    return Recommender(shop.store, build, rules, contents.vectors, experiments=shop.experiments,
                       ranker=learnt_order(shop.models[LEARNT_ORDER]), tuning=tuning, log=log, spoken=shop.spoken)


def open_order_system(settings: app_settings.Settings, store: Store, breakers: dict[str, Breaker]) -> OrderSystem:
    """Where the shop's orders live, as the settings name it; nobody is asked yet, and one elsewhere is among the `breakers` then.
    `InvalidRecord` when its secret is missing."""
    where, secret = settings.order_system, settings.order_system_secret
    if not where:
        return LocalOrders()
    if not secret:
        raise InvalidRecord("order_system_secret", f"the secret of {where.partition(':')[0]}, as order_system is set")
    kind, _, rest = where.partition(":")
    remote: Remote = HttpOrders(where, secret)
    if kind == "shopify":
        remote = ShopifyOrders(rest, secret, store.links)
    elif kind == "woocommerce":
        remote = WooCommerceOrders(rest, secret, store.links)
    breakers["orders"] = order_breaker(time.monotonic)
    return RemoteOrders(store, WatchedRemote(remote, breakers["orders"]))


def thinks(settings: app_settings.Settings) -> bool:
    """Whether the assistant thinks with the shop's language model: as the setting `assistant` says, else where `llm` is a server."""
    return settings.assistant == "llm" or (settings.assistant == "" and "://" in settings.llm)


def open_helpdesk(shop: Shop, *, thinks: float = 0, signed_only: bool = False) -> Helpdesk:
    """The shop's assistant, with the shop's own search, encoder, reading of reviews and order system in its hands, under the `policy.md` of
    the shop's folder; for customers who are signed only, where that is asked; by rules, or where it `thinks` (so many seconds at most)
    with the shop's language model and the rules behind it. `InvalidFile` when the policy cannot be read."""
    from ..assistant.answers import Answers
    from ..assistant.assistant import Assistant, Brain
    from ..assistant.desk import Desk
    from ..assistant.dialogue.brain import RuleBrain
    from ..assistant.guide.brain import GuidedBrain
    from ..assistant.guide.guide import Guide
    from ..assistant.llm import LlmBrain
    from ..assistant.policy_file import policy_of

    policy, hands = policy_of(shop.data_dir), Hands(shop)
    desk = Desk(
        shop.store, policy.policy, policy.sections, orders=shop.orders, search=lambda query, **how: hands.search(query, **how).hits,
        similar=lambda id, k=10: hands.similar(id, k).hits, encode=shop.encode, sentiment=shop.sentiment, basket=hands.basket,
        signed_only=signed_only,
    )
    records = Answers(desk)
    answers, guide = answering(records), Guide(hands)
    rules: Brain = GuidedBrain(guide, RuleBrain(desk, answers=answers, guide=guide.turn))
    brain = rules
    if thinks:
        brain = thinking = LlmBrain(desk, lambda: shop.language_model, rules, answers=answers, timeout_s=thinks)
        shop.breakers["assistant"] = thinking.breaker
    return Helpdesk(Assistant(shop.store, brain), desk, asking(records), guide, rules)


def open_copywriter(settings: app_settings.Settings, shop: Shop) -> Copywriter:
    """What writes about the shop's products, with what its reviews, its customers and its search know in its hands: the language model
    that the settings name, where they name one, the shop's own that was taught to write, the grounded writer."""
    from ..writing import GroundedWriter, Writer
    from ..writing.learned import LearnedWriter
    from ..writing.llm import LlmWriter
    from ..writing.realise.en import English
    from ..writing.realise.zh import Chinese
    from .evidence import Groups, evidence_of, records_of, usual_of

    store, groups = shop.store, Groups(shop.store)
    reviewed = lambda id: shop.reviews.summary(id)  # noqa: E731
    neighbours = partial(usual_of, lambda id, k: [hit.id for hit in shop.similar(id, k=k)], store)
    llm = LlmWriter(lambda: shop.language_model, price=Price.of_text(settings.llm_price))
    own = active_language_model(shop.models[WRITER])
    grounded = GroundedWriter({"en": English(), "zh": Chinese()}, neighbours=neighbours)
    writer = Writer([*([llm] if settings.llm else []), LearnedWriter(own), grounded])
    language = cast(Language, settings.language) if settings.language else None
    return Copywriter(store, lambda: writer, evidence=partial(evidence_of, reviewed), segment=groups.get,
                      records=partial(records_of, store, reviewed), language=language)


def open_language_model(settings: app_settings.Settings, versions: Versions, breakers: dict[str, Breaker]) -> Source:
    """A function that answers the shop's language model as it is now: the one that the settings name, else the version that is
    in use, else None. Nothing is loaded and no server is asked before it is called; a server is among the `breakers` then."""
    if not settings.llm:
        return active_language_model(versions)
    if "://" not in settings.llm:
        return opened_once(lambda: LlamaModel(settings.folder / settings.llm))
    limited = settings.llm_budget or settings.llm_budget_usd
    budget = Budget(versions.folder / "used.json", settings.llm_budget, price=Price.of_text(settings.llm_price),
                    dollars=settings.llm_budget_usd) if limited else None
    breaker = breakers["llm"] = model_breaker()
    return opened_once(lambda: MaskedModel(ServedModel(
        settings.llm, model=settings.llm_model, key=settings.llm_key, timeout=settings.llm_timeout_s, budget=budget, breaker=breaker)))


def _bulk_encoder(encoder: Encoder, cache: VectorCache, cluster: Cluster | None) -> CachedEncoder:
    if cluster is None or not isinstance(encoder, OnnxEncoder):
        return CachedEncoder(encoder, cache)
    remote = RayEncoder(encoder, cluster)
    return CachedEncoder(remote, cache, remote.encode_each, PART)

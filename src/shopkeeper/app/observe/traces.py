"""Traces for OpenTelemetry, sent over HTTP to the collector that the setting `otel_endpoint` names.

Nothing of it is imported where the setting is empty. Spans tell of a request, the stages of its search, the statements of the database
(as they are prepared, without their values) and the language model; no span holds what a shopper searched or said.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import TYPE_CHECKING, Any

from starlette.datastructures import Headers

from ... import __version__
from ...shop import InvalidRecord
from ...store.watching import watch_statements
from .calls import Call, watch_model

if TYPE_CHECKING:
    from ..shop import Shop

Told = Callable[[str, str, int, str], None]
_WAIT_MS = 2000  # when a shop is closed, so long may its last spans take to be sent
_LONGEST = 2000  # characters of a statement


class Tracer:
    """Makes spans and sends them, in batches and in a thread of its own: a collector that is slow or gone holds no request up."""

    def __init__(self, endpoint: str) -> None:
        try:
            from opentelemetry import propagate, trace
            from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
            from opentelemetry.sdk.resources import Resource
            from opentelemetry.sdk.trace import TracerProvider
            from opentelemetry.sdk.trace.export import BatchSpanProcessor
        except ImportError:
            raise InvalidRecord("otel_endpoint", "the extra otel beside it: pip install 'shopkeeper[otel]'", endpoint) from None
        self._provider = TracerProvider(resource=Resource.create({"service.name": "shopkeeper", "service.version": __version__}),
                                        shutdown_on_exit=False)
        exporter = OTLPSpanExporter(endpoint=f"{endpoint.rstrip('/')}/v1/traces", timeout=5)
        self._provider.add_span_processor(BatchSpanProcessor(exporter, schedule_delay_millis=1000))
        self._tracer, self._extract, self._api = self._provider.get_tracer("shopkeeper", __version__), propagate.extract, trace
        self._open = threading.local()

    @contextmanager
    def request(self, headers: Headers, method: str) -> Iterator[Told]:
        """The span of a request, below that of the caller where it sent `traceparent`; yields what tells it how the request ended."""
        kind = self._api.SpanKind.SERVER
        with self._tracer.start_as_current_span(method, context=self._extract(dict(headers)), kind=kind) as span:
            def told(method: str, route: str, status: int, id: str) -> None:
                span.update_name(f"{method} {route}")
                span.set_attributes({"http.request.method": method, "http.route": route, "http.response.status_code": status,
                                     "shopkeeper.request_id": id})
                if status >= 500:
                    span.set_status(self._api.StatusCode.ERROR)

            yield told

    def watch(self, owner: Any, name: str, span: str) -> None:
        """Makes a span of each call of a method of an object. What it is called with is not told."""
        call = getattr(owner, name)

        @wraps(call)
        def traced(*args: Any, **named: Any) -> Any:
            with self._tracer.start_as_current_span(span):
                return call(*args, **named)

        setattr(owner, name, traced)

    def statement(self, text: str) -> Any:
        """The span of a statement, begun; `span.end()` ends it. None outside of a request."""
        if not self._api.get_current_span().get_span_context().is_valid:
            return None
        name = text.split(None, 1)[0].upper() if text.strip() else "STATEMENT"
        return self._tracer.start_span(f"database {name}", kind=self._api.SpanKind.CLIENT,
                                       attributes={"db.operation.name": name, "db.query.text": text[:_LONGEST]})

    def called(self, call: Call) -> None:
        """Makes a span of a call of the language model that has ended."""
        span = self._tracer.start_span("language model", start_time=call.began_ns, kind=self._api.SpanKind.CLIENT, attributes={
            "gen_ai.request.model": call.model, "gen_ai.usage.input_tokens": call.prompt, "gen_ai.usage.output_tokens": call.completion})
        if call.failed:
            span.set_status(self._api.StatusCode.ERROR)
        span.end()

    def close(self) -> None:
        """Sends what is left, or gives it up."""
        self._provider.force_flush(_WAIT_MS)
        self._provider.shutdown()


def trace(shop: Shop, endpoint: str) -> Tracer:
    """Traces what an open shop does, from now on."""
    tracer = Tracer(endpoint)
    search, read = shop._search, "encode_query" if hasattr(shop.encoder, "encode_query") else "encode"
    for owner, name, span in ((search, "_search", "search"), (search, "_read", "search.understand"), (search, "_look", "search.find"),
                              (search, "_rules_for", "search.rules"), (search, "_page", "search.records"),
                              (shop._index, "query", "search.engine"), (shop.encoder, read, "search.encode")):
        tracer.watch(owner, name, span)
    watch_statements(shop.store, tracer.statement, lambda span: span.end() if span else None)
    shop._language_model = watch_model(shop._language_model, tracer.called)
    shop._close = (tracer.close, *shop._close)
    return tracer

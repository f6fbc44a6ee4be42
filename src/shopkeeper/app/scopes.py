"""Which scope each route needs: the one table. What does not stand here is for admins."""

from __future__ import annotations

from .callers import Scope

# A route a line: its methods, then its path as the router knows it.
_TABLE: dict[Scope, str] = {
    "public": """
        GET /
        GET /p/{id:path}
        GET /design
        GET /console/plotly.js
        GET /docs
        GET /openapi.json
        GET /favicon.ico
        GET /static
        GET /media
        GET /basket
        GET /basket/checkout
        POST /basket/add
        POST /basket/set
        GET,POST /orders
        POST /orders/leave
        POST /look
        GET /chat
        GET /widget.js
        GET,POST /console/login
        POST /away
        POST /suits
        GET /health
        GET /version
        GET,POST /v1/search
        GET /v1/suggest
        GET /v1/similar/{id:path}
        GET,POST /v1/recommend
        POST /v1/recommendations/{id}/feedback
        GET /v1/reviews/summary
        POST /v1/events
        POST /v1/carts
        GET,PUT,DELETE /v1/carts/{id}
        POST /v1/carts/{id}/cancel
        POST /v1/carts/{id}/lines
        PUT,DELETE /v1/carts/{id}/lines/{variant_id:path}
        POST /v1/carts/{id}/checkout
        POST /v1/chat
        GET /v1/chat/{conversation}
        POST /v1/chat/{conversation}/thumb
        POST /v1/chat/{conversation}/survey
        POST /v1/guide
        POST /v1/guide/compare
        POST /v1/guide/superlative
        GET,POST,DELETE /mcp
        POST /v1/webhooks/shopify
        POST /v1/webhooks/woocommerce
        POST /v1/webhooks/orders
    """,  # the last three bear their senders' signatures
    "shopper": """
        GET /v1/models
        POST /v1/chat/completions
    """,
    "agent": """
        GET /console
        POST /console/logout
        POST /console/logout-everywhere
        GET /console/conversations
        GET,POST /console/conversations/{id}
        GET /v1/orders
        GET /v1/orders/{id:path}
        GET /v1/customers/{id:path}
        GET /v1/conversations
        GET /v1/conversations/{id:path}
    """,
    "operator": """
        GET /metrics
        POST /v1/match
        POST /v1/similarity
        POST /v1/sentiment
        POST /v1/opinions
        POST /v1/explain
        POST /v1/completions
        POST /v1/embeddings
        GET /v1/forecast
        GET /v1/reorder
        GET /v1/what-if
        GET /v1/stock-classes
        GET /v1/stock-simulation
        GET,POST /v1/purchases
        GET,POST /v1/purchases/{id}
        GET,POST /v1/campaigns
        POST /v1/campaigns/plan
        GET /v1/campaigns/{id:path}/result
        GET /v1/campaigns/{id:path}/file
        GET /v1/customers/value
        GET /v1/customers/churn
        GET /v1/customers/next
        GET /v1/customers/intention
        GET /v1/customers/funnel
        GET /v1/customers/visits
        GET /v1/customers/cohorts
        GET /v1/customers/cohorts/{month}
        GET /v1/customers/segments
        GET /v1/customers/segments/{name}
        GET /v1/customers/{id:path}/profile
        GET /v1/reviews/months
        GET /v1/reviews/alerts
        GET /v1/reviews/suspicious
        GET /v1/reviews/unanswered
        GET /v1/reviews/saying
        GET /v1/searches/top
        GET /v1/searches/zero
        GET /v1/searches/clicks
        GET /v1/searches/conversion
        GET,PUT /v1/synonyms
        DELETE /v1/synonyms/{id:path}
        POST /v1/synonyms/try
        GET /v1/overview
        GET,PUT /v1/judgments
        DELETE /v1/judgments/{id}
        POST /v1/judgments/measure
        GET /v1/capabilities
        GET /v1/capabilities/{name}
        GET /v1/capabilities/{name}/versions/{version}
        POST /v1/capabilities/{name}/promote
        POST /v1/capabilities/{name}/rollback
        POST /v1/write
        POST /v1/claims/check
        GET /v1/drafts
        GET /v1/drafts/{id}
        GET /v1/drafts/{id}/history
        POST /v1/drafts/{id}/check
        POST /v1/drafts/{id}/edit
        POST /v1/drafts/{id}/approve
        POST /v1/drafts/{id}/reject
        POST /v1/drafts/{id}/publish
        POST /v1/drafts/{id}/test
        GET,POST /v1/experiments
        GET /v1/experiments/{id}
        POST /v1/experiments/{id}/stop
        GET /v1/experiments/{id}/result
        GET /v1/recommendations/measures
        GET,POST /v1/jobs
        GET,DELETE /v1/jobs/{id}
        POST /v1/jobs/{id}/retry
        POST /v1/rules/try
        GET /v1/quality
        POST /v1/catalog/classify
        POST /v1/catalog/attributes
        GET,POST /v1/catalog/changes
        POST /v1/catalog/changes/{number}/undo
        GET /v1/catalog/missing
        GET /v1/catalog/moves
        GET /v1/catalog/duplicates
        GET /v1/catalog/price
        GET /v1/catalog/scores
        GET /v1/catalog/odd-prices
        PUT /v1/stock
        PUT /v1/prices
        GET,POST,PUT,DELETE /v1/products
        GET,PUT,PATCH,DELETE /v1/products/{id:path}
        GET,PUT /v1/customers
        PUT,PATCH /v1/customers/{id:path}
        PUT,DELETE /v1/orders
        PUT,PATCH,DELETE /v1/orders/{id:path}
        GET,PUT,DELETE /v1/reviews
        GET,PUT,PATCH,DELETE /v1/reviews/{id:path}
        GET,PUT,DELETE /v1/events
        GET,PUT,PATCH,DELETE /v1/events/{id:path}
        GET,PUT,DELETE /v1/documents
        GET,PUT,PATCH,DELETE /v1/documents/{id:path}
        GET,PUT,DELETE /v1/promotions
        GET,PUT,PATCH,DELETE /v1/promotions/{id:path}
        GET,PUT,DELETE /v1/suppliers
        GET,PUT,PATCH,DELETE /v1/suppliers/{id:path}
        PUT,DELETE /v1/conversations
        PUT,PATCH,DELETE /v1/conversations/{id:path}
        GET,PUT,DELETE /v1/rules
        GET,PUT,PATCH,DELETE /v1/rules/{id:path}
        GET /console/audit
        GET,POST /console/campaigns
        GET /console/campaigns/{id:path}
        GET /console/campaigns/{id:path}/csv
        GET /console/campaigns/{id:path}/mails
        GET,POST /console/claims
        GET /console/customers
        GET /console/customers/segments/{key}
        GET /console/customers/visits
        GET /console/customers/cohorts/{month}
        GET /console/customers/{id:path}
        GET /console/catalog
        GET,POST /console/catalog/change
        POST /console/catalog/changes/{number}
        GET /console/demand
        GET,POST /console/demand/simulation
        GET,POST /console/demand/orders
        GET,POST /console/demand/orders/{id}
        GET /console/demand/orders/{id}/csv
        GET,POST /console/experiments
        GET,POST /console/experiments/{id:path}
        GET,POST /console/import
        GET,POST /console/import/{id}
        GET /console/import/rejects/{job}
        GET,POST /console/jobs
        POST /console/jobs/{id}
        GET /console/models
        GET,POST /console/models/{name}
        GET /console/recommend
        GET /console/reviews
        GET /console/search
        GET /console/search/rules
        GET /console/search/synonyms
        GET,POST /console/search/judgments
        GET /console/search/judgments/{form}
        POST /console/search/judge
        POST /console/search/change
        GET,POST /console/writing
        POST /console/writing/several
        GET,POST /console/writing/{id}
    """,
    "admin": """
        DELETE /v1/customers
        DELETE /v1/customers/{id:path}
        GET,POST /v1/webhooks
        GET,PUT,DELETE /v1/webhooks/{id}
        GET /v1/webhooks/{id}/messages
        POST /v1/webhooks/{id}/retry
        GET,POST /console/keys
        GET,POST /console/settings
    """,
}


def _read(table: dict[Scope, str]) -> dict[tuple[str, str], Scope]:
    rows = [(scope, line.split()) for scope, lines in table.items() for line in lines.splitlines() if line.strip()]
    return {(method, path): scope for scope, (methods, path) in rows for method in methods.split(",")}


SCOPE_OF = _read(_TABLE)


def needed(method: str, path: str) -> Scope:
    """The scope that a route needs, by its method and its path template."""
    return SCOPE_OF.get(("GET" if method == "HEAD" else method, path), "admin")

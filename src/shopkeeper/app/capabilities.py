"""What Shopkeeper can do and through which doors: the one table. `docs/doors.md` is written from it, and a test holds every command,
route, tool and room of the console to it."""

from __future__ import annotations

from typing import NamedTuple


class Capability(NamedTuple):
    """Something that Shopkeeper does: its name in both languages, and its doors. A trailing `*` stands for all that begin so."""

    name: tuple[str, str]
    commands: tuple[str, ...]
    routes: tuple[str, ...]
    tools: tuple[str, ...]
    pages: tuple[str, ...]
    doc: str


# 中文 | English | commands | routes below /v1 or whole | MCP tools | pages | documentation
_TABLE = """
搜索 | Search | search, suggest | /search, /suggest | search_catalog, search_shop_catalog | / | search.md
相似与匹配 | Similarity and matching | similar, similarity, match | /similar/{id}, /similarity, /match, /embeddings | | /p/ID | search.md
推荐 | Recommendation | recommend | /recommend, /recommendations* | recommend_products | /console/recommend | recommend.md
导购 | Shopping guide | chat | /guide* | guide_choice, compare_products, find_superlative, calculate | /chat | guide.md
客服 | Customer service | chat, conversations *, mcp | /chat, /chat/*, /chat/completions, /conversations*, /mcp | \
get_*, find_user_id_*, request_return, list_all_product_types, transfer_to_human_agents, cancel_pending_order, modify_*, return_*, exchange_*, \
search_shop_policies_and_faqs | /chat, /console/conversations | assistant.md
购物车 | Baskets | | /carts* | create_cart, get_cart, update_cart, cancel_cart, create_checkout | /basket | connect.md
写作 | Writing | write, drafts * | /write, /drafts* | | /console/writing | writing.md
说法核查 | Claims | claims * | /claims* | | /console/claims | claims.md
评价 | Reviews | reviews, sentiment | /sentiment, /opinions, /reviews/* | | /console/reviews | reviews.md
商品目录 | Catalogue | quality, classify, attributes, price, duplicates | /quality, /catalog/* | lookup_catalog, get_product | /console/catalog | catalog.md
需求与补货 | Demand | forecast, what-if, reorder, stock-classes, stock-simulation, purchases * | /forecast, /what-if, /reorder, /stock-classes, /stock-simulation, /purchases* | | /console/demand | demand.md
顾客 | Customers | customers *, campaign * | /customers/*, /campaigns* | | /console/customers, /console/campaigns | customers.md
搜索调校 | Search tuning | synonyms *, rules *, judgments * | /synonyms*, /rules*, /judgments* | | /console/search | merchandising.md
搜索日志 | Search log | searches * | /searches/* | | | searches.md
对比试验 | Experiments | experiments * | /experiments* | | /console/experiments | ab-tests.md
模型 | Models | train *, update, models *, generate | /models*, /capabilities*, /completions, /explain | | /console/models | models.md
评测 | Evaluation | evaluate * | | | | evaluation.md
导入导出 | Import and export | import, export, index | /products*, /customers, /customers/{id}, /orders*, /reviews, /reviews/{id}, /events*, /documents*, \
/promotions*, /suppliers*, /stock, /prices | | /console/import | import.md
连接 | Connections | webhooks * | /webhooks* | | | connect.md
任务 | Jobs | jobs *, worker | /jobs* | | /console/jobs | jobs.md
密钥与用户 | Keys and users | keys *, users * | | | /console/keys | keys.md
隐私与审计 | Privacy and audit | erase, retention, audit * | | | /console/audit | privacy.md
运行 | Operation | demo, init, serve, doctor, backup, restore, migrate, version | /overview, /health, /version, /metrics | | /console, /console/settings | operate.md
"""  # noqa: E501


def _parts(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split(",") if part.strip())


def _row(line: str) -> Capability:
    chinese, english, commands, routes, tools, pages, doc = (cell.strip() for cell in line.split("|"))
    return Capability((chinese, english), _parts(commands), _parts(routes), _parts(tools), _parts(pages), doc)


CAPABILITIES: tuple[Capability, ...] = tuple(map(_row, _TABLE.strip().splitlines()))

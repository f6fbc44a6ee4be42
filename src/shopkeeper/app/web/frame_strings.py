"""Sentences of the frame that all rooms of the console share, in both languages; `strings.STRINGS` has them too."""

from __future__ import annotations

FRAME: dict[str, tuple[str, str]] = {
    "rooms_today": ("今天", "Today"),
    "rooms_goods": ("商品", "Goods"),
    "rooms_selling": ("经营", "Selling"),
    "rooms_running": ("运行", "Running"),
    "rooms_open": ("菜单", "Menu"),
    "rooms_shop": ("去看店铺", "See the shop"),
    "chart_picture": ("下载图片（PNG）", "Download as picture (PNG)"),
    "chart_csv": ("下载数据（CSV）", "Download as CSV"),
    "customers_chart_funnel": ("访问走到了哪一步", "How far visits come"),
    "customers_unit_visits": ("占全部访问的百分比", "% of all visits"),
    "customers_chart_cohorts": ("首单之后谁还回来买", "Who orders again after the first order"),
    "customers_unit_again": ("当月再次下单的顾客，%", "% of customers who order again in that month"),
    "customers_chart_groups": ("顾客分成哪些人", "Who the customers are"),
    "customers_unit_share": ("占顾客和销售额的百分比", "% of customers and of sales"),
    "demand_chart": ("卖了多少，会卖多少", "What was sold and what will be"),
    "demand_unit": ("件", "units"),
}

"""The checks by name: how bad what they find is, and what they say in both languages."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from ..shop import Localized
from .product_checks import LONGEST, SHORTEST

if TYPE_CHECKING:
    from .quality import Finding, QualityReport


class Severity(StrEnum):
    """How bad: an error keeps a product from being sold rightly, a warning costs trust or sales, a note
    costs visibility."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Check(NamedTuple):
    """What is checked: its name, how bad a finding is, what is wrong, and what is expected."""

    name: str
    severity: Severity
    title: Localized
    expected: Localized


def _check(name: str, severity: Severity, zh: str, en: str, expected_zh: str, expected_en: str) -> Check:
    return Check(name, severity, Localized(zh, en), Localized(expected_zh, expected_en))


_E, _W, _N = Severity
CHECKS: dict[str, Check] = {check.name: check for check in (
    _check("missing_price", _E, "没有价格", "price missing", "一个价格；没有价格不能出售", "a price: without one it cannot be sold"),
    _check("zero_price", _E, "价格为零", "price of zero", "大于 0 的价格", "a price above 0"),
    _check("wrong_currency", _E, "币种不是店铺的币种", "currency is not the shop's",
           "店铺的币种（shopkeeper.toml 中的 currency）", "the shop's currency (currency in shopkeeper.toml)"),
    _check("mixed_currencies", _E, "一个商品有多种币种", "several currencies in one product",
           "所有规格用同一币种", "one currency for all variants"),
    _check("duplicate_sku", _E, "SKU 重复", "SKU used twice", "只属于一个规格的 SKU", "a SKU that no other variant has"),
    _check("same_options", _E, "规格选项相同", "variants with the same options",
           "与其他规格不同的选项", "options that tell it from its siblings"),
    _check("duplicate_barcode", _W, "条码重复", "barcode used twice", "只属于一个规格的条码", "a barcode that no other variant has"),
    _check("negative_stock", _W, "库存为负", "stock below zero", "0 或更多的库存", "a stock of 0 or more"),
    _check("compare_at_below_price", _W, "划线价低于售价", "compare-at price below the price", "高于售价的划线价，或者不填",
           "a compare-at price above the price, or none"),
    _check("missing_image", _W, "没有图片", "image missing", "至少一张图片", "at least one picture"),
    _check("empty_description", _W, "没有描述", "description empty", "商品描述", "a description"),
    _check("missing_category", _W, "没有分类", "category missing", "商品分类", "a category"),
    _check("duplicate_title", _W, "标题重复", "title used twice", "与其他商品不同的标题", "a title that no other product has"),
    _check("missing_brand", _N, "没有品牌", "brand missing", "品牌", "a brand"),
    _check("missing_chinese", _N, "缺少中文", "Chinese missing",
           "中文文字，因为店里有两种语言", "a Chinese text, as the shop has both languages"),
    _check("missing_english", _N, "缺少英文", "English missing",
           "英文文字，因为店里有两种语言", "an English text, as the shop has both languages"),
    _check("short_title", _N, "标题太短", "title too short", f"至少 {SHORTEST['zh']} 个汉字或 {SHORTEST['en']} 个字母",
           f"at least {SHORTEST['zh']} Chinese characters or {SHORTEST['en']} letters"),
    _check("long_title", _N, "标题太长", "title too long", f"最多 {LONGEST['zh']} 个汉字或 {LONGEST['en']} 个字母",
           f"at most {LONGEST['zh']} Chinese characters or {LONGEST['en']} letters"),
)}  # fmt: skip
_SEVERITY = {"error": Localized("错误", "error"), "warning": Localized("警告", "warning"), "note": Localized("提示", "note")}


def lines(report: QualityReport) -> Iterator[str]:
    """The report, line by line."""
    language = report.language
    if not report.checked:
        yield "店里还没有在售商品" if language == "zh" else "the shop has no active products yet"
        return
    share = f"{report.faulty / report.checked:.1%}"
    if language == "zh":
        yield f"检查了 {report.checked:,} 个在售商品，{report.faulty:,} 个（{share}）有问题，其中错误 {report.errors:,} 处"
    else:
        counted = f"{_many(report.checked, 'active product')} checked"
        yield f"{counted}, {report.faulty:,} ({share}) with findings; {_many(report.errors, 'error')}"
    for tally in report.tallies:
        told, of = tally.check.title.get(language), f"{tally.products / report.checked:.1%}"
        word = _SEVERITY[tally.check.severity.value].get(language)
        if language == "zh":
            found = f"{tally.products:,} 个商品（{of}），{tally.count:,} 处"
            yield f"{word}  {told}：{found}；应为{tally.check.expected.zh}  [{tally.check.name}]"
        else:
            found = f"{_many(tally.products, 'product')} ({of}), {_many(tally.count, 'finding')}"
            yield f"{word:<7}  {told}: {found}; expected {tally.check.expected.en}  [{tally.check.name}]"
        yield from (f"    {_example(finding)}" for finding in tally.examples)


def pointer(report: QualityReport) -> str:
    """One line after an import: how much was found in what came in, and the command that shows it."""
    if report.language == "zh":
        return f"{report.checked:,} 个商品中 {report.faulty:,} 个有数据问题（错误 {report.errors:,} 处），详见：shopkeeper quality"
    found = f"{report.faulty:,} of {_many(report.checked, 'product')} with findings ({_many(report.errors, 'error')})"
    return f"data quality: {found}; see: shopkeeper quality"


def _many(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"


def _example(finding: Finding) -> str:
    variant = f" / {finding.variant_id}" if finding.variant_id and finding.variant_id != finding.product_id else ""
    got = f": {finding.got}" if finding.got else ""
    return f"{finding.product_id}{variant}  {finding.field}{got}"

"""A record against filters, as the index would answer for it."""

from __future__ import annotations

import pytest

from shopkeeper.search.contents import Contents
from shopkeeper.search.engines.local import LocalIndex
from shopkeeper.search.filters import parse_filters
from shopkeeper.search.passing import passes
from shopkeeper.shop import InvalidQuery, Localized
from small_shop import BagEncoder, batch, product

CUP = product(
    "cup", "Blue cup", "蓝色杯子", prices=[40, 90], stock=0, brand=Localized("素白", "Plain"), category=(Localized("厨房", "Kitchen"),),
    facts=[("Capacity", 350.0), (Localized("材质", "Material"), Localized("陶瓷", "Ceramic")), ("Lid", True)], tags=("gift",),
)
PAN = product("pan", "Pan", prices=[None], facts=[("Material", "Iron")])
FILTERS = {
    "price<50": True, "price>95": False, "price=35..45": True, "price>=90": True, "brand=Plain": True, "brand=素白|Sony": True,
    "品牌=plain": True, "brand!=Plain": False, "category=厨房": True, "分类=Kitchen": True, "capacity>300": True, "material=ceramic": True,
    "材质=陶瓷": True, "in_stock=yes": False, "有货=no": True, "tags=gift": True, "lid=yes": True, "currency=CNY": True,
    "currency!=CNY": False,
}  # fmt: skip


@pytest.fixture(scope="module")
def contents(tmp_path_factory):
    index = LocalIndex(tmp_path_factory.mktemp("index"), BagEncoder.dimensions, "bag")
    index.replace([batch([CUP, PAN])], 1)
    return Contents(index)


@pytest.mark.parametrize(("where", "holds"), FILTERS.items())
def test_a_record_passes_as_the_index_says(contents, where, holds):
    assert passes(CUP, parse_filters([where])) is holds
    assert ("cup" in contents.passing([where])) is holds


def test_all_filters_must_hold_of_one_variant():
    assert passes(CUP, parse_filters(["price<50", "brand=Plain"]))
    assert not passes(CUP, parse_filters(["price>50", "price<60"]))
    assert not passes(PAN, parse_filters(["price>1"]))


def test_a_number_that_is_none_is_said():
    with pytest.raises(InvalidQuery, match="is a number"):
        passes(CUP, parse_filters(["price<cheap"]))


def test_the_nearest_are_others(contents):
    assert [id for id, _ in contents.near("cup", 5)] in ([], ["pan"])
    assert contents.near("gone", 5) == []
    assert contents.vectors(["gone", "cup"]).any(1).tolist() == [False, True]


def test_without_an_index_nothing_is_known(tmp_path):
    empty = Contents(LocalIndex(tmp_path, 4, "bag"))
    assert (empty.near("a", 3), empty.passing(["price<5"]), empty.vectors(["a"]).any()) == ([], [], False)

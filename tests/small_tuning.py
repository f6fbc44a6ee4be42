"""A shop of four things on which changes of its search are tried."""

from __future__ import annotations

from small_shop import product, small_shop

GOODS = [product("a", "Tea cup", "茶杯"), product("b", "Tea pot", "茶壶", prices=[20]), product("c", "Lamp", "台灯"),
         product("d", "Tea tray", "茶盘")]


def tea_shop(folder):
    """The shop, in a folder; it is the caller's to close."""
    shop = small_shop(folder)
    shop.put_products(GOODS)
    return shop


def undo(shop):
    """Takes away all rules, synonyms and judgments."""
    shop.rules.delete([rule.id for rule in shop.rules.all()])
    shop.synonyms.delete([each.id for each in shop.synonyms.all()])
    shop.store.judgments.delete([each.id for each in shop.store.judgments.all()])

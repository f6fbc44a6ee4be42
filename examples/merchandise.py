"""A merchant's word: a synonym, a pin, and what they change before anybody sees it."""

from shopkeeper import open_shop
from shopkeeper.shop.merchandising import Rule, RuleAction

shop = open_shop("teahouse")

shop.synonyms.add("flask = travel mug")
print(shop.search("flask", language="en").hits[0].title)  # → Insulated travel mug

rule = Rule("spring", RuleAction.PIN, ("tea-02",), queries=("tea",))
for before in shop.try_rule(rule, ["tea"]):
    print(before)
shop.rules.put([rule])
print(shop.search("tea", language="en").hits[0].title)  # → Longjing green tea from early spring

shop.close()

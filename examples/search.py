"""Search in both languages: conditions are read from the words, meaning finds what words do not."""

from shopkeeper import open_shop

shop = open_shop("teahouse")

found = shop.search("waterproof jacket under 500", language="en")
print(found.understood.where)  # → price<500
print([hit.title for hit in found])  # → Light rain jacket

for hit in shop.search("能保温的杯子", language="zh", k=3):  # no title has these words
    print(hit.title, hit.price)  # → 保温随行杯

found = shop.search("tea", where=["price<100", "in_stock=true"], facets=["brand"], explain=True)
print(found.facets["brand"])  # → Lantern & Leaf
print(found.explain())

shop.close()

"""Texts compared by meaning across languages, with the encoder that is shipped: no torch, no download."""

from shopkeeper import open_shop

shop = open_shop("teahouse")

print(f"{shop.similarity('蓝牙耳机', 'wireless earbuds'):.2f} is more than {shop.similarity('蓝牙耳机', 'cast iron pan'):.2f}")
for match in shop.match("a present for a tea lover", ["铸铁茶壶", "双人帐篷", "down jacket"]):
    print(f"{match.score:.2f} {match.text}")
print([hit.id for hit in shop.similar("ear-01", k=3)])  # → ear-0

shop.close()

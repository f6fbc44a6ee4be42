"""Recommendations for a customer, for a page and for a wish, each with its reason."""

from shopkeeper import open_shop

shop = open_shop("teahouse")

for hit in shop.recommend(customer="c-2", k=3):
    print(hit.title, "-", hit.reason.en)  # → You buy it about every

for hit in shop.recommend(product="pot-01", relation="goes_with", k=3):
    print(hit.title, "-", hit.reason.en)  # → bought together

for hit in shop.recommend(like="简约的茶具，200以内", language="zh", k=3):
    print(hit.title, hit.price, "-", hit.reason.zh)  # → 价格不超过 200

shop.close()

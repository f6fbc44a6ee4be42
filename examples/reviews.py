"""What buyers say: the mood of a text, and the aspects that reviews praise and criticise."""

from shopkeeper import open_shop

shop = open_shop("teahouse")

for text in ("物流太慢了", "Love it, it keeps tea hot for hours!"):
    (mood,) = shop.sentiment([text])
    print(mood.label, f"{mood.positive:.2f}", text)  # → negative
print(shop.reviews.summary("ear-01").headline("en"))  # → 3 reviews

shop.close()

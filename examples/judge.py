"""How good is the search? Your own judgments say: nDCG by hand, in ten lines."""

from shopkeeper import open_shop
from shopkeeper.evaluation import ndcg

JUDGED = {
    "teapot": {"pot-01": 3, "pot-02": 3, "pot-03": 3, "tray-01": 1},
    "降噪耳机": {"ear-02": 3, "ear-01": 1, "ear-03": 1},
}

shop = open_shop("teahouse")
for query, ratings in JUDGED.items():
    ranking = [hit.id for hit in shop.search(query, k=10)]
    print(query, f"ndcg@10 {ndcg(ranking, ratings, 10):.2f}")  # → ndcg@10
shop.close()

"""The demo shop has texts in every state, each of which holds."""

from __future__ import annotations

from shopkeeper import open_shop
from shopkeeper.app.demo_drafts import WANTED, write_demo_drafts
from shopkeeper.store.demo import build


def test_the_demo_shop_has_texts_in_every_state(tmp_path):
    shop = open_shop(str(tmp_path / "shop"), create=True)
    build(shop.store, tmp_path / "media", products=12, customers=30)
    shop.index()
    assert write_demo_drafts(shop) == len(WANTED)
    assert shop.store.drafts.states() == {"published": 1, "approved": 2, "rejected": 1, "draft": 6}
    for draft in shop.store.drafts.all():
        assert all(claim.holds for claim in shop.drafts.check(draft, draft.version.text)), draft.version.text
    before = [draft.at for draft in shop.store.drafts.all()]
    assert write_demo_drafts(shop) == len(WANTED)
    assert [draft.at for draft in shop.store.drafts.all()] == before, "what is there is left alone"
    shop.close()

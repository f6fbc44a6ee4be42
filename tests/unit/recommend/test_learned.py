import numpy as np
import pytest

pytest.importorskip("torch")

import small_sequences as planted
from shopkeeper.models.sequences.reader import SequenceReader
from shopkeeper.recommend.asked import Asked
from shopkeeper.recommend.history import History
from shopkeeper.recommend.sources.learned import Learned

NAMES = [f"sku-{number}" for number in range(planted.ITEMS)]


@pytest.fixture(scope="module")
def reader(tmp_path_factory):
    made = planted.made(tmp_path_factory.mktemp("run"))
    folder = tmp_path_factory.mktemp("model")
    made.write(NAMES, folder)
    return SequenceReader(folder)


@pytest.fixture(scope="module")
def history():
    new = ["new-1", "sku-4"]
    return History.of_sequences([("ann", ["sku-2", "sku-4", "sku-6"]), ("bea", ["new-1"]), ("cy", new), ("all", NAMES[1:])])


def _ids(history, found):
    return history.products.ids(found.rows.tolist())


def test_what_comes_next_is_said_in_the_rows_of_the_history_with_the_product_that_it_is_owed_to(history, reader):
    found = Learned(history, lambda: reader).candidates(Asked(customer="ann"), 5)
    assert _ids(history, found)[0] == "sku-8"
    assert len(found) == 5
    assert found.scores[0] == 1
    assert (np.diff(found.scores) <= 0).all()
    assert (found.scores > 0).all()
    assert set(_ids(history, type(found)(found.because, found.scores, found.rows))) <= {"sku-2", "sku-4", "sku-6"}


def test_the_session_and_the_page_come_last_in_what_is_read(history, reader):
    source = Learned(history, lambda: reader)
    assert _ids(history, source.candidates(Asked(recent=("sku-1", "sku-4", "sku-7")), 3))[0] == "sku-10"
    page = source.candidates(Asked(place="basket", recent=("sku-1", "sku-4"), about=("sku-7",)), 30)
    assert _ids(history, page)[0] == "sku-10"
    assert "sku-7" not in _ids(history, page)


def test_products_and_people_that_it_does_not_know_are_left_to_the_others(history, reader):
    source = Learned(history, lambda: reader)
    assert len(source.candidates(Asked(customer="nobody"), 5)) == 0
    assert len(source.candidates(Asked(customer="bea"), 5)) == 0
    found = _ids(history, source.candidates(Asked(customer="cy"), 100))
    assert "new-1" not in found
    assert "sku-0" not in found  # the history has never met it: nobody here knows what it is
    assert len(found) == planted.ITEMS - 1

"""A ranker that is trained anew from the rows that came in since, and used only where it is not worse."""

import json
import shutil
from dataclasses import replace
from types import SimpleNamespace

import pytest

from shopkeeper.app.cli.main import run
from shopkeeper.app.reviewed import origin, reviews_of
from shopkeeper.app.texts import texts
from shopkeeper.app.update import own, read_rated
from shopkeeper.evaluation import compare
from shopkeeper.models.card import Card, Data
from shopkeeper.models.corpus import collect
from shopkeeper.models.split import held_out
from shopkeeper.models.training.options import TrainOptions
from shopkeeper.reviews.train import lesson
from shopkeeper.shop import InvalidFile, InvalidQuery
from small_shop import product, small_shop

KINDS, MAKES = "kettle shirt lamp chair phone watch scarf spoon".split(), "alpha beta gamma delta omega sigma zeta".split()
WORDS = [kind + make for kind in KINDS for make in MAKES]
EACH = 12  # products of a word


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    shop = small_shop(tmp_path_factory.mktemp("shop"))
    prices = [float(10 + 7 * (5 * i % EACH)) for i in range(EACH)]
    shop.put_products([product(f"{word}-{i:02}", f"{word} {word}", prices=[price]) for word in WORDS for i, price in enumerate(prices)])
    yield shop
    shop.close()


@pytest.fixture
def versions(shop):
    for version in shop.models["ranker"].all():
        for path in version.folder.iterdir():
            path.unlink()
        version.folder.rmdir()
    (shop.models["ranker"].folder / "ACTIVE").unlink(missing_ok=True)
    return shop.models["ranker"]


def write(file, shop, words, cheap=lambda word: True):
    """Judgments of these words: cheap products are what is wanted, or dear ones."""
    rows = []
    for word in words:
        prices = {f"{word}-{i:02}": 5 * i % EACH for i in range(EACH)}
        wanted = [id for id, price in prices.items() if (price < 4 if cheap(word) else price >= 8)]
        rows += [{"query": word, "product_id": id, "rating": 3 * (id in wanted)} for id in prices]
    file.write_text("\n".join(map(json.dumps, rows)))
    return read_rated(file, ())


def test_new_rows_make_a_new_version_and_the_same_rows_none(shop, versions, tmp_path):
    # Given a ranker that learnt from a file of judgments
    file = tmp_path / "judged.jsonl"
    first = shop.train_ranker(write(file, shop, WORDS[:40]))
    assert first.active
    # When nothing has changed, then nothing is done, whatever order the rows are in
    file.write_text("\n".join(reversed(file.read_text().splitlines())))
    assert [str(each) for each in shop.update()] == [f"ranker: nothing new since {first.version}"]
    # When rows have come in, then a new version is measured against the old one and takes over
    write(file, shop, WORDS)
    found, = shop.update("ranker")
    assert (found.outcome, found.metric, found.difference.n) == ("in use", "ndcg@10", sum(map(held_out, WORDS)))
    assert versions.active == found.version != first.version
    assert f"Against version {first.version} on the rows that neither learnt from: ndcg@10" in versions.get(found.version).card
    assert shop.update()[0].outcome == "nothing new"
    assert versions.rollback() == first.version
    # When it learnt from a person who was forgotten, then it is made anew from the same rows
    versions.mark(found.version, "somebody was forgotten")
    assert shop.update()[0].outcome != "nothing new"


def test_a_worse_one_is_kept_with_its_card_and_not_used(shop, versions, tmp_path):
    # Given a ranker, and rows that now say the opposite, but for those that nobody learns from
    file = tmp_path / "judged.jsonl"
    first = shop.train_ranker(write(file, shop, WORDS))
    write(file, shop, WORDS, cheap=held_out)
    # When it is updated, then the new one is worse on these and the shop keeps the old one
    found, = shop.update()
    assert (found.outcome, versions.active) == ("not in use", first.version)
    assert found.difference.high < 0
    assert "worse than the one in use, which stays" in str(found)
    assert "Against version" in versions.get(found.version).card
    assert shop.update()[0].outcome == "nothing new", "the same rows are not tried twice"


def test_rows_that_are_gone_are_said_and_the_ranker_stays(shop, versions, tmp_path):
    file = tmp_path / "judged.jsonl"
    first = shop.train_ranker(write(file, shop, WORDS[:40]))
    file.unlink()
    with pytest.raises(InvalidFile, match=r"the judgments that it was learnt from are no longer in .*judged.jsonl; next"):
        shop.update()
    assert versions.active == first.version


def test_what_was_never_trained_here_is_not_updated(shop, versions):
    assert shop.update() == []
    with pytest.raises(InvalidQuery, match="ranker: no model was trained here yet; next: shopkeeper train ranker"):
        shop.update("ranker")
    with pytest.raises(InvalidQuery, match="weather: cannot be updated; expected one of ranker"):
        shop.update("weather")


def test_a_model_that_was_brought_in_is_none_that_was_trained_here():
    brought = SimpleNamespace(name="x", config={"data": {"rows": 0}})
    assert own(SimpleNamespace(all=lambda: [brought, SimpleNamespace(name="shipped", config={})])) == []


@pytest.mark.parametrize(("ours", "may"), [([0.5] * 20, True), ([0.505] * 20, True), ([0.495] * 20, True), ([0.4] * 20, False),
                                           ([0.2, 0.9] * 10, True), ([0.0, 0.9] * 10, False)])
def test_a_newer_model_may_replace_an_older_one_unless_it_is_worse(ours, may):
    assert compare(ours, [0.5] * 20).not_worse is may


def test_the_rows_that_nobody_learns_from_are_a_fifth_and_always_the_same():
    keys = [f"查询 {i}" for i in range(2000)]
    assert 340 < sum(map(held_out, keys)) < 460
    assert [held_out(key) for key in ("teapot", "茶壶", "")] == [False, False, False]


def test_a_language_model_is_trained_again_as_it_was_made_once_there_are_new_texts(shop, monkeypatch):
    # Given a version that was made of the shop's texts as they are, with options of its own
    versions, asked = shop.models["language-model"], []
    now = Data(collect(texts(shop.store)).fingerprint, 3, ["product (3)"])
    options = {"size": "tiny", **TrainOptions(epochs=2, seed=3).to_dict()}

    def made(data):
        card = Card("Language model", "Writes.", data, {}, "texts", options, 1.0)
        return versions.add(lambda folder: (folder / "config.json").write_text("{}"), card=card, about={"origin": {"files": [], "map": {}}})

    old, newest = made(replace(now, fingerprint="other")), made(now)
    outcome = SimpleNamespace(version="v", active=False, saved=compare([2.0] * 9, [1.0] * 9))
    train = "shopkeeper.app.language_training.train_language_model"
    monkeypatch.setattr(train, lambda store, versions, **told: asked.append(told) or outcome)
    # When it is up to date, then nothing is done; else it is trained with the same recipe and options
    assert str(shop.update("language-model")[0]) == f"language-model: nothing new since {newest.name}"
    shutil.rmtree(newest.folder)
    found, = shop.update("language-model")
    assert (found.outcome, found.difference.value) == ("not in use", 1.0)
    assert (asked[0]["size"], asked[0]["given"]["epochs"], asked[0]["given"]["seed"], "size" in asked[0]["given"]) == ("tiny", 2, 3, False)
    shutil.rmtree(old.folder)


def test_the_reading_of_reviews_is_trained_again_from_the_same_file_once_it_has_new_rows(shop, monkeypatch, tmp_path):
    # Given a version that was learnt from a file of reviews, with options of its own
    versions, asked = shop.models["sentiment"], []
    file = tmp_path / "reviews.jsonl"
    rows = [{"text": f"{word} {i}", "label": i % 2} for i, word in enumerate(WORDS * 3)]
    file.write_text("\n".join(map(json.dumps, rows)))
    where = origin(file, ["text=text"], "negative")
    options = TrainOptions(epochs=2, seed=3).to_dict()
    data = lesson(*reviews_of(shop.store, where)).data
    card = Card("Sentiment", "Reads.", data, {}, "reviews", options, 1.0)
    about = {"base": "an/encoder", "origin": where}
    newest = versions.add(lambda folder: (folder / "config.json").write_text("{}"), card=card, about=about)
    outcome = SimpleNamespace(version="v", active=True, difference=compare([1.0] * 9, [0.0] * 9))
    monkeypatch.setattr(shop, "train_sentiment", lambda reviews, source, **told: asked.append((len(reviews.texts), told)) or outcome)
    # When nothing came it says so; with one more row it is trained as it was made; without the file it says what to do
    assert str(shop.update("sentiment")[0]) == f"sentiment: nothing new since {newest.name}"
    file.write_text(file.read_text() + "\n" + json.dumps({"text": "one more", "label": 1}))
    found, = shop.update("sentiment")
    count, told = asked[0]
    assert (found.outcome, count, told["base"], told["origin"]) == ("in use", len(rows) + 1, "an/encoder", where)
    assert told["given"]["epochs"] == 2
    file.unlink()
    with pytest.raises(InvalidFile, match=r"no longer there; next: shopkeeper train sentiment --data FILE"):
        shop.update("sentiment")
    shutil.rmtree(newest.folder)


def test_the_command_says_that_there_is_nothing_to_update(tmp_path, capsys):
    assert run(["init", "--shop", str(tmp_path / "shop")]) == 0
    assert run(["update", "--shop", str(tmp_path / "shop")]) == 0
    assert "no model was trained here yet" in capsys.readouterr().out

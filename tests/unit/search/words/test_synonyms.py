import pytest

from shopkeeper.search.words.files import read_synonyms
from shopkeeper.search.words.live import Synonyms
from shopkeeper.search.words.synonyms import SynonymTable, atoms, parse_synonym
from shopkeeper.shop import InvalidFile, InvalidRecord, Synonym
from shopkeeper.store import open_store


@pytest.mark.parametrize(("text", "source", "terms"), [
    ("耳机 = headphones", "", ("耳机", "headphones")),
    ("trainers > sneakers, running shoes", "trainers", ("sneakers", "running shoes")),
    ("trainers => sneakers", "trainers", ("sneakers",)), ("a=b=c", "", ("a", "b", "c")),
    ("手机，电话、mobile", "", ("手机", "电话", "mobile")),
])
def test_a_synonym_is_written_as_one_would(text, source, terms):
    synonym = parse_synonym(text)
    assert (synonym.source, synonym.terms) == (source, terms)
    assert parse_synonym(text).id == synonym.id


@pytest.mark.parametrize("text", ["", "耳机", "=", "a = a", "> b", "a >", "!!! = ???", "shoe = shoes"])
def test_what_is_no_synonym_is_refused(text):
    with pytest.raises(InvalidRecord, match="expected"):
        parse_synonym(text)


def test_the_same_words_in_another_order_are_the_same_record():
    assert parse_synonym("b = a").id == parse_synonym("a = b").id
    assert parse_synonym("a > b").id != parse_synonym("a = b").id
    long = " = ".join(f"word{i}" for i in range(100))
    assert len(parse_synonym(long).id) <= 120
    assert parse_synonym(long).id != parse_synonym(long + "x").id


def test_phrases_are_compared_by_stems_codes_and_characters():
    assert atoms("Running Shoes") == ("running", "shoe")
    assert atoms("USB-C 线") == ("usbc", "线")
    table = SynonymTable([Synonym("1", ("耳机", "headphones")), Synonym("2", ("耳机", "headset"))])
    assert table.matches(atoms("无线耳机"))[0] == (2, 4, ("headphones", "headset"))
    assert not SynonymTable()


@pytest.mark.parametrize(("name", "content", "expected"), [
    ("s.txt", "# remark\n\na, b, c\nx, y => z, w\n", [("", ("a", "b", "c")), ("x", ("z", "w")), ("y", ("z", "w"))]),
    ("s.txt", "1\\,000, thousand", [("", ("1,000", "thousand"))]),
    ("s.txt", "\ufeff耳机, headphones\r\n", [("", ("耳机", "headphones"))]),
    ("s.csv", "耳机,headphones,headset\n", [("", ("耳机", "headphones", "headset"))]),
    ("s.csv", "source,terms\ntrainers,sneakers|running shoes\n,a;b\n",
     [("trainers", ("sneakers", "running shoes")), ("", ("a", "b"))]),
    ("s.csv", '来源,同义词\n,"手机；电话"\n', [("", ("手机", "电话"))]),
])
def test_files_of_other_engines_are_read(tmp_path, name, content, expected):
    (tmp_path / name).write_text(content, "utf-8")
    assert [(each.source, each.terms) for each in read_synonyms(tmp_path / name)] == expected


@pytest.mark.parametrize(("name", "content", "message"), [
    ("s.txt", "a, b\nalone\n", "line 2.*at least two"), ("s.txt", "a => ", "line 1.*at least two"),
    ("s.txt", "# nothing", "at least one line"),
    ("s.csv", "source,terms\nx,\n", "line 2"),
])
def test_a_line_that_cannot_be_read_is_named(tmp_path, name, content, message):
    (tmp_path / name).write_text(content, "utf-8")
    with pytest.raises((InvalidRecord, InvalidFile), match=message):
        read_synonyms(tmp_path / name)
    with pytest.raises(InvalidFile, match="expected a text file"):
        read_synonyms(tmp_path / "missing.txt")


@pytest.fixture
def opened(tmp_path):
    """Opens the same synonyms once more at each call, as another process would."""
    store = open_store(f"sqlite:///{tmp_path}/shop.db")
    yield lambda: (Synonyms(store.synonyms, tmp_path / "index" / "stamp"), store.synonyms)
    store.close()


def test_a_synonym_is_known_in_every_process_at_once(opened):
    (here, _), (there, _) = opened(), opened()
    assert not there.table()
    here.add("耳机 = headphones")
    assert there.table().matches(atoms("耳机"))
    assert there.table() is there.table(), "read once"
    assert here.delete(["headphones=耳机"]) == 1
    assert not there.table()
    assert here.delete(["headphones=耳机"]) == 0


def test_what_was_written_past_it_is_seen_at_the_next_refresh_by_all(opened):
    (here, records), (there, _) = opened(), opened()
    assert not here.table()
    assert not there.table()
    records.put([Synonym("1", ("a", "b"))])
    assert not here.table()
    assert here.refresh().matches(("a",))
    assert there.table().matches(("a",))


def test_a_file_goes_in_whole_or_not_at_all(opened, tmp_path):
    here, records = opened()
    (tmp_path / "bad.txt").write_text("a, b\nalone\n", "utf-8")
    with pytest.raises(InvalidRecord, match="line 2"):
        here.import_file(tmp_path / "bad.txt")
    assert records.count() == 0
    (tmp_path / "good.txt").write_text("a, b\nc => d\n", "utf-8")
    assert (here.import_file(tmp_path / "good.txt").new, here.import_file(tmp_path / "good.txt").unchanged) == (2, 2)
    assert [each.id for each in here.all()] == ["a=b", "c>d"]

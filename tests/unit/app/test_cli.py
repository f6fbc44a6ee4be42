import json
import os
import re
import subprocess
import sys
import types
from dataclasses import dataclass
from pathlib import Path

import pytest

from shopkeeper import __version__
from shopkeeper.app.cli.main import _begun_by, _first_words, run
from shopkeeper.search.result import FacetCount, Hit, Match, Reason, SearchResult, Understood
from shopkeeper.shop import Localized, Money, NotFound, Product, Variant
from shopkeeper.store.importers.orders import UNKNOWN
from unit.app.explained import explained

EARPHONES = Product("p1", Localized("跑步无线耳机", "Wireless running earphones"), (Variant("v1", price=Money(19900, "CNY"), stock=3),))
KETTLE = Product("p2", Localized("电水壶", "Kettle"), (Variant("v2", price=Money(8950, "CNY"), stock=0),))


@dataclass
class Counted:
    """The outcome of an import or of an index run."""

    products: int = 2
    encoded: int = 1
    seconds: float = 0.5
    accepted: int = 2
    rejected: int = 0
    file: str = "p.csv"
    read: int = 4
    rejects_file: str = "p.csv.rejects.jsonl"
    kind: str = "products"
    new: int = 2
    changed: int = 0
    notes: tuple[str, ...] = ()

    def to_dict(self):
        return {"accepted": self.accepted, "rejected": self.rejected}

    def __str__(self):
        return f"{self.accepted} accepted, {self.rejected} rejected"


class FakeShop:
    """A shop of two products that remembers what it was asked."""

    def __init__(self, outcome=None):
        self.asked, self.closed, self.outcome = {}, False, outcome or Counted()
        self.store = types.SimpleNamespace(url="sqlite:///x/shop.db", products=types.SimpleNamespace(count=lambda: 2))

    def search(self, query="", **asked):
        self.asked = {"query": query, **asked}
        if query == "boom":
            raise RuntimeError("a fault\nof ours")
        if query == "stop":
            raise KeyboardInterrupt
        language = asked.get("language") or ("zh" if "耳" in query else "en")
        reasons = (Reason("term", "耳机", 0.4),)
        hits = tuple(Hit(p.id, p.title.get(language), p.price, 0.5, p, reasons) for p in (EARPHONES, KETTLE))
        facets, understood = {"brand": (FacetCount("Edifier", 2),)}, Understood(query, ("price<500",))
        return SearchResult("q1", 2, hits, facets, understood, "mouse", ("color=red",), "abc", language)

    def similar(self, id, **asked):
        if id != "p1":
            raise NotFound("product", id)
        return self.search("", **asked)

    def similarity(self, a, b):
        return 0.87654321

    def explain_similarity(self, a, b):
        return explained(a, b)

    def match(self, query, texts, k=None):
        return [Match(i, text, 1 - i / 10) for i, text in enumerate(texts)][:k]

    def index(self, **asked):
        self.asked = asked
        return self.outcome

    def import_file(self, path, **asked):
        self.asked = {"path": path, **asked}
        return self.outcome

    def close(self):
        self.closed = True


@pytest.fixture
def shop(monkeypatch, tmp_path):
    fake = FakeShop()
    opener = types.SimpleNamespace(open_shop=lambda *args, **kwargs: fake)
    monkeypatch.setitem(sys.modules, "shopkeeper.app.bootstrap", opener)
    monkeypatch.setenv("SHOPKEEPER_SHOP", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    return fake


def test_search_prints_a_table_whose_chinese_columns_align(shop, capsys):
    assert run(["search", "耳机"]) == 0
    out = capsys.readouterr().out
    assert out.splitlines()[:4] == ["共 2 件商品", "理解为：耳机 · price<500", "您是不是要找：mouse", "已放宽：color=red"]
    first, second = (next(line for line in out.splitlines() if title in line) for title in ("跑步无线耳机", "电水壶"))
    # A Chinese character is two cells wide, so the shorter title is followed by twice as many more spaces.
    assert len(second.partition("¥")[0]) - len(first.partition("¥")[0]) in (3, 4)
    assert "brand: Edifier 2" in out
    assert "shopkeeper search --next abc" in out
    assert shop.closed


def test_search_speaks_the_language_of_the_answer(shop, capsys):
    assert run(["search", "耳机", "--language", "en"]) == 0
    assert "Wireless running earphones" in (out := capsys.readouterr().out)
    assert "2 products" in out


def test_search_hands_every_option_over(shop):
    filters = ["--where", "price<5", "--where", "brand=A|B"]
    assert run(["search", "x", *filters, "--facet", "brand", "-k", "3", "--next", "c", "--explain", "--sort", "-price",
                "--no-synonyms", "--literal"]) == 0
    assert shop.asked == {"query": "x", "k": 3, "where": ["price<5", "brand=A|B"], "facets": ["brand"], "language": None, "next": "c",
                          "explain": True, "synonyms": False, "literal": True, "sort": "-price"}


def test_explain_prints_the_reasons(shop, capsys):
    assert run(["search", "耳机", "--explain"]) == 0
    assert "+0.400  词：耳机" in capsys.readouterr().out


def test_an_explained_similarity_shows_words_and_pairs_and_writes_the_maps(shop, capsys, tmp_path):
    assert run(["similarity", "red shoe", "蓝牙耳机", "--explain", "--explain-html", "why.html"]) == 0
    out = capsys.readouterr().out
    assert re.search(r"^\+0\.4000\s+red\s+█{24}$", out, re.M)
    assert re.search(r"^-0\.0100\s+耳机\s+░$", out, re.M)
    assert re.search(r"^\+0\.2000\s+red – 蓝牙$", out, re.M)
    assert "有多相近" in (tmp_path / "why.html").read_text("utf-8")
    assert run(["similarity", "red", "shoe", "--explain-html", "why.html"]) == 0
    assert "How alike" in (tmp_path / "why.html").read_text("utf-8")
    assert run(["similarity", "a", "b", "--explain-html", "no/folder.html"]) == 2
    assert "no/folder.html: cannot be written" in capsys.readouterr().err


@pytest.mark.parametrize(("command", "expected"), [
    (["search", "耳机"], lambda d: d["hits"][0]["id"] == "p1" and d["facets"]["brand"][0]["count"] == 2),
    (["similar", "p1"], lambda d: d["total"] == 2),
    (["similarity", "a", "b"], lambda d: d == {"similarity": 0.876543}),
    (["match", "a", "--among", "texts.txt"], lambda d: [m["text"] for m in d] == ["耳机", "mouse"]),
    (["similarity", "red shoe", "蓝牙耳机", "--explain"],
     lambda d: d["similarity"] == 0.25 and [w["text"] for w in d["explanation"]["texts"][1]["words"]] == ["蓝牙", "耳机"]),
    (["match", "a", "--among", "texts.txt", "--explain"], lambda d: [len(m["explanation"]["attention"]) for m in d] == [2, 2]),
    (["index"], lambda d: d == {"products": 2, "encoded": 1, "seconds": 0.5}),
    (["import", "texts.txt"], lambda d: d == [{"accepted": 2, "rejected": 0}]),
    (["init"], lambda d: d["products"] == 2),
])
def test_json_is_one_document_on_stdout_and_nothing_else(shop, capsys, tmp_path, command, expected):
    (tmp_path / "texts.txt").write_text("耳机\n\nmouse\n", encoding="utf-8")
    assert run([*command, "--json"]) == 0
    captured = capsys.readouterr()
    assert expected(json.loads(captured.out))
    assert captured.err == ""


@pytest.mark.parametrize(("command", "sentence"), [
    (["similar", "nope"], "no product has the id 'nope'"),
    (["search", "--kk", "3"], "No such option: --kk"),
    (["search", "--k", "0"], "Invalid value for '--k'"), (["suggest", "x", "-k", "0"], "Invalid value for '--k'"),
    (["search", "x", "--language", "fr"], "Invalid value for '--language'"),
    (["serach", "x"], "No such command 'serach'"),
    (["similarity", "a"], "Missing argument 'b'"),
    (["match", "q", "--among", "none.txt"], "none.txt: expected a text file (No such file or directory)"),
    (["import", "none.csv"], "none.csv: no such file"),
    (["import", "x", "--map", "none.json"], "none.json: cannot be read"),
    (["import", "x", "--map", "a=b,c"], "--map a=b,c: expected theirs=ours"),
    (["evaluate", "search", "--data", "x", "--gate", "good"], "gate: expected a metric"),
])
def test_bad_input_is_one_sentence_on_stderr_and_exit_code_2(shop, capsys, command, sentence):
    assert run(command) == 2
    captured = capsys.readouterr()
    assert captured.err.startswith(sentence)
    assert captured.err.count("\n") == 1
    assert captured.out == ""


def test_an_interrupted_command_says_how_to_go_on(shop, capsys):
    assert run(["search", "stop"]) == 130
    assert capsys.readouterr().err.strip() == "interrupted; run the same command to go on"
    assert shop.closed


def test_an_unexpected_error_is_one_sentence_and_its_details_a_file_in_the_shop(shop, capsys, tmp_path):
    assert run(["search", "boom"]) == 70
    assert capsys.readouterr().err == f"unexpected RuntimeError: a fault; details in {tmp_path / 'errors.log'}\n"
    assert "Traceback" in (tmp_path / "errors.log").read_text()


def test_a_word_that_is_no_text_does_not_keep_an_error_from_its_file(shop, capsys, tmp_path):
    assert run(["search", "boom", "--where", "\udce8"]) == 70
    assert "boom --where \\udce8" in (tmp_path / "errors.log").read_text()


def test_a_place_that_cannot_be_written_is_named(shop, capsys, tmp_path):
    (tmp_path / "file").write_text("x")
    assert run(["init", "--shop", str(tmp_path / "file" / "shop")]) == 2
    assert capsys.readouterr().err.startswith(f"{tmp_path / 'file' / 'shop'}: Not a directory; details in ")


def test_the_log_of_an_error_follows_the_shop_option(shop, capsys, tmp_path):
    (tmp_path / "other").mkdir()
    run(["search", "boom", "--shop", str(tmp_path / "other")])
    assert (tmp_path / "other" / "errors.log").exists()


def test_debug_prints_the_traceback_instead(shop, capsys, monkeypatch, tmp_path):
    monkeypatch.setenv("SHOPKEEPER_DEBUG", "1")
    assert run(["search", "boom"]) == 70
    assert "Traceback" in capsys.readouterr().err
    assert not (tmp_path / "errors.log").exists()


def test_import_hands_mapping_kind_and_format_over(shop, tmp_path, capsys):
    (tmp_path / "p.csv").write_text("x")
    (tmp_path / "map.json").write_text('{"名称": "title"}', encoding="utf-8")
    assert run(["import", "p.csv", "--map", "map.json", "--map", "价格=price", "--kind", "products", "--format", "csv", "--dry-run"]) == 0
    assert shop.asked == {"path": Path("p.csv"), "kind": "products", "format": "csv", "dry_run": True, "progress": None,
                          "mapping": {"名称": "title", "价格": "price"}}
    assert capsys.readouterr().out == "2 accepted, 0 rejected\n"


def test_a_file_of_which_no_row_was_accepted_is_bad_input(shop, tmp_path, capsys):
    (tmp_path / "p.csv").write_text("x")
    shop.outcome = Counted(accepted=0, rejected=4)
    assert run(["import", "p.csv"]) == 2
    assert capsys.readouterr().err == "p.csv: none of its 4 rows could be accepted; the reasons are in p.csv.rejects.jsonl\n"
    shop.outcome = Counted(accepted=3, rejected=1)
    assert run(["import", "p.csv"]) == 0


@pytest.mark.parametrize(("outcome", "advice"), [
    (Counted(), "next: shopkeeper index"),
    (Counted(new=0), ""),
    (Counted(kind="orders", notes=(f"3 × {UNKNOWN}",)),
     "where there is no catalogue: the same command with --with-products makes products of these lines"),
    (Counted(kind="orders"), ""),
], ids=["new products", "nothing new", "orders of unknown products", "orders"])  # fmt: skip
def test_an_import_says_what_comes_next(shop, tmp_path, capsys, outcome, advice):
    (tmp_path / "p.csv").write_text("x")
    shop.outcome = outcome
    assert run(["import", "p.csv"]) == 0
    assert capsys.readouterr().out.splitlines()[1:] == ([advice] if advice else [])


def test_init_writes_the_settings_once(shop, tmp_path, capsys):
    assert run(["init"]) == 0
    (tmp_path / "shopkeeper.toml").write_text('currency = "USD"\n')
    assert run(["init"]) == 0
    assert (tmp_path / "shopkeeper.toml").read_text() == 'currency = "USD"\n'
    assert "next: shopkeeper import" in capsys.readouterr().out


def test_version_and_help_are_answers(capsys):
    assert run(["version"]) == 0
    assert capsys.readouterr().out == f"{__version__}\n"
    assert run([]) == 0
    assert run(["--help"]) == 0
    assert run(["search", "--help"]) == 0
    capsys.readouterr()
    assert (run(["--version"]), capsys.readouterr().out.strip()) == (0, __version__)


def test_the_module_runs_as_the_command():
    done = subprocess.run([sys.executable, "-m", "shopkeeper", "version"], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == __version__


def test_a_reader_that_goes_away_is_no_error():
    # Given a pipe whose reading end is closed before the command prints
    reading, writing = os.pipe()
    os.close(reading)
    try:
        command = [sys.executable, "-m", "shopkeeper", "version"]
        done = subprocess.run(command, stdout=writing, stderr=subprocess.PIPE, text=True, check=False)
    finally:
        os.close(writing)
    assert (done.returncode, done.stderr) == (0, "")


def test_help_loads_no_room_that_only_a_command_needs():
    # Deterministic where a limit in seconds would depend on the machine.
    code = "import sys; from shopkeeper.app.cli.main import run; run(['--help']); print(sorted(sys.modules), file=sys.stderr)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stderr
    for heavy in ("numpy", "tantivy", "sqlalchemy", "fastapi", "onnxruntime", "polars"):
        assert f"'{heavy}'" not in loaded


def test_the_demo_prints_commands_that_can_be_copied_where_the_program_is_not_on_the_path(monkeypatch):
    from shopkeeper.app.cli.demo import _command

    monkeypatch.setenv("PATH", "/nowhere")
    monkeypatch.setattr(sys, "argv", [".venv/bin/shopkeeper", "demo"])
    assert _command() == ".venv/bin/shopkeeper"
    monkeypatch.setattr(sys, "argv", ["/x/shopkeeper/__main__.py", "demo"])
    assert _command() == "python -m shopkeeper"


def test_each_first_word_begins_what_the_whole_tree_has_under_it():
    whole = _begun_by("").commands
    assert _first_words() == set(whole)
    for word, command in whole.items():
        [(name, alone)] = _begun_by(word).commands.items()
        assert (name, alone.get_short_help_str(), getattr(alone, "commands", {}).keys()) == (
            word, command.get_short_help_str(), getattr(command, "commands", {}).keys())

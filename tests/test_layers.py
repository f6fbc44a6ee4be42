"""The house stands: rooms depend downwards, each library has one home, files and functions stay small."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

SOURCE = Path(__file__).parents[1] / "src" / "shopkeeper"
FILES = sorted(SOURCE.rglob("*.py"))
MAX_FILE_LINES, MAX_FUNCTION_LINES = 600, 60

# Library -> where alone it may be imported. An engine's client stays in its file, training in models/.
HOMES = {
    "torch": "models", "transformers": "models", "onnx": "models", "onnxruntime": "models", "faiss": "models", "tokenizers": "models",
    "xllamacpp": "models/language", "openai": "models/language", "httpx2": "models/language", "gguf": "models/language",
    "opentelemetry": "app/observe",
    "tantivy": "search/engines", "pymilvus": "search/engines", "lightgbm": "search models",
    "sqlalchemy": "store", "alembic": "store", "psycopg": "store", "polars": "store/importers",
    "fastapi": "app", "starlette": "app", "uvicorn": "app", "jinja2": "app", "typer": "app/cli", "rich": "app/cli",
    "rjieba": "text", "opencc": "text", "pypinyin": "text",
}


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def nodes(path: Path) -> tuple[ast.AST, ...]:
    """All of the tree, walked once for all rules."""
    return tuple(ast.walk(tree(path)))


@cache
def imported(path: Path) -> tuple[str, ...]:
    """The top-level names of the libraries that a file imports, anywhere in it."""
    return tuple(_imported(path))


def _imported(path: Path) -> Iterator[str]:
    for node in nodes(path):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level and node.module:
            yield node.module.split(".")[0]


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (node for node in nodes(path) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def name_of(path: Path) -> str:
    return path.relative_to(SOURCE).as_posix()


def test_the_contracts_of_import_linter_hold():
    command = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(config_filename='pyproject.toml'))"
    done = subprocess.run([sys.executable, "-c", command], cwd=SOURCE.parents[1], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_each_library_is_imported_at_home_only():
    strays = [f"{name_of(path)} imports {library}, whose home is {home}/" for path in FILES for library in sorted(set(imported(path)))
              if (home := HOMES.get(library)) and not (name_of(path) + "/").startswith(tuple(f"{room}/" for room in home.split()))]
    assert strays == []


def test_the_domain_uses_the_standard_library_only():
    strays = {f"{name_of(path)}: {library}" for path in (SOURCE / "shop").rglob("*.py") for library in imported(path)
              if library not in sys.stdlib_module_names}
    assert strays == set()


def test_toml_is_read_for_settings_a_column_mapping_and_tables_of_words_only():
    readers = {name_of(path) for path in FILES if "tomllib" in imported(path)}
    words = {
        "store/demo/words.py", "text/goods.py", "text/sorts.py", "text/choices.py", "text/attributes.py", "assistant/dialogue/words.py",
        "assistant/answers/words/__init__.py", "writing/words/__init__.py", "claims/markets.py", "claims/tone.py", "reviews/lexicon.py"}
    assert readers <= {*words, "app/settings.py", "app/toml_lines.py", "store/importers/mapping.py"}


def test_only_the_settings_read_the_environment():
    # `os.environ.setdefault` tells a library something and reads nothing.
    told = {node.value for path in FILES for node in nodes(path) if isinstance(node, ast.Attribute) and node.attr == "setdefault"}
    strays = [f"{name_of(path)}:{node.lineno}" for path in FILES if name_of(path) != "app/settings.py" for node in nodes(path)
              if (isinstance(node, ast.Attribute) and node.attr in ("environ", "getenv", "environb") and node not in told)
              or (isinstance(node, ast.ImportFrom) and node.module == "os" and {a.name for a in node.names} & {"environ", "getenv"})]
    assert strays == []


def test_no_file_is_longer_than_600_lines():
    assert [name_of(path) for path in FILES if len(path.read_text(encoding="utf-8").splitlines()) > MAX_FILE_LINES] == []


def test_no_function_is_longer_than_60_lines():
    long = [f"{name_of(path)}:{function.lineno} {function.name}" for path in FILES for function in functions(path)
            if (function.end_lineno or 0) - function.lineno + 1 > MAX_FUNCTION_LINES]
    assert long == []


def test_every_public_module_class_and_function_says_what_it_is():
    ours = [path for path in FILES if "migrations" not in path.parts]  # whose functions Alembic names
    bare = [f"{name_of(path)}:{getattr(node, 'lineno', 1)} {getattr(node, 'name', 'the module')}" for path in ours
            for node in (tree(path), *tree(path).body)
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
            and not getattr(node, "name", "").startswith("_") and not ast.get_docstring(node)]
    assert bare == []


def test_no_error_is_swallowed():
    swallowed = [f"{name_of(path)}:{node.lineno}" for path in FILES for node in nodes(path)
                 if isinstance(node, ast.ExceptHandler) and (node.type is None or all(isinstance(line, ast.Pass) for line in node.body))]
    assert swallowed == []


def test_the_import_costs_no_library():
    # Deterministic where a limit in seconds would depend on the machine.
    code = "import shopkeeper, shopkeeper.shop, sys; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert not {"numpy", "tantivy", "sqlalchemy", "onnxruntime", "faiss", "polars", "fastapi", "typer"} & set(loaded)


def test_serving_never_loads_torch():
    code = "from shopkeeper import open_shop; import shopkeeper.app.api, sys; print('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "False"

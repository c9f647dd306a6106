"""What no linter holds: the size of files and functions, the names of files, who may read clock and environment."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
BOT = sorted((ROOT / "bot").rglob("*.py"))
NO_NAMES = {"utils", "util", "helpers", "helper", "manager", "managers", "handler", "handlers", "misc", "common"}
CLOCK = {"datetime.now", "datetime.utcnow", "date.today", "datetime.today", "time.time", "time.time_ns"}
ENVIRONMENT = {"os.environ", "os.getenv", "os.putenv", "os.environb"}


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def nodes(path: Path) -> tuple[ast.AST, ...]:
    return tuple(ast.walk(tree(path)))


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (node for node in nodes(path) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def dotted(node: ast.AST) -> str:
    """Return `datetime.now` for datetime.now and for datetime.datetime.now."""
    if isinstance(node, ast.Attribute):
        inner = node.value.attr if isinstance(node.value, ast.Attribute) else getattr(node.value, "id", "")
        return f"{inner}.{node.attr}"
    return ""


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def imported(path: Path) -> set[str]:
    froms = (node for node in nodes(path) if isinstance(node, ast.ImportFrom))
    return {f"{node.module}.{alias.name}" for node in froms for alias in node.names}


def test_a_file_can_be_read_in_one_go() -> None:
    lengths = {name_of(path): len(path.read_text(encoding="utf-8").splitlines()) for path in BOT}
    assert {name: length for name, length in lengths.items() if length > 400} == {}
    assert len(lengths) > 50


def test_a_function_fits_on_one_screen() -> None:
    sizes = {f"{name_of(p)}:{one.name}": (one.end_lineno or 0) - one.lineno + 1 for p in BOT for one in functions(p)}
    assert {name: size for name, size in sizes.items() if size > 40} == {}
    assert len(sizes) > 500


def test_a_file_is_named_after_what_it_holds() -> None:
    words = {name_of(path): set(re.split(r"[_/.]", name_of(path))) for path in BOT}
    assert [name for name, parts in words.items() if parts & NO_NAMES] == []


def test_the_clock_and_the_environment_have_one_reader_each() -> None:
    for path in BOT:
        if "sandbox" in path.parts:
            continue
        used = {dotted(node) for node in nodes(path)} | imported(path)
        if name_of(path) != "bot/clock.py":
            assert used & CLOCK == set(), path
        if name_of(path) != "bot/settings.py":
            assert used & ENVIRONMENT == set(), path


def test_every_module_says_what_it_is_for() -> None:
    assert [name_of(path) for path in BOT if tree(path).body and not ast.get_docstring(tree(path))] == []


def test_the_scan_sees_what_it_looks_for() -> None:
    source = "import os\nfrom datetime import datetime\nimport datetime as d\na = datetime.now()\nb = os.environ\n"
    assert {dotted(node) for node in ast.walk(ast.parse(source))} >= {"datetime.now", "os.environ"}
    assert dotted(ast.parse("datetime.datetime.now", mode="eval").body) == "datetime.now"

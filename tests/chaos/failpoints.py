"""All failpoints there are, read from the source: whoever writes a new transaction gets two more without asking."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from bot.slack.manifest import METHODS

BOT = Path(__file__).parents[2] / "bot"
ELSEWHERE = ("store/db.py", "store/migrate.py", "demo/", "sandbox/", "cli/")
"""Where a `begin` is the door itself, or of a program that is not the running bot."""
OTHER_CALLS = ("response_url", "download")
"""What the gateway calls that is no method."""


def everywhere() -> list[str]:
    """Return every failpoint: before and after each commit, and each outward call."""
    calls = [f"call:{method}" for method in (*METHODS, *OTHER_CALLS)]
    places = [*(f"commit:{place}" for place in commits()), *calls]
    return [f"{side}:{place}" for place in places for side in ("before", "after")]


def commits() -> list[str]:
    """Return who commits: module and function, as the database reports them, sorted."""
    found: set[str] = set()
    for path in sorted(BOT.rglob("*.py")):
        inside = path.relative_to(BOT)
        if not str(inside).startswith(ELSEWHERE):
            module = ".".join(inside.with_suffix("").parts).removesuffix(".__init__")
            found.update(f"{module}.{function}" for function in _functions(ast.parse(path.read_text("utf-8")), ""))
    return sorted(found)


def _functions(node: ast.AST, within: str) -> Iterator[str]:
    """Return the innermost function around each `with ….begin()`; a lambda is one, as for the interpreter."""
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        within = node.name
    elif isinstance(node, ast.Lambda):
        within = "<lambda>"
    elif isinstance(node, ast.With) and any(_begins(item.context_expr) for item in node.items):
        yield within
    for child in ast.iter_child_nodes(node):
        yield from _functions(child, within)


def _begins(called: ast.expr) -> bool:
    if not isinstance(called, ast.Call) or not isinstance(called.func, ast.Attribute):
        return False
    return called.func.attr == "begin" and not called.args and not called.keywords

"""The seam: the wire joins bot and sandbox, and nothing else does."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

BOT = Path(__file__).parents[3] / "bot"
OUTSIDE = ("sandbox", "demo", "cli")
"""The sandbox, and those who bring it and the bot together."""
INSIDE = sorted(path for path in BOT.rglob("*.py") if path.relative_to(BOT).parts[0] not in OUTSIDE)
SANDBOX = sorted((BOT / "sandbox").rglob("*.py"))
ALLOWED = {"starlette", "uvicorn"}
"""What the sandbox needs beside the standard library; none of it is Slack's."""


def imported(path: Path) -> set[str]:
    """Give the modules that a file imports, or names to import later."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            module = node.module or ""
            names |= {module} | {f"{module}.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.startswith("bot."):
            names.add(node.value.partition(":")[0])
    return names


def test_the_bot_has_no_notion_of_the_sandbox() -> None:
    knows = {
        path.relative_to(BOT).as_posix()
        for path in INSIDE
        if any(f"{name}.".startswith(("bot.sandbox.", "bot.demo.")) for name in imported(path))
    }
    assert knows == set()
    assert len(INSIDE) > 100


def test_the_sandbox_imports_nothing_of_the_bot_and_nothing_of_slacks() -> None:
    for path in SANDBOX:
        foreign = {name for name in imported(path) if name.partition(".")[0] == "bot" and name != "bot"}
        assert {name for name in foreign if not f"{name}.".startswith("bot.sandbox.")} == set(), path.name
        roots = {name.partition(".")[0] for name in imported(path)} - set(sys.stdlib_module_names) - {"bot", ""}
        assert roots <= ALLOWED, path.name


@pytest.mark.parametrize(
    ("module", "stranger"), [("bot.app", "bot.sandbox"), ("bot.sandbox", "bot.app"), ("bot.sandbox", "slack_sdk")]
)
def test_one_runs_without_the_other(module: str, stranger: str) -> None:
    script = f"import sys, {module}; print([one for one in sys.modules if one.startswith('{stranger}')])"
    told = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=BOT.parent)
    assert told.stdout.strip() == "[]"

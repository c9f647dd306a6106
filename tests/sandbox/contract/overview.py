"""docs/sandbox.md, written from the cases: `python -m tests.sandbox.contract.overview` renews it."""

# ruff: noqa: E501 a row per case

from __future__ import annotations

from pathlib import Path

from bot.sandbox.methods import registry

from .areas import AREAS, CASES
from .gaps import GAPS
from .unproduced import UNPRODUCED

FILE = Path(__file__).parents[3] / "docs" / "sandbox.md"
HEAD = """# The sandbox: what of Slack it imitates

The sandbox is a Slack on this machine: the page of `rondo demo`, and the test double of the whole suite. Rondo speaks to it over the
wire as to Slack itself and does not know the difference; neither imports the other. What it must do is written down case by case in
`tests/sandbox/contract`, each with the page of Slack's documentation that says so. This file is made from those cases
(`python -m tests.sandbox.contract.overview`); a test holds both together.
"""


def text() -> str:
    """Write the overview."""
    return "\n".join([HEAD, *_areas(), *_methods(), *_gaps(), *_unproduced()])


def _areas() -> list[str]:
    rows = [f"| {area.name} | {len(area.cases)} | {area.says} |" for area in AREAS]
    head = ["| Area | Cases | What is held |", "|---|---:|---|"]
    return [f"## {len(CASES)} cases", "", *head, *rows, ""]


def _methods() -> list[str]:
    names = ", ".join(f"`{name}`" for name in sorted(registry()))
    return [f"## {len(registry())} methods", "", names, ""]


def _gaps() -> list[str]:
    rows = [f"| {gap.what} | {gap.why} |" for gap in GAPS]
    return ["## What it does not imitate, and why", "", "| What | Why |", "|---|---|", *rows, ""]


def _unproduced() -> list[str]:
    """Write the documented refusals left out, by their reason."""
    by_reason: dict[str, list[str]] = {}
    for method, reasons in sorted(UNPRODUCED.items()):
        for reason, codes in reasons.items():
            by_reason.setdefault(reason, []).extend(f"`{code}` ({method})" for code in codes)
    count = sum(map(len, by_reason.values()))
    rows = [f"| {reason} | {', '.join(codes)} |" for reason, codes in sorted(by_reason.items())]
    said = "Each other documented code of the methods above is a case; a test holds both lists to the whole."
    return [
        f"## {count} documented refusals that it never gives",
        "",
        said,
        "",
        "| Because it is … | Codes |",
        "|---|---|",
        *rows,
        "",
    ]


if __name__ == "__main__":
    FILE.write_text(text(), encoding="utf-8")

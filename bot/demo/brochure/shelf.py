"""Where a brochure is put: a directory of its own, whole or not at all; what is not a brochure's is never touched."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from bot.errors import BotError

MARK = "rondo-preview.txt"
"""The file that makes a directory a brochure's; it lists all that was written."""
HEAD = "Written by `rondo preview`, which replaces this directory as a whole."


def insist_free(out: Path) -> None:
    """Raise BotError where there is anything at `out` that is not an earlier brochure, and say what to do."""
    if out.exists() and not out.is_dir():
        raise BotError(f"{out} is a file: name a directory with --out.")
    if not out.is_dir():
        return
    there = {str(one.relative_to(out)) for one in out.rglob("*") if not one.is_dir()}
    strange = sorted(there - _listed(out))
    if strange:
        names = ", ".join(strange[:3]) + (", …" if len(strange) > 3 else "")
        raise BotError(
            f"{out} holds what no earlier preview wrote ({names}): name an empty or a new directory with --out."
        )


def put(out: Path, pages: Mapping[str, str]) -> Path:
    """Write the files into a new directory and put it in the place of an earlier one; return where the index is."""
    insist_free(out)
    out = out.resolve()
    out.parent.mkdir(parents=True, exist_ok=True)
    made = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.parent))
    try:
        for name, text in {**pages, MARK: "\n".join((HEAD, "", *sorted(pages), MARK, ""))}.items():
            (made / name).parent.mkdir(parents=True, exist_ok=True)
            (made / name).write_text(text, encoding="utf-8")
        made.chmod(0o755)
        _swap(made, out)
    finally:
        shutil.rmtree(made, ignore_errors=True)
    return out / "index.html"


def _listed(out: Path) -> set[str]:
    mark = out / MARK
    if mark.is_symlink() or not mark.is_file():
        return set()
    lines = mark.read_text(encoding="utf-8", errors="replace").splitlines()
    return set(lines[2:]) if lines[:1] == [HEAD] else set()


def _swap(made: Path, out: Path) -> None:
    """Put the new directory in the place of the old one, which stays where it is if that fails."""
    if not out.exists():
        made.rename(out)
        return
    old = made.with_name(f"{made.name}-old")
    out.rename(old)
    try:
        made.rename(out)
    except OSError:
        old.rename(out)
        raise
    shutil.rmtree(old, ignore_errors=True)

"""`rondo preview` as a process: how long it takes, where it writes, and what it compares with."""

from __future__ import annotations

import resource
import subprocess
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import insert

from bot.demo.brochure.shelf import put
from bot.store import tables as t
from bot.store.db import Database
from bot.store.migrate import upgrade
from tests.process.running import ROOT, call, environment
from tests.world import COFFEE, POST

SECONDS = 5.0
OLD = COFFEE + POST
NEW = OLD.replace("Was steht", "Wer steht")


def preview(folder: Path, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    done = call("preview", *arguments, env=environment(**settings), cwd=folder)
    assert "Traceback" not in done.stdout + done.stderr
    return done


def used() -> float:
    """Return the seconds that ended children have computed; what else the machine does is not their fault."""
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


def test_the_shipped_file_is_shown_within_five_seconds(tmp_path: Path) -> None:
    before = used()
    done = preview(tmp_path, "--out", "pages", str(ROOT / "rituals.yaml"))
    assert used() - before < SECONDS
    assert done.returncode == 0, done.stderr
    index = Path(done.stdout.strip())
    assert index == tmp_path / "pages" / "index.html"
    assert "mit 4 Ritualen" in done.stderr
    assert (tmp_path / "pages" / "ritual-kaffee.html").is_file()
    assert sum(one.stat().st_size for one in (tmp_path / "pages").rglob("*") if one.is_file()) < 500_000


def test_it_can_be_made_again_but_not_over_what_is_not_its_own(tmp_path: Path) -> None:
    (tmp_path / "new.yaml").write_text(NEW, encoding="utf-8")
    put(tmp_path / "pages", {"index.html": "an earlier one"})
    assert preview(tmp_path, "--out", "pages", "new.yaml", "--lang", "en").returncode == 0
    assert '<html lang="en"' in (tmp_path / "pages" / "index.html").read_text(encoding="utf-8")
    done = preview(tmp_path, "--out", ".", "new.yaml")
    assert done.returncode == 1
    assert "new.yaml" in done.stderr
    assert "--out" in done.stderr
    assert (tmp_path / "new.yaml").read_text(encoding="utf-8") == NEW
    assert {one.name for one in tmp_path.iterdir()} == {"new.yaml", "pages"}


def test_it_is_compared_with_another_file_or_with_what_is_live(tmp_path: Path) -> None:
    for name, source in (("old.yaml", OLD), ("new.yaml", NEW)):
        (tmp_path / name).write_text(source, encoding="utf-8")
    url = f"sqlite:///{tmp_path / 'rondo.db'}"
    pages = tmp_path / "pages"

    def index(*arguments: str) -> str:
        done = preview(tmp_path, "--out", "pages", "new.yaml", *arguments, DATABASE_URL=url)
        assert done.returncode == 0, done.stderr
        return (pages / "index.html").read_text(encoding="utf-8")

    assert "Wortlaut · montagsfrage · text" in index("--since", "old.yaml")
    greeting = (pages / "ritual-montagsfrage.html").read_text(encoding="utf-8")
    assert "Was steht an?" in greeting
    assert "Wer steht an?" in greeting
    assert not (tmp_path / "rondo.db").exists()

    upgrade(url)
    database = Database.open(url)
    with database.begin() as tx:
        now = datetime(2026, 11, 1, tzinfo=UTC)
        row = {"fingerprint": "x", "source": OLD, "origin": "file", "state": "live", "proposed_at": now}
        tx.execute(insert(t.versions).values(**row))
    database.close()
    assert "Wortlaut · montagsfrage · text" in index()

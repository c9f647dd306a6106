"""What all tests share: a clean environment, and both databases."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from zlib import crc32

import pytest

from bot.logs import configure
from bot.store.db import Database
from bot.store.migrate import upgrade
from tests import databases

BOTH = ("sqlite", "postgresql")


@pytest.fixture(scope="session", autouse=True)
def clean_environment() -> Iterator[None]:
    """Hide the settings of the machine the tests run on."""
    with pytest.MonkeyPatch.context() as patch:
        for name in list(os.environ):
            if name.startswith(("SLACK_", "RONDO_")) or name in ("DATABASE_URL", "DYNO"):
                patch.delenv(name)
        yield


@pytest.fixture(scope="session", autouse=True)
def quiet_logs() -> None:
    """Let the bot's own log speak only of failures."""
    configure("console", "ERROR")


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Migrate one file, for all tests to copy."""
    path = tmp_path_factory.mktemp("template") / "rondo.db"
    upgrade(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[databases.Postgres]:
    """Run one server for all tests; without one they fail, they are not skipped."""
    with databases.postgres() as server:
        yield server


@pytest.fixture(params=BOTH)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Give the address of a fresh, migrated database, once per kind of database."""
    if request.param == "sqlite":
        with databases.sqlite(tmp_path, request.getfixturevalue("sqlite_template")) as url:
            yield url
    else:
        with request.getfixturevalue("postgres_server").database() as url:
            yield url


@pytest.fixture(params=BOTH)
def empty_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Give the address of a database without tables, once per kind of database."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'rondo.db'}"
    else:
        with request.getfixturevalue("postgres_server").database(empty=True) as url:
            yield url


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """Open a fresh, migrated database."""
    opened = Database.open(database_url)
    yield opened
    opened.close()


BY_TURNS = (
    "chaos/test_kills",
    "integration/",
    "process/",
)
"""Tests through the whole bot run each on one of the databases, one in three on PostgreSQL; `make laws`: on both."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave to `make laws` what a test that takes turns does on its other database."""
    for item in items:
        spec = getattr(item, "callspec", None)
        kind = spec.params.get("database_url") if spec is not None else None
        if kind in BOTH and any(name in item.nodeid for name in BY_TURNS):
            name = item.nodeid.replace(str(kind), "")
            if kind != ("postgresql" if crc32(name.encode()) % 3 == 0 else "sqlite"):
                item.add_marker(pytest.mark.slow)

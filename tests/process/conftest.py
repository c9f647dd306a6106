"""What the process tests share: a rituals file, and a workspace in which Rondo is installed for it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.config import load
from bot.delivery.engines import upgrade
from bot.rituals.registry import kinds
from bot.sandbox.sandbox import Sandbox
from bot.settings import Settings
from bot.slack.manifest import manifest
from tests.world import COFFEE


@pytest.fixture
def rituals(tmp_path: Path) -> Path:
    """A good rituals file."""
    path = tmp_path / "rituals.yaml"
    path.write_text(COFFEE, encoding="utf-8")
    return path


@pytest.fixture
def sandbox(rituals: Path) -> Iterator[Sandbox]:
    """A workspace with Rondo installed."""
    with Sandbox() as place:
        place.install(manifest(load(rituals, kinds=kinds()), kinds()))
        yield place


@pytest.fixture
def database_url(database_url: str) -> str:
    """A migrated database, with the tables of the engine that the settings of a process mean."""
    upgrade(Settings(database_url=database_url))
    return database_url

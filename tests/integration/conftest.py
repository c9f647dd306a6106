"""A world per test, on both databases."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.world import World

MakeWorld = Callable[..., World]


@pytest.fixture
def make_world(tmp_path: Path, database_url: str) -> Iterator[MakeWorld]:
    """Give a function that builds the test's world with other rituals or scopes."""
    built: list[World] = []

    def make(**choices: object) -> World:
        built.append(World(tmp_path, database_url, **choices))  # type: ignore[arg-type]
        return built[-1]

    yield make
    for world in built:
        world.close()


@pytest.fixture
def world(make_world: MakeWorld) -> World:
    """Give a world with a coffee round and a Monday question."""
    return make_world()

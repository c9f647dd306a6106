"""The distributed engine's tables, before anything begins."""

from __future__ import annotations

import pytest

from bot.delivery import engines
from bot.errors import StoreError
from bot.settings import Settings
from bot.store import migrate
from tests import databases


def test_without_the_engines_tables_a_database_is_not_opened(postgres_server: databases.Postgres) -> None:
    with postgres_server.database(empty=True) as url:
        migrate.upgrade(url)
        settings = Settings(database_url=url, engine="distributed")
        with pytest.raises(StoreError, match="run `rondo migrate`"):
            engines.open_database(settings)
        engines.open_database(Settings(database_url=url, engine="embedded")).close()
        engines.upgrade(settings)
        engines.open_database(settings).close()

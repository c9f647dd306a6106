"""Which engine sends the letters: embedded (one loop, no library), or distributed (DBOS over PostgreSQL)."""

from __future__ import annotations

from importlib.util import find_spec

from bot.delivery.courier import Courier
from bot.delivery.leases import Lease
from bot.delivery.limits import times
from bot.delivery.pace import Pace
from bot.errors import SettingsError, StoreError
from bot.ports import Clock, Engine, Slack
from bot.settings import Settings
from bot.store import migrate
from bot.store.db import Database


def is_distributed(settings: Settings) -> bool:
    """Return whether these settings mean the distributed engine; raises SettingsError where they cannot be met."""
    postgres = not settings.database_url.startswith("sqlite")
    if settings.engine == "embedded" or (settings.engine == "auto" and not postgres):
        return False
    installed = find_spec("dbos") is not None
    if settings.engine == "auto":
        return installed
    if not postgres:
        raise SettingsError(
            "RONDO_ENGINE=distributed needs PostgreSQL: set DATABASE_URL to a PostgreSQL database, "
            "or remove RONDO_ENGINE."
        )
    if not installed:
        raise SettingsError(
            'RONDO_ENGINE=distributed needs a library: pip install "rondo-bot[scale]", or remove RONDO_ENGINE.'
        )
    return True


def build_engine(
    settings: Settings, database: Database, slack: Slack, *, clock: Clock, lease: Lease, fast: bool
) -> Engine:
    """Return the engine that the settings mean; `fast`: its clock does not run with the world's time."""
    pace = Pace() if settings.pace == 1.0 else Pace(times(settings.pace))
    if not is_distributed(settings):
        return Courier(database, slack, clock=clock, pace=pace)
    from bot.delivery.distributed import DbosEngine  # with DBOS comes half a second

    return DbosEngine(database, slack, clock=clock, lease=lease, pace=pace, polling=0.1 if fast else 1.0)


def open_database(settings: Settings) -> Database:
    """Open a database that is ready for these settings; an empty one gets all tables. Raises BotError."""
    distributed = is_distributed(settings)
    database = migrate.open_current(settings.database_url, upgrade=_upgrade_all if distributed else migrate.upgrade)
    if distributed:
        _insist_migrated(database)
    return database


def upgrade(settings: Settings) -> None:
    """Bring all tables to this version, the engine's with ours. Raises BotError."""
    distributed = is_distributed(settings)
    database = Database.open(settings.database_url)
    try:
        (_upgrade_all if distributed else migrate.upgrade)(database)
    finally:
        database.close()


def _insist_migrated(database: Database) -> None:
    """Raise StoreError where the engine has no tables; whether they are of its version it looks at its own start."""
    from bot.delivery import workflows

    if not migrate.has_schema(database, workflows.SCHEMA):
        database.close()
        raise StoreError(workflows.NOT_MIGRATED)


def _upgrade_all(database: Database) -> None:
    from bot.delivery import workflows

    migrate.upgrade(database)
    workflows.migrate(database)

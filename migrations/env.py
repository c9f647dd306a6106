"""Run the migrations over a connection that bot.store.migrate passes, or over `-x url=…` for a developer."""

from alembic import context
from sqlalchemy import Connection

from bot.store.db import Database
from bot.store.tables import metadata


def migrate(connection: Connection) -> None:
    """Run what is missing in the connection's transaction."""
    context.configure(
        connection=connection,
        target_metadata=metadata,
        render_as_batch=connection.dialect.name == "sqlite",
    )
    with context.begin_transaction():
        context.run_migrations()


passed = context.config.attributes.get("connection")
if passed is not None:
    migrate(passed)
else:
    database = Database.open(context.get_x_argument(as_dictionary=True)["url"])
    try:
        with database.rebuild() as tx:
            migrate(tx)
    finally:
        database.close()

"""`rondo run` and `rondo migrate`."""

from __future__ import annotations

import click
import structlog

from bot.app import Rondo
from bot.cli.frame import end_in_time, prepare, sentences, wait_for_the_end
from bot.errors import BotError
from bot.failpoints import arm
from bot.service.checkup import check_app_token, check_slack
from bot.settings import Settings, require
from bot.slack.gateway import Gateway, build_client
from bot.slack.manifest import missing
from bot.store import migrate as migrations
from bot.store.db import Database

log = structlog.get_logger()


@click.command()
@click.option("--http", is_flag=True, help="Let Slack deliver to /slack/events instead of over the socket.")
def run(http: bool) -> None:
    """Run the bot until it is told to stop."""
    with sentences():
        settings = prepare()
        require(settings, http=http)
        rondo = Rondo(settings, http=http)
        insist_ready(rondo, settings, http=http)
        rondo.start()
        log.info("Rondo runs", action="started", mode="http" if http else "socket")
        wait_for_the_end()
        log.info("Rondo stops", action="stopping")
        end_in_time()
        rondo.stop()


@click.command()
def migrate() -> None:
    """Bring the database to this version."""
    with sentences():
        database = Database.open(prepare().database_url)
        migrations.upgrade(database)
        database.close()
        click.echo("The database is up to date.")


def insist_ready(rondo: Rondo, settings: Settings, *, http: bool) -> None:
    """Look at token, scopes and channels; raise BotError with the mend of the first thing that is wrong."""
    config, known = rondo.context.config(), rondo.context.kinds
    for finding in check_slack(rondo.context, lambda granted: missing(granted, config, known)):
        if finding.is_good:
            continue
        if not finding.is_warning:
            raise BotError(finding.mend)
        log.warning(finding.mend, action="not_ready", what=finding.what)
    if not http:
        gateway = Gateway(build_client(settings, settings.app_token))
        if settings.failpoint:
            arm(settings.failpoint, gateway)
        finding = check_app_token(gateway.socket_address)
        if not finding.is_good:
            raise BotError(finding.mend)

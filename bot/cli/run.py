"""`rondo run`, `rondo work` and `rondo migrate`."""

from __future__ import annotations

import click
import structlog

from bot.app import Rondo
from bot.cli.frame import end_in_time, hear_the_end, prepare, sentences, wait_for_the_end
from bot.delivery.engines import upgrade
from bot.errors import BotError
from bot.failpoints import arm
from bot.service.checkup import check_app_token, check_slack
from bot.settings import Settings, require
from bot.slack.gateway import Gateway, build_client
from bot.slack.manifest import missing
from bot.store.lock import alone

log = structlog.get_logger()


@click.command()
@click.option("--http", is_flag=True, help="Let Slack deliver to /slack/events instead of over the socket.")
def run(http: bool) -> None:
    """Run the bot until it is told to stop."""
    with sentences():
        settings = prepare()
        require(settings, http=http)
        _work(settings, mode="http" if http else "socket")


@click.command()
def work() -> None:
    """Help `rondo run`: fire rituals and send letters. It does not listen to Slack."""
    with sentences():
        settings = prepare()
        require(settings, http=False, listens=False)
        _work(settings, mode="work")


@click.command()
def migrate() -> None:
    """Bring the database to this version."""
    with sentences():
        upgrade(prepare())
        click.echo("The database is up to date.")


def _work(settings: Settings, *, mode: str) -> None:
    with alone(settings.database_url):
        rondo = Rondo(settings, http=mode == "http", listens=mode != "work")
        insist_ready(rondo, settings, http=mode != "socket")
        ended = hear_the_end(then=end_in_time)  # letters may leave before the start is over
        try:
            rondo.start()
        except BotError:
            rondo.stop()
            raise
        log.info("Rondo runs", action="started", mode=mode)
        wait_for_the_end(ended)
        log.info("Rondo stops", action="stopping")
        rondo.stop()


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

"""`rondo doctor`, `rondo manifest`: look, change nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator

import click

from bot.app import Rondo
from bot.cli.frame import prepare, read_rituals, sentences
from bot.clock import SystemClock
from bot.config import installed_kinds
from bot.delivery.engines import is_distributed
from bot.errors import BotError
from bot.service.checkup import (
    check_app_token,
    check_clock,
    check_database,
    check_processes,
    check_slack,
    check_stops,
    check_version,
)
from bot.service.finding import Finding
from bot.settings import require
from bot.slack.gateway import Gateway, build_client
from bot.slack.manifest import creation_link, manifest, missing


@click.command("manifest")
@click.option("--http", "http_url", metavar="URL", help="Slack delivers to this https address instead of the socket.")
@click.option("--look-up", is_flag=True, help="Also ask for the history scopes that settle letters in doubt.")
@click.option("--link/--no-link", default=True, help="Print the link that creates the app with one click.")
def show_manifest(http_url: str | None, look_up: bool, link: bool) -> None:
    """Print the Slack app manifest that the rituals file needs."""
    with sentences():
        document = manifest(read_rituals(prepare().rituals), installed_kinds(), http_url=http_url, look_up=look_up)
        click.echo(json.dumps(document, indent=2, ensure_ascii=False))
        if link:
            click.echo(f"\nCreate the app with one click:\n{creation_link(document)}", err=True)


@click.command()
@click.option("--http", is_flag=True, help="Check for Slack's deliveries over HTTP instead of the socket.")
def doctor(http: bool) -> None:
    """Check file, database, clock, tokens, scopes and channels; one line each, with the mend."""
    with sentences():
        sick = False
        for finding in _findings(http):
            mark = "ok  " if finding.is_good else "warn" if finding.is_warning else "FAIL"
            click.echo(f"{mark} {finding.what}: {finding.said}")
            if not finding.is_good:
                click.echo(f"     {finding.mend}")
            sick = sick or not (finding.is_good or finding.is_warning)
        raise SystemExit(1 if sick else 0)


def _findings(http: bool) -> Iterator[Finding]:
    """Yield one finding after the other; what the next ones need and is missing ends the list."""
    try:
        settings = prepare()
        require(settings, http=http)
    except BotError as error:
        yield Finding("settings", "incomplete", str(error))
        return
    yield Finding("settings", "complete")
    try:
        rondo = Rondo(settings, http=http)
    except BotError as error:
        yield Finding("rituals file and database", "not usable", str(error))
        return
    config, known = rondo.context.config(), rondo.context.kinds
    yield Finding("rituals file", f"{len(config.rituals)} rituals, no problems")
    yield check_version(rondo.context)
    yield check_database(rondo.context)
    yield Finding("engine", "distributed (DBOS)" if is_distributed(settings) else "embedded")
    yield check_processes(rondo.context)
    yield check_stops(rondo.context)
    is_real = isinstance(rondo.clock, SystemClock)
    yield check_clock(rondo.clock.now(), rondo.gateway.server_time() if is_real else None, is_real=is_real)
    yield from check_slack(rondo.context, lambda granted: missing(granted, config, known))
    if not http:
        yield check_app_token(Gateway(build_client(settings, settings.app_token)).socket_address)

"""`rondo demo` and `rondo sandbox`: everything without a Slack account."""

from __future__ import annotations

import json
import webbrowser
from datetime import datetime
from pathlib import Path

import click

from bot.cli.frame import exit_when_told, sentences, wait_for_the_end
from bot.cli.run import insist_ready
from bot.clock import SystemClock
from bot.config import installed_kinds, load
from bot.demo.director import Director
from bot.demo.page import Page
from bot.demo.seed import fill_directory
from bot.demo.stage import Stage, bind, find_rituals
from bot.demo.transcript import run_once
from bot.logs import configure
from bot.sandbox.clock import SandboxClock
from bot.sandbox.sandbox import HOST
from bot.sandbox.workspace import Workspace
from bot.settings import go_direct, load_for_demo, parse_clock
from bot.slack.manifest import manifest

DEMO_PORT = 8100


@click.command()
@click.option("--once", is_flag=True, help="No page: let each ritual open and close once, then end.")
@click.option("--json", "as_json", is_flag=True, help="With --once: print the messages as JSON.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=DEMO_PORT,
    show_default=True,
    help="Port of the page; 0 takes a free one.",
)
@click.option("--open", "browser", is_flag=True, help="Also open the page in the browser.")
@click.option("--rituals", type=click.Path(path_type=Path), help="Another rituals file than RONDO_RITUALS.")
def demo(once: bool, as_json: bool, port: int, browser: bool, rituals: Path | None) -> None:
    """Watch the rituals file run in a workspace in your browser."""
    with sentences():
        exit_when_told()
        settings = load_for_demo()
        go_direct(f"http://{HOST}")
        configure(settings.log, "WARNING" if settings.log_level == "INFO" else settings.log_level)
        path = find_rituals(rituals or settings.rituals)
        now = SystemClock().now()
        if once:
            _once(path, now, as_json=as_json)
        else:
            _page(path, now, port=port, browser=browser)


@click.command()
@click.option(
    "--port", type=click.IntRange(0, 65535), default=DEMO_PORT, show_default=True, help="Port; 0 takes a free one."
)
@click.option(
    "--clock", "clock_text", default="system", help="As RONDO_CLOCK: where its time starts and how fast it runs."
)
@click.option("--look-up/--no-look-up", default=True, help="Grant the history scopes that settle letters in doubt.")
@click.option("--limits", is_flag=True, help="Answer 429 beyond Slack's documented rates.")
@click.option("--rituals", type=click.Path(path_type=Path), help="Another rituals file than RONDO_RITUALS.")
def sandbox(port: int, clock_text: str, look_up: bool, limits: bool, rituals: Path | None) -> None:
    """Run a local Slack that `rondo run` can talk to; prints the settings to use."""
    with sentences():
        settings = load_for_demo()
        configure(settings.log, settings.log_level)
        asked = parse_clock(clock_text)
        clock = SandboxClock(asked.start, rate=asked.rate)
        workspace = Workspace(clock=clock)
        place = bind(workspace, port=port)
        config = load(find_rituals(rituals or settings.rituals), kinds=installed_kinds())
        place.install(manifest(config, installed_kinds(), look_up=look_up))
        workspace.limits.switch(limits)
        with place:
            click.echo(f"SLACK_API_URL={place.api_url}")
            click.echo(f"SLACK_BOT_TOKEN={workspace.bot_token}")
            click.echo(f"SLACK_APP_TOKEN={workspace.app_token}")
            click.echo(f"RONDO_CLOCK={place.url}", nl=True)
            wait_for_the_end()


def _once(path: Path, now: datetime, *, as_json: bool) -> None:
    stage = Stage(path, now=now)
    try:
        insist_ready(stage.rondo, stage.settings, http=False)
        stage.begin(beat=False)
        messages = run_once(stage)
    finally:
        stage.close()
    if as_json:
        click.echo(json.dumps(messages, ensure_ascii=False, indent=1))
        return
    for one in messages:
        place = ", ".join(one["to"]) or one["channel"]
        click.echo(f"{one['at']}  {one['ritual']}/{one['step']}  {place}: {one['text']}")


def _page(path: Path, now: datetime, *, port: int, browser: bool) -> None:
    page = Page()
    stage = Stage(path, now=now, port=port, routes=page.routes())
    try:
        stage.begin(beat=True)
        fill_directory(stage)
        page.director = Director(stage)
        page.director.binder.begin()
        click.echo(f"Rondo's demo runs at {stage.sandbox.url}  (Ctrl+C ends it)")
        if browser:
            webbrowser.open(stage.sandbox.url)
        wait_for_the_end()
    finally:
        stage.close()

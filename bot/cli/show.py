"""`rondo show`: read every message and every form of a ritual before anybody else does."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import click

from bot.cli.frame import language_option, now, prepare, read_rituals, rituals_path, say, sentences, step_name
from bot.cli.terminal import as_text
from bot.config import Config, installed_kinds
from bot.errors import BotError, DeliveryError, SettingsError
from bot.i18n import Catalogues
from bot.model import ChannelId, Language, Ritual, Words
from bot.service.preview import Scene, Shown, marked, scenes
from bot.settings import WHERE
from bot.slack.gateway import Gateway, build_client
from bot.slack.scene import view_of

SLACK_ID = re.compile(r"[UW][A-Z0-9]{2,20}\Z")


@click.command()
@click.argument("ritual_id", metavar="ID")
@click.argument("path", required=False, type=click.Path(path_type=Path))
@language_option
@click.option("--to", metavar="USER", help="Also send all of it to this person alone (a Slack id such as U0123ABCD).")
def show(ritual_id: str, path: Path | None, lang: Language | None, to: str | None) -> None:
    """Show every message and every form of a whole round of a ritual, with invented people."""
    with sentences():
        if to is not None and not SLACK_ID.match(to):
            raise SettingsError(
                f"--to={to}: give a Slack id such as U0123ABCD (in Slack: profile > … > Copy member ID)."
            )
        config = read_rituals(rituals_path(path))
        ritual = _ritual(config, ritual_id, lang or config.language)
        language = lang or ritual.language
        kinds = installed_kinds()
        catalogues = Catalogues(kind.texts for kind in kinds.values())
        played = scenes(ritual, kinds=kinds, catalogues=catalogues, language=language, now=now(), goals=config.goals)
        if to is None:
            click.echo("\n\n".join(_page(one, ritual, catalogues, language) for one in played))
            return
        messages = [one for one in played if isinstance(one, Shown)]
        _send(to, ritual, [marked(one, ritual, catalogues=catalogues, language=language) for one in messages])
        click.echo(say(language)(Words("cli.show.sent", {"n": len(messages), "user": to})))


def _ritual(config: Config, ritual_id: str, language: Language) -> Ritual:
    found = next((one for one in config.rituals if one.id == ritual_id), None)
    if found is None:
        names = ", ".join(one.id for one in config.rituals)
        raise BotError(say(language)(Words("cli.show.unknown", {"id": ritual_id, "names": names})))
    return found


def _page(one: Scene, ritual: Ritual, catalogues: Catalogues, language: Language) -> str:
    view = view_of(one, catalogues=catalogues, language=language)
    return f"=== {ritual.id}, {step_name(one.step, language)}, {one.to}\n\n{as_text(view)}"


def _send(user: str, ritual: Ritual, payloads: Sequence[dict[str, object]]) -> None:
    """Send the messages to one person. Raises BotError with what to do when Slack refuses."""
    settings = prepare()
    if not settings.bot_token:
        raise SettingsError(f"SLACK_BOT_TOKEN is missing: {WHERE['SLACK_BOT_TOKEN']}")
    slack = Gateway(build_client(settings, settings.bot_token))
    try:
        for number, payload in enumerate(payloads, start=1):
            # To a person's id Slack posts without the scope that opening a conversation takes.
            slack.post(ChannelId(user), payload, letter=f"preview/{ritual.id}/{number}")
    except DeliveryError as error:
        raise BotError(f"Slack did not take the preview for {user} ({error.outcome}): try `rondo doctor`.") from None

"""`rondo stop`, `rondo go`, `rondo recall`: halt what is unsent, let it go on, take back what was posted."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import click

from bot.cli.frame import agreed, language_option, sentences
from bot.cli.house import House, house
from bot.errors import BotError, UserError
from bot.model import Language, Words
from bot.service import halting, lifting
from bot.service import recall as recalling
from bot.service.lifting_words import lines_of
from bot.service.recall_words import asking

yes_option = click.option("--yes", is_flag=True, help="Do not ask.")


@click.command()
@click.argument("ritual", required=False, default="", metavar="[RITUAL|all]")
@language_option
def stop(ritual: str, lang: Language | None) -> None:
    """Halt everything unsent of a ritual, or of all, at once. It holds for all processes."""
    with sentences(), house() as here, spoken(here):
        words = halting.stop(here.context, None, ritual, key="", now=here.now)
        assert words is not None, "only a repeated delivery is answered with nothing"
        click.echo(here.say(words))


@click.command()
@click.argument("ritual", required=False, default="", metavar="[RITUAL|all]")
@click.option("--send-current", "way", flag_value="send", help="Send what is current, drop what is too old.")
@click.option("--send-all", "way", flag_value="send_all", help="After a restore: also what may have gone out already.")
@click.option("--drop", "way", flag_value="drop", help="Drop everything that waits.")
@yes_option
@language_option
def go(ritual: str, way: lifting.Way | None, yes: bool, lang: Language | None) -> None:
    """Lift a stop: show what would go, and ask."""
    with sentences(), house() as here, spoken(here):
        found = lifting.find(here.context, None, ritual, now=here.now)
        if isinstance(found, Words):
            click.echo(here.say(found))
            return
        with here.context.database.read() as tx:
            click.echo("\n".join(here.say(line) for line in lines_of(tx, here.context, found)))
        chosen = way or _asked(here, is_restored=found.is_restored)
        if way and not yes and not agreed(here.say(Words(f"cli.go.sure.{way}")), here.language):
            chosen = "stay"
        done = lifting.carry_out(here.context, None, lifting.Lift(found.stop.ritual, found.token, chosen), now=here.now)
        click.echo(here.say(done.words))
        if done.anew is not None:
            raise SystemExit(1)


@click.command()
@click.argument("run", required=False, default="")
@click.option("--text", default="", help="Replace each message by this text instead of deleting it.")
@yes_option
@language_option
def recall(run: str, text: str, yes: bool, lang: Language | None) -> None:
    """Delete, or replace, what a run posted. What it has not sent is dropped. Without RUN: the last runs."""
    with sentences(), house() as here, spoken(here):
        if not run:
            found = [f"{one.id}  {here.say(halting.title_of(here.context, one.ritual))}"
                     for one in recalling.listed(here.context, None)]  # fmt: skip
            click.echo("\n".join(found) or here.say(Words("recall.none")))
            return
        seen = recalling.survey(here.context, None, run, text=text)
        if not seen.done and not yes:
            click.echo(here.say(asking(seen, halting.title_of(here.context, seen.run.ritual))))
            if not agreed(here.say(Words("cli.recall.sure")), here.language):
                click.echo(here.say(Words("recall.stays")))
                return
        words = recalling.recall(here.context, None, run, text=text, key="", now=here.now)
        assert words is not None, "only a repeated delivery is answered with nothing"
        click.echo(here.say(words))


@contextmanager
def spoken(here: House) -> Iterator[None]:
    """Say what somebody in Slack would be told in the terminal's language. Raises BotError."""
    try:
        yield
    except UserError as error:
        raise BotError(here.say(Words(error.key, error.params))) from None


def _asked(here: House, *, is_restored: bool) -> lifting.Way:
    """Ask which way; whoever says nothing leaves the stop as it is."""
    ways: dict[str, lifting.Way] = {"send": "send", "drop": "drop", "stay": "stay"}
    if is_restored:
        ways["send-all"] = "send_all"
    for name, way in ways.items():
        click.echo(f"  {name:<9} {here.say(Words(f'go.button.{way}'))}")
    try:
        chosen: str = click.prompt(here.say(Words("cli.go.ask")), type=click.Choice(list(ways)), default="stay")
    except click.Abort:
        chosen = "stay"
    return ways[chosen]

"""`rondo outbox`: what waits, what is in doubt, what died and why. Ids and figures, never what a letter says."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

import click

from bot.cli.frame import language_option, sentences
from bot.cli.house import House, house
from bot.model import Language, Words
from bot.service import outbox as ledger
from bot.service.halting import local
from bot.service.outbox import Result
from bot.service.step_words import step_words
from bot.store import backlog, letters
from bot.store.backlog import Entry

limit_option = click.option("--limit", type=click.IntRange(1, 1000), default=20, show_default=True, help="Lines each.")
ids_argument = click.argument("ids", nargs=-1, required=True, type=click.IntRange(min=1))


@click.group(invoke_without_command=True)
@click.option("--json", "as_json", is_flag=True, help="Print it for programs.")
@limit_option
@language_option
@click.pass_context
def outbox(command: click.Context, as_json: bool, limit: int, lang: Language | None) -> None:
    """List what waits, what is in doubt and what died, and why."""
    if command.invoked_subcommand is not None:
        return
    with sentences(), house() as here:
        with here.context.database.read() as tx:
            waiting, doubtful = backlog.waiting(tx), backlog.in_doubt(tx)
            dead = backlog.dead(tx, limit=limit)
            died = {outcome: n for (state, outcome), n in letters.counts(tx).items() if state == "dead" and outcome}
        if as_json:
            click.echo(json.dumps(_rows(waiting, doubtful, dead, died, limit), ensure_ascii=False, indent=1))
        else:
            click.echo("\n".join(_lines(here, waiting, doubtful, dead, died, limit)))


@outbox.command()
@ids_argument
@click.option("--yes", is_flag=True, help="Also what may have arrived already, and would come twice.")
@language_option
def retry(ids: tuple[int, ...], yes: bool, lang: Language | None) -> None:
    """Let letters that wait or died go now."""
    with sentences(), house() as here:
        _report(here, ledger.retry(here.context, ids, sure=yes, now=here.now))


@outbox.command()
@ids_argument
@language_option
def drop(ids: tuple[int, ...], lang: Language | None) -> None:
    """Take letters that wait out of the outbox."""
    with sentences(), house() as here:
        _report(here, ledger.drop(here.context, ids, now=here.now))


def _report(here: House, results: Sequence[Result]) -> None:
    for one in results:
        click.echo(here.say(one.words), err=not one.done)
    if not all(one.done for one in results):
        raise SystemExit(1)


def _lines(
    here: House,
    waiting: Sequence[Entry],
    doubtful: Sequence[Entry],
    dead: Sequence[Entry],
    died: dict[str, int],
    limit: int,
) -> Iterator[str]:
    yield here.say(Words("outbox.waiting", {"n": len(waiting)}) if waiting else Words("outbox.waiting.none"))
    for (ritual, step, held), some in _groups(waiting).items():
        facts = {"n": len(some), "name": ritual or "Rondo", "step": step_words(step),
                 "first": _at(here, some[0].not_before), "last": _at(here, some[-1].not_before)}  # fmt: skip
        yield "  " + here.say(Words("outbox.group.held" if held else "outbox.group", facts))
    yield from (_line(here, one, _why(here, one)) for one in waiting[:limit])
    yield here.say(Words("outbox.doubt", {"n": len(doubtful)}) if doubtful else Words("outbox.doubt.none"))
    for one in doubtful[:limit]:
        since = Words("outbox.since", {"when": _at(here, one.claimed_at or one.not_before)})
        yield _line(here, one, here.say(since))
    yield here.say(Words("outbox.dead", {"n": sum(died.values())}) if died else Words("outbox.dead.none"))
    for outcome, n in sorted(died.items(), key=lambda one: (-one[1], one[0])):
        yield f"  {n:>6}  {outcome:<17} {here.say(Words(f'outcome.{outcome}'))}"
    yield from (_line(here, one, one.outcome or "") for one in dead)


def _line(here: House, one: Entry, why: str) -> str:
    """Return one letter: its id, run or kind of notice, step, op, how many people, its moment, and what is with it."""
    where = one.run or "-"
    people = here.say(Words("outbox.people", {"n": one.people})) if one.people else here.say(Words("outbox.channel"))
    when = f"{_at(here, one.not_before):%Y-%m-%d %H:%M}"
    return f"  {one.id:>6}  {where} {one.step} {one.op}, {people}, {when}  {why}".rstrip()


def _why(here: House, one: Entry) -> str:
    """Return why a waiting letter has not gone, where there is a reason."""
    if one.is_held:
        return here.say(Words("outbox.held"))
    return here.say(Words(f"outcome.{one.outcome}")) if one.outcome else ""


def _groups(waiting: Sequence[Entry]) -> dict[tuple[str, str, bool], list[Entry]]:
    groups: dict[tuple[str, str, bool], list[Entry]] = {}
    for one in waiting:
        groups.setdefault((one.ritual, one.step, one.is_held), []).append(one)
    return groups


def _at(here: House, at: datetime) -> datetime:
    return local(here.context, at)


def _rows(
    waiting: Sequence[Entry], doubtful: Sequence[Entry], dead: Sequence[Entry], died: dict[str, int], limit: int
) -> dict[str, Any]:
    groups = Counter((one.ritual, one.step, one.is_held) for one in waiting)
    return {
        "waiting": len(waiting),
        "groups": [{"ritual": r, "step": s, "held": h, "letters": n} for (r, s, h), n in sorted(groups.items())],
        "oldest": [_row(one) for one in waiting[:limit]],
        "in_doubt": [_row(one) for one in doubtful],
        "dead": dict(sorted(died.items())),
        "newest_dead": [_row(one) for one in dead],
    }


def _row(one: Entry) -> dict[str, Any]:
    return {
        "id": one.id,
        "ritual": one.ritual or None,
        "run": one.run,
        "step": one.step,
        "op": one.op,
        "people": one.people,
        "not_before": one.not_before.isoformat(),
        "attempts": one.attempts,
        "since": one.claimed_at.isoformat() if one.claimed_at else None,
        "outcome": one.outcome,
        "held": one.is_held,
    }

"""`rondo match`: one round from a table of people, without Slack and without a database."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from pathlib import Path
from random import Random
from typing import Any, TypeVar

import click

from bot.cli.frame import language_option, say, sentences
from bot.errors import BotError
from bot.matching import LARGEST, History, Roster, Round, Rules, Wish, arrange, explain, sheets
from bot.matching.sheets import Fault, Staff
from bot.model import Language, Words
from bot.rituals.pairing.reasons import because, judged

T = TypeVar("T")
F = TypeVar("F", bound=Callable[..., Any])
WINTER = date(2026, 1, 5)
"""The date of a round of which no table names any."""
MOST_FAULTS = 50
"""Bad rows that are said one by one."""
SPAN = re.compile(r"(?:(\d{1,2})\s*h[a-z]*)?\s*(?:(\d{1,4})\s*m[a-z]*)?", re.IGNORECASE)


class Span(click.ParamType[int, Any]):
    """A stretch of a day: 2h, 90m, 1h30m. Its value is in minutes."""

    name = "duration"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Return the minutes."""
        if isinstance(value, int):
            return value
        found = SPAN.fullmatch(value.strip())
        minutes = sum(int(part or 0) * unit for part, unit in zip(found.groups(), (60, 1), strict=True)) if found else 0
        if not 0 < minutes <= 24 * 60:
            self.fail(f"{value!r} is no stretch of a day: write 2h, 90m or 1h30m.", param, ctx)
        return minutes


class Mix(click.ParamType[tuple[Wish, ...], Any]):
    """Wishes by comma: `department,same site`."""

    name = "fields"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[Wish, ...]:
        """Return the wishes in their order."""
        if not isinstance(value, str):
            return tuple(value)
        return tuple(Wish.read(part) for part in value.split(",") if part.strip())


@dataclass
class Tables:
    """What was read, and every bad row of every table."""

    faults: list[tuple[Path, Fault]] = field(default_factory=list)

    def read(self, path: Path, how: Callable[[str], tuple[T, list[Fault]]]) -> T:
        """Read one table; raises BotError where there is no such file."""
        try:
            raw = path.read_bytes()
        except OSError as error:
            raise BotError(f"{path}: {error.strerror}") from None
        found, faults = how(_decoded(raw))
        self.faults += [(path, fault) for fault in faults]
        return found


def _path_option(name: str, said: str, *, required: bool = False) -> Callable[[F], F]:
    return click.option(name, type=click.Path(path_type=Path), metavar="CSV", required=required, help=said)


@click.command()
@_path_option("--people", "Who may be matched; the column id is needed, see docs/matching.md.", required=True)
@_path_option("--history", "Who was brought together before: date, members (ids separated by spaces).")
@_path_option("--never", "Who must not meet: a, b.")
@click.option("--size", type=click.IntRange(2, LARGEST), default=2, show_default=True, help="People of a group.")
@click.option("--mix", type=Mix(), default=(), help="What they should differ in or share: department,same site.")
@click.option("--min-overlap", type=Span(), default=0, help="Working hours that they should share: 2h, 90m.")
@click.option("--seed", type=int, default=0, show_default=True, help="Chance; the same seed gives the same groups.")
@click.option(
    "--on", "day", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE",
    help="The day of the round, for time zones and newcomers; without it the last day that the tables name.",
)  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="Print groups, reasons and certificate for programs.")
@language_option
def match(
    people: Path, history: Path | None, never: Path | None, size: int, mix: tuple[Wish, ...], min_overlap: int,
    seed: int, day: datetime | None, as_json: bool, lang: Language | None,
) -> None:  # fmt: skip
    """Match one round: groups, the reason for each, and how good it is. Needs neither Slack nor a database."""
    with sentences():
        language: Language = lang or "en"
        tables = Tables()
        asked = Asked(size=size, mix=mix, min_overlap=min_overlap, seed=seed, day=day.date() if day else None)
        done = _matched(tables, asked, people, history, never, language)
        click.echo(json.dumps(done.row(language), ensure_ascii=False, indent=1) if as_json else done.page(language))


@dataclass(frozen=True)
class Asked:
    """The options of one round."""

    size: int
    mix: tuple[Wish, ...]
    min_overlap: int
    seed: int
    day: date | None


@dataclass(frozen=True)
class Matched:
    """A round with what is said of each group."""

    round: Round
    reasons: Sequence[Words]
    names: dict[str, str]
    rules: Rules

    def row(self, language: Language) -> dict[str, Any]:
        """Return it for programs."""
        speak = say(language)
        groups = [
            {"members": list(group), "reason": speak(words)}
            for group, words in zip(self.round.groups, self.reasons, strict=True)
        ]
        return {
            "groups": groups,
            "left_out": list(self.round.left_out),
            "certificate": asdict(self.round.certificate),
        }

    def page(self, language: Language) -> str:
        """Return it for people."""
        speak = say(language)
        lines = []
        for group, words in zip(self.round.groups, self.reasons, strict=True):
            lines += [", ".join(self.names[one] for one in group), f"    {speak(words)}"]
        if self.round.left_out:
            alone = [self.names[one] for one in self.round.left_out]
            lines.append(speak(Words("cli.match.left_out", {"names": alone})))
        quality = [speak(words) for words in judged(self.round, self.rules)]
        return "\n".join([*lines, "", *quality] if lines else quality)


def _matched(
    tables: Tables, asked: Asked, people: Path, history: Path | None, apart: Path | None, language: Language
) -> Matched:
    """Read the tables and match; raises BotError with every bad row."""
    crew = tables.read(people, sheets.staff)
    before = tables.read(history, sheets.past) if history else []
    forbidden = tables.read(apart, sheets.never) if apart else frozenset()
    if tables.faults:
        raise BotError("\n".join(_said(tables.faults, language)))
    _require(asked.mix, crew, people, language)
    day = asked.day or max([*(on for _, on, _ in before), *filter(None, crew.joined)], default=WINTER)
    duty, turns = _duty(before)
    roster = Roster(
        ids=crew.ids,
        attributes={wish.attribute: crew.attributes[wish.attribute] for wish in asked.mix},
        hours=crew.hours(day),
        newcomers=crew.newcomers(day),
        topics=crew.topics,
        languages=crew.languages,
        duty=duty,
        turns=turns,
    )
    rules = Rules(size=asked.size, mix=asked.mix, min_overlap=asked.min_overlap, never=forbidden | crew.reports)
    known = History.of(crew.ids, before)
    done = arrange(roster, known, rules, Random(asked.seed))  # noqa: S311 a seeded choice, no secret
    reasons = explain(done.groups, roster, known, rules, on=day)
    names = _names(crew)
    sizes = map(len, done.groups)
    return Matched(done, [because(one, size) for one, size in zip(reasons, sizes, strict=True)], names, rules)


def _duty(before: Sequence[tuple[tuple[str, ...], date, bool]]) -> tuple[Counter[str], Counter[str]]:
    """Return how often each person was in a group larger than others of its date, and in a group of such a date."""
    sizes: dict[date, set[int]] = {}
    for members, day, _ in before:
        sizes.setdefault(day, set()).add(len(members))
    uneven = [(members, len(members) > min(sizes[day])) for members, day, _ in before if len(sizes[day]) > 1]
    duty = Counter(one for members, is_larger in uneven if is_larger for one in members)
    return duty, Counter(one for members, _ in uneven for one in members)


def _names(crew: Staff) -> dict[str, str]:
    return {one: f"{name} ({one})" if name else one for one, name in zip(crew.ids, crew.names, strict=True)}


def _require(mix: Sequence[Wish], crew: Staff, people: Path, language: Language) -> None:
    """Raise BotError where a wish names a column that is not there."""
    unknown = [wish.attribute for wish in mix if wish.attribute not in crew.attributes]
    if unknown:
        params = {"names": unknown, "file": str(people), "columns": sorted(crew.attributes) or ["–"]}
        raise BotError(say(language)(Words("cli.match.no_column", params)))


def _said(faults: Sequence[tuple[Path, Fault]], language: Language) -> list[str]:
    speak = say(language)
    lines = [f"{path}:{fault.line}: {speak(fault.why)}" for path, fault in faults[:MOST_FAULTS]]
    more = len(faults) - MOST_FAULTS
    if more > 0:
        lines.append(speak(Words("cli.match.more", {"n": more})))
    return [*lines, speak(Words("cli.match.bad", {"n": len(faults)}))]


def _decoded(raw: bytes) -> str:
    """Return a table as text: UTF-8, else as a spreadsheet on Windows writes it."""
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")

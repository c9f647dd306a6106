"""How figures of people are told: in words and bars of text, and beside them as Slack's own chart that says the same.

Nothing here decides whether a figure may be told; bot.figures does. A message takes two charts at most
(`bot.blocks.CHARTS_PER_MESSAGE`), so a kind tells one question per message of the thread.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any, Literal

from bot.blocks import POINTS, SEGMENTS, chart, section
from bot.figures import FLOOR, Limits, rounded_share
from bot.model import LANGUAGES, Block, Goal, GoalValue, ShortDate, Words

BAR = 20
"""Signs of the longest bar; fewer answers than that have a sign each."""
LINES = 8
"""Lines to a paragraph: with labels of 300 characters it stays within Slack's 3000."""
YEAR = 330
"""Days from which on two dates are told apart by their year."""


def spread(
    title: Words, counts: Mapping[str, int], labels: Mapping[str, Words], *, kind: Literal["bar", "pie"] = "bar"
) -> tuple[Block, ...]:
    """Return how many said what, in the order of `counts`: a line each, and the chart where Slack can draw it.

    `kind`: a bar chart for the steps of a scale, a pie for choices that have no order. Counts are only those that
    bot.figures let through.
    """
    most = max(counts.values(), default=0)
    said = [(labels[key], count) for key, count in counts.items()]
    lines = [_line(label, count, most) for label, count in said]
    blocks = [section(_paragraph([title_line(title), *lines[:LINES]]))]
    blocks += [section(_paragraph(lines[at : at + LINES])) for at in range(LINES, len(lines), LINES)]
    drawn = sum(1 for count in counts.values() if count) if kind == "pie" else len(counts)
    if most and drawn <= (SEGMENTS if kind == "pie" else POINTS):
        answers = Words("telling.answers")
        blocks.append(chart(title, said, kind=kind, name=answers, y=answers))
    return tuple(blocks)


def trend(
    title: Words,
    points: Sequence[tuple[date, float]],
    *,
    breaks: Collection[date] = (),
    unit: Words | None = None,
    places: int = 1,
) -> tuple[Block, ...]:
    """Return how a figure developed, oldest first: one sentence, and a line from two points on; of none, nothing.

    `breaks`: days from which on it was asked in other words. What was before is not comparable: it is said apart, and
    the line begins at the last of them. A line has 20 points, the newest. `places`: after the comma.
    """
    if not points:
        return ()
    since = max((one for one in breaks if points[0][0] < one <= points[-1][0]), default=points[0][0])
    rounded = [(on, round(value, places)) for on, value in points]
    shown = [one for one in rounded if one[0] >= since][-POINTS:]
    before = [one for one in rounded if one[0] < since]
    said = [title_line(title), _course([value for _, value in shown], unit)]
    if before:
        earlier = _course([value for _, value in before], unit)
        said.append(Words("telling.break", {"day": ShortDate(since, has_year=True), "before": earlier}))
    blocks = [section(_paragraph(said))]
    if len(shown) > 1:
        blocks.append(chart(title, _dated(shown), kind="line", name=unit or title, y=unit))
    return tuple(blocks)


def measure(goal: Goal, values: Sequence[GoalValue]) -> tuple[Block, ...]:
    """Return where the measure of a goal stands between its start and its target, and how it got there; a goal without
    one has nothing to say. `values`: of this goal, oldest first."""
    if goal.measure is None:
        return ()
    name = Words(own=goal.measure.name)
    unit = Words(own=goal.measure.unit) if goal.measure.unit else None
    ends = {"start": amount(goal.measure.start, unit), "target": amount(goal.measure.target, unit)}
    if not values:
        return (section(_paragraph([title_line(name), Words("telling.measure.new", ends)])),)
    now = {"now": amount(values[-1].value, unit), "day": ShortDate(values[-1].on, has_year=True)}
    blocks = [section(_paragraph([title_line(name), Words("telling.measure", ends | now)]))]
    if len(values) > 1:
        points = [(one.on, one.value) for one in values[-POINTS:]]
        blocks.append(chart(name, _dated(points), kind="line", name=unit or name, y=unit))
    return tuple(blocks)


def answered(n: int, asked: int, *, limits: Limits = FLOOR) -> Words:
    """Return how many answered, and of how many percent of those asked where that may be told."""
    if n < limits.enough:
        return Words("telling.answered.few", {"few": limits.enough})
    share = rounded_share(n, asked)
    return Words("telling.answered", {"n": n}) if share is None else Words("telling.rate", {"n": n, "share": share})


def too_few(limits: Limits = FLOOR) -> Words:
    """Return the one sentence for figures that are not told: too few answers, or too alike; which of the two stays
    open, since the difference would say something about the answers."""
    return Words("telling.too_few", {"enough": limits.enough, "spread": limits.spread})


def amount(value: float, unit: Words | None = None) -> Words:
    """Return a number as the language writes it, to two places, with its unit."""
    number = round(float(value), 2) + 0.0
    return _put("{value}", value=number) if unit is None else _put("{value} {unit}", value=number, unit=unit)


def title_line(title: Words) -> Words:
    """Return a heading within a paragraph."""
    return _put("*{name}*", name=title)


def _line(label: Words, count: int, most: int) -> Words:
    signs = count if most <= BAR else max(1, round(BAR * count / most)) if count else 0
    return _put("{label}: {bar} {count}" if signs else "{label}: {count}", label=label, bar="▇" * signs, count=count)


def _course(values: Sequence[float], unit: Words | None) -> Words:
    first, last = (amount(value, unit) for value in (values[0], values[-1]))
    if len(values) == 1:
        return Words("telling.once", {"value": last})
    if values[0] == values[-1]:
        return Words("telling.steady", {"value": last, "rounds": len(values)})
    return Words("telling.course", {"first": first, "last": last, "rounds": len(values)})


def _dated(points: Sequence[tuple[date, float]]) -> list[tuple[Words, float]]:
    has_year = (points[-1][0] - points[0][0]).days >= YEAR
    return [(_put("{day}", day=ShortDate(on, has_year)), round(value, 2)) for on, value in points]


def _paragraph(lines: Sequence[Words]) -> Words:
    names = "abcdefghijklmnopqrstuvwxyz"[: len(lines)]
    return _put("\n".join(f"{{{name}}}" for name in names), **dict(zip(names, lines, strict=True)))


def _put(template: str, **params: Any) -> Words:
    return Words(own=dict.fromkeys(LANGUAGES, template), params=params)

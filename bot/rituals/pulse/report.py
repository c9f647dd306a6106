"""The results in words and bars: one post that says how many answered, and below it a message for each question."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from bot.blocks import context, section
from bot.model import SCALES, Block, Figure, Letter, Message, State, Words
from bot.rituals.pulse.asking import answered, lines
from bot.rituals.pulse.letters import asked, placed
from bot.rituals.pulse.mirror import SIDES, Mirror, MirrorQuestion
from bot.rituals.pulse.options import PulseOptions
from bot.rituals.pulse.results import Result, Told
from bot.rituals.questions import Question, choices_of
from bot.rituals.telling import answered as responded
from bot.rituals.telling import spread, title_line, too_few, trend

ALIKE = 8
"""Two means that are less than this part of their scale apart are said to be nearly the same."""
MOST_CHARACTERS = 8_000
"""Of results that somebody gets in one message; Slack takes about 13,000, and others may come with it."""
FRAME = 400
"""Characters that stand around a question and its options at most: numbers, bars, how it developed."""


def in_channel(options: PulseOptions, state: State, told: Told) -> Iterator[Letter]:
    """Yield the post in the channel, and in its thread a message for each question."""
    parent = f"{state.run.id}/{state.step}/channel/results"
    for number, message in enumerate((_parent(options, state, told), *_replies(options, state, told))):
        yield Letter(
            key=f"{parent}/{number}" if number else parent,
            op="post",
            channel=state.channel,
            after=parent if number else None,
            in_thread=bool(number),
            language=state.ritual.language,
            message=message,
            on_doubt="skip",
        )


def in_one(options: PulseOptions, state: State, told: Told) -> Message:
    """Return all that fits into one message, without charts: each message to a person counts for their budget."""
    first = _parent(options, state, told)
    blocks, room = list(first.blocks), MOST_CHARACTERS
    for length, reply in zip(_lengths(options, told), _replies(options, state, told), strict=False):
        room -= length
        if room < 0:
            blocks.append(context(Words("pulse.results.more")))
            break
        blocks += [one for one in reply.blocks if one["type"] != "data_visualization"]
    return Message(first.text, tuple(blocks))


def _parent(options: PulseOptions, state: State, told: Told) -> Message:
    title = placed(state)
    if not told.results:
        words = lines([Words("pulse.results.none", title), too_few(options.limits)])
        return Message(Words("pulse.results.none", title), (section(words),))
    words = Words("pulse.results", title)
    said = [responded(len(answered(state)), _asked(state)), Words("pulse.results.on", {"day": state.run.nominal_date})]
    more = (context(Words("pulse.results.decide")),) if options.decide else ()
    return Message(words, (section(words), context(*said), *more))


def _replies(options: PulseOptions, state: State, told: Told) -> Iterator[Message]:
    for question, result in told.plain if told.results else ():
        name = Words(own=question.ask)
        text = Words("pulse.told", {"question": name})
        blocks = _plain(state, question, result) if result else _silent(options, name)
        yield Message(text, tuple(blocks))
    for mirrored, pair in told.mirrored if told.results else ():
        assert options.mirror is not None, "what is mirrored has a mirror"
        text = Words("pulse.mirror.told", placed(state))
        blocks = _mirrored(options, state, mirrored, pair) if pair else _silent(options, text)
        yield Message(text, tuple(blocks))


def _silent(options: PulseOptions, name: Words) -> list[Block]:
    return [section(lines([title_line(name), too_few(options.limits)]))]


def _plain(state: State, question: Question, result: Result) -> list[Block]:
    name = Words(own=question.ask)
    if question.type == "text":
        return [section(lines([title_line(name), Words("pulse.texts", {"n": result.n})]))]
    blocks: list[Block] = []
    if result.counts is not None:
        kind = "pie" if question.type == "single" else "bar"
        blocks += spread(name, result.counts, dict(choices_of(question)), kind=kind)  # type: ignore[arg-type]
    if result.mean is not None:
        mean = _mean(question, result)
        blocks.append(section(mean if result.counts is not None else lines([title_line(name), mean])))
    counted = responded(result.n, _asked(state))
    return [*blocks, *_trend(state, result), context(counted)]


def _mean(question: Question, result: Result) -> Words:
    assert result.mean is not None, "only what has a mean is told with one"
    mean = round(float(result.mean), 1)
    if question.scale is None:
        return Words("pulse.mean.number", {"mean": mean})
    scale = SCALES[question.scale]
    return Words("pulse.mean", {"mean": mean, "least": scale.least, "most": scale.most})


def _trend(state: State, result: Result) -> tuple[Block, ...]:
    """Return how a mean developed; what was asked in other words is told apart, and of that the last wording only."""
    if result.mean is None:
        return ()
    mine, before = _earlier(state, result)
    points = [*_points(before), *_points(mine), (state.run.nominal_date, result.mean)]
    since = points[len(_points(before))][0]
    return trend(Words("pulse.trend"), points, breaks=[since] if before else ()) if len(points) > 1 else ()


def _earlier(state: State, result: Result) -> tuple[list[Figure], list[Figure]]:
    """Return the figures of the same wording since it was last changed, and those of the wording just before it."""
    same = [one for one in state.figures if one.name == result.question.id and "mean" in one.data]
    mine = _last_of(same, result.series)
    rest = same[: len(same) - len(mine)]
    return mine, _last_of(rest, rest[-1].series) if rest else []


def _last_of(figures: Sequence[Figure], series: str) -> list[Figure]:
    """Return the newest figures in one row that are of a series."""
    found: list[Figure] = []
    for one in reversed(figures):
        if one.series != series:
            break
        found.insert(0, one)
    return found


def _points(figures: Sequence[Figure]) -> list[tuple[date, float]]:
    return [(one.on, float(one.data["mean"])) for one in figures]


def _mirrored(
    options: PulseOptions, state: State, mirrored: MirrorQuestion, pair: tuple[Result, Result]
) -> list[Block]:
    """Return both sides, and who sees it higher; nothing is added up to a score."""
    mirror = options.mirror
    assert mirror is not None, "what is mirrored has a mirror"
    gap = [title_line(Words("pulse.mirror.told", placed(state))), _gap(mirrored, pair), _before(state, pair)]
    blocks = [section(lines([one for one in gap if one is not None]))]
    labels = dict(choices_of(pair[0].question))
    for side, one in zip(SIDES, pair, strict=True):
        name = Words(f"pulse.mirror.{side}", {"ask": Words(own=one.question.ask, params=mirror.params)})
        blocks += spread(name, one.counts, labels) if one.counts is not None else [section(title_line(name))]
        blocks.append(context(responded(one.n, _asked_on(mirror, state, side))))
    return blocks


def _gap(mirrored: MirrorQuestion, pair: tuple[Result, Result]) -> Words:
    team, customers = (round(float(one.mean or 0.0), 1) for one in pair)
    scale = SCALES[mirrored.scale]
    gap = round(abs(team - customers), 1)
    params = {"team": team, "customers": customers, "gap": gap, "least": scale.least, "most": scale.most}
    if gap < (scale.most - scale.least) / ALIKE:
        return Words("pulse.gap.none", params)
    return Words("pulse.gap.team" if team > customers else "pulse.gap.customers", params)


def _before(state: State, pair: tuple[Result, Result]) -> Words | None:
    """Return how both saw it the last time they were asked in these words; a change of the words is said."""
    found = [_earlier(state, one) for one in pair]
    if all(mine for mine, _ in found):
        team, customers = (round(float(mine[-1].data["mean"]), 1) for mine, _ in found)
        return Words("pulse.gap.before", {"team": team, "customers": customers})
    return Words("pulse.series.new") if any(before for _, before in found) else None


def _asked(state: State) -> int:
    return len(asked(state))


def _asked_on(mirror: Mirror, state: State, side: str) -> int:
    return sum(1 for one in asked(state) if mirror.side_of(one.department) == side)


def _lengths(options: PulseOptions, told: Told) -> Iterator[int]:
    """Yield how many characters each reply has at most."""
    braces: Mapping[str, Sequence[str]] = options.mirror.params if options.mirror else {}
    for question, _ in told.plain:
        yield FRAME + _length(question)
    for one, _ in told.mirrored:
        names = sum(len(name) + 5 for some in braces.values() for name in some)
        uses = max(text.count("{") for text in (*one.team.values(), *one.customers.values()))
        yield FRAME + sum(_length(one.asks(side)) + names * uses for side in SIDES)


def _length(question: Question) -> int:
    options = [max(map(len, one.text.values())) for one in question.options]
    steps = len(SCALES[question.scale].steps) if question.scale else 0
    return 2 * max(map(len, question.ask.values())) + sum(one + FRAME // 8 for one in options) + steps * FRAME // 8

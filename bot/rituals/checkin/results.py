"""How the figures of a round are told: one post and its thread in the channel, or one message to each member."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise
from typing import Any, Literal

from bot.blocks import context, header, section
from bot.model import SCALES, Block, Figure, Letter, Message, State, Words
from bot.rituals import telling
from bot.rituals.checkin.figures import COUNTS, MEAN, WHOLE
from bot.rituals.checkin.letters import spoken_to
from bot.rituals.checkin.options import ON_DOUBT, CheckinOptions
from bot.rituals.checkin.page import RATED, label_of, shown
from bot.rituals.checkin.round import Round, asked_in
from bot.rituals.checkin.said import joined, placed
from bot.rituals.questions import CHOSEN, Question, choices_of

MOST_ALONE = 2
"""Questions that are told in one message to somebody alone: there is no thread, and 9,000 characters must do."""
MOST_CHARTS = 2


def letters(
    options: CheckinOptions, state: State, about: Round, *, questions: Sequence[Question], figures: Sequence[Figure]
) -> Iterator[Letter]:
    """Yield the results; where nothing may be told, one sentence says so."""
    rated = [one for one in questions if one.type in (*RATED, *CHOSEN)]
    parent = _parent(options, state, about, questions=rated, figures=figures)
    answers = [blocks for one in questions if (blocks := _told(state, about, one, figures))]
    if answers and (untold := _untold(questions, figures)):
        labels = [_label(about, one) for one in untold]
        answers.append([section(joined(labels)), context(telling.too_few(options.limits))])
    text = Words("checkin.results.notification", placed(state))
    if options.results != "members" and state.ritual.channel:
        yield from _in_channel(state, parent, answers, text)
        return
    there = {one.id for one in state.members}
    whole = _few_charts([*parent, *(block for blocks in answers[:MOST_ALONE] for block in blocks)])
    for person in asked_in(state):
        if person in there:
            yield spoken_to(state, person, whole, text=text, name="results")


def _in_channel(state: State, parent: list[Block], answers: Sequence[list[Block]], text: Words) -> Iterator[Letter]:
    first = _posted(state, "results", parent, text)
    yield first
    for number, blocks in enumerate(answers):
        yield _posted(state, f"results-{number + 1}", _few_charts(blocks), text, after=first.key)


def _posted(state: State, name: str, blocks: list[Block], text: Words, *, after: str | None = None) -> Letter:
    return Letter(
        key=f"{state.run.id}/{state.step}/channel/{name}",
        op="post",
        channel=state.channel,
        language=state.ritual.language,
        message=Message(text=text, blocks=tuple(blocks)),
        on_doubt=state.ritual.on_doubt or ON_DOUBT,
        after=after,
        in_thread=after is not None,
    )


def _parent(
    options: CheckinOptions, state: State, about: Round, *, questions: Sequence[Question], figures: Sequence[Figure]
) -> list[Block]:
    params = placed(state)
    own = Words(own=options.intro, params=params) if options.intro else Words("checkin.results", params)
    whole = next((one for one in figures if one.name == WHOLE), None)
    blocks = [header(Words("checkin.results.title", params)), section(own)]
    if about.goal is not None:
        blocks.append(section(shown(about.goal)))
    blocks.append(section(telling.answered(whole.n if whole else 0, len(asked_in(state)), limits=options.limits)))
    if questions and not any(one.data for one in figures if one.name):
        blocks.append(context(telling.too_few(options.limits)))
    blocks += _measured(state, about)
    where = Words(f"checkin.results.where.{options.visibility}")
    if about.goal is not None:
        revision = {"revision": about.goal.revision, "day": state.run.nominal_date}
        return [*blocks, context(Words("checkin.results.revision", revision), where)]
    return [*blocks, context(where)]


def _measured(state: State, about: Round) -> Sequence[Block]:
    """Return how the measure of the goal stands, if it has one and still exists."""
    goal = next((one for one in state.goals if about.goal is not None and one.id == about.goal.id), None)
    values = [one for one in state.goal_values if goal is not None and one.goal == goal.id]
    return telling.measure(goal, values) if goal is not None else ()


def _untold(questions: Sequence[Question], figures: Sequence[Figure]) -> list[Question]:
    """Return the questions of which a figure could be told, but must not be."""
    found = {one.name for one in figures if one.data}
    return [one for one in questions if one.type in (*RATED, *CHOSEN) and one.id not in found]


def _label(about: Round, question: Question) -> Words:
    return label_of(question, number=about.number, goal=about.goal if question.about == "goal" else None)


def _told(state: State, about: Round, question: Question, figures: Sequence[Figure]) -> list[Block]:
    """Return what is told of one question: its mean and how it developed, and how the answers are spread."""
    figure = next((one for one in figures if one.name == question.id), None)
    if figure is None or not figure.data:
        return []
    label = _label(about, question)
    blocks: list[Block] = []
    if MEAN in figure.data:
        mean = telling.amount(round(figure.data[MEAN], 1))
        said = {"question": label, "mean": mean, "answers": figure.n}
        blocks.append(section(_mean(question, said)))
        blocks += _trend(state, figure)
    if COUNTS in figure.data:
        kind: Literal["bar", "pie"] = "bar" if question.type in ("scale", "multiple") else "pie"
        title = label if MEAN not in figure.data else Words("checkin.spread")
        blocks += telling.spread(title, figure.data[COUNTS], dict(choices_of(question)), kind=kind)
    return blocks


def _mean(question: Question, said: dict[str, Any]) -> Words:
    if question.type == "scale" and question.scale:
        scale = SCALES[question.scale]
        return Words("checkin.mean.scale", {**said, "least": scale.least, "most": scale.most})
    return Words("checkin.mean", said)


def _trend(state: State, figure: Figure) -> Sequence[Block]:
    """Return how a mean developed over the rounds about the same goal; other words begin anew."""
    same = [one for one in state.figures if (one.name, one.goal, one.group) == (figure.name, figure.goal, "")]
    row = [one for one in (*same, figure) if one.data.get(MEAN) is not None]
    if len(row) < 2:
        return ()
    breaks: list[date] = [
        later.on
        for earlier, later in pairwise(row)
        if (earlier.series, earlier.revision) != (later.series, later.revision)
    ]
    return telling.trend(Words("checkin.trend"), [(one.on, one.data[MEAN]) for one in row], breaks=breaks)


def _few_charts(blocks: Sequence[Block]) -> list[Block]:
    """Return the blocks with as many charts as a message takes; words beside each say the same."""
    charts = [at for at, one in enumerate(blocks) if one["type"] not in ("section", "header", "context", "divider")]
    return [one for at, one in enumerate(blocks) if at not in charts[MOST_CHARTS:]]

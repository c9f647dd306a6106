"""What I answered by name over time; how a ritual's last round went, and what was written in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from bot.blocks import actions, button, context, divider, header, modal, section, verbatim
from bot.model import LANGUAGES, SCALES, Block, Figure, Goal, Kept, Mention, ShortDate, Words
from bot.rituals import questions as asking
from bot.rituals.questions import Question
from bot.rituals.telling import amount, title_line, too_few
from bot.rituals.turns import number_in
from bot.slack.views.card import lines
from bot.slack.views.curves import curve, own
from bot.slack.views.decision import NAMED
from bot.slack.views.paging import first_of_page, pager

if TYPE_CHECKING:
    from bot.service.goals.mine import Curve, OwnAnswers
    from bot.service.goals.results import Results

NUMBERS = ("scale", "number")
LAST = 3
"""Texts of mine shown of each question, the newest ones."""
SPOKEN = {
    "none": Words("alignment.none"),
    "yes": Words("alignment.line.yes"),
    "partly": Words("alignment.line.partly"),
    "no": Words("alignment.line.no"),
}
"""What was chosen in an alignment round, beside the readings."""
CUT = 600
"""Characters of a text among others."""
CALLBACK, ANSWERS_CALLBACK = "goal_results", "goal_answers"
PAGE, CSV, HISTORY = "goals:page", "goals:csv", "goals:answers"
READ = ("picks", "alignment", "agreement", "gap", "contribution")
"""Figures of no question in the order in which they are read; those of questions follow theirs."""
ROUND, WRITTEN = 20, 20
"""Questions, and answers, on one page."""


def is_number(one: Curve) -> bool:
    """Return whether it can be drawn."""
    return one.question is not None and one.question.type in NUMBERS and bool(_numbers(one.answers))


def line(one: Curve) -> Words:
    """A question with the picture of my answers and the sentence that says the same."""
    scale = SCALES.get(one.question.scale or "") if one.question is not None else None
    ends = (float(scale.least), float(scale.most)) if scale is not None else (None, None)
    drawn = curve(_numbers(one.answers), least=ends[0], most=ends[1])
    said = [label(one.question, one.name, one.goal, number=one.number), drawn]
    if len({answer.revision for answer in one.answers}) > 1:
        said.append(Words("goals.reworded"))
    return lines(said)


def label(question: Question | None, name: str, goal: Goal | None = None, *, number: int = 1) -> Words:
    """The question as the how manieth round put it; of one that is not known any more its id."""
    if question is None:
        return Words(f"decision.figure.{name}") if name in NAMED else verbatim(name)
    about = Words("goals.this_goal") if goal is None else own(goal.text)
    customer = own(goal.customer) if goal is not None and any(goal.customer.values()) else Words("goals.this_customer")
    return Words(own=asking.wording(question, number=number), params={"goal": about, "customer": customer})


def answers_modal(mine: OwnAnswers, start: int = 0) -> Block:
    """All that I answered by name in one ritual: pictures of numbers, and my last texts."""
    start = first_of_page(start, total=len(mine.curves), size=ROUND)
    blocks: list[Block] = [header(own(mine.title)), context(Words("goals.answers.explain"))]
    for one in mine.curves[start : start + ROUND]:
        blocks.append(section(line(one)) if is_number(one) else section(_texts(one)))
    blocks += pager(HISTORY, lambda first: f"{mine.ritual}~{first}", start=start, total=len(mine.curves), size=ROUND)
    return modal(
        Words("goals.part.answers"), blocks, callback_id=ANSWERS_CALLBACK, close=Words("goals.button.back"),
        about=f"{mine.ritual}~{start}",
    )  # fmt: skip


def results_modal(seen: Results, start: int = 0) -> Block:
    """How the last round went: figures that were told, and below them what was written, for those who take part."""
    written = [*_written(seen)]
    start = first_of_page(start, total=len(written), size=WRITTEN)
    blocks: list[Block] = [header(own(seen.ritual.title)), *_round(seen)]
    if start == 0:
        blocks += _figures(seen)
    blocks += [divider(), *_texts_of_all(seen, written[start : start + WRITTEN])]
    blocks += pager(PAGE, lambda first: f"{seen.ritual.id}~{first}", start=start, total=len(written), size=WRITTEN)
    if seen.looks_after:
        blocks.append(actions(button(Words("goals.button.csv"), CSV, value=seen.ritual.id), block_id="csv"))
        blocks.append(context(Words("goals.csv.explain")))
    return modal(
        Words("goals.part.results"), blocks, callback_id=CALLBACK, close=Words("goals.button.back"),
        about=f"{seen.ritual.id}~{start}",
    )  # fmt: skip


def _numbers(given: Sequence[Kept]) -> list[float]:
    found = []
    for one in given:
        try:
            found.append(float(one.value))
        except ValueError:
            continue  # an answer of before the question asked for numbers
    return found


def _texts(one: Curve) -> Words:
    """A question with my last answers, the newest one first."""
    said = [title_line(label(one.question, one.name, one.goal, number=one.number))]
    for answer in reversed(one.answers[-LAST:]):
        params = {"day": ShortDate(answer.on, has_year=True), "answer": _spoken(one.question, answer.value)}
        said.append(Words("goals.answer.late", params) if answer.is_late else _put("{day}: {answer}", **params))
    return lines(said)


def _spoken(question: Question | None, value: str) -> Words:
    """An answer as it reads; a text is shown letter by letter, and cut where it is long."""
    if question is not None and question.type == "person":
        return verbatim(value) if not value.isalnum() else _put("<@{person}>", person=value)
    if question is not None and question.type in (*asking.CHOSEN, "number"):
        return asking.spoken(question, value)
    return verbatim(value if len(value) <= CUT else f"{value[: CUT - 1].rstrip()}…")


def _round(seen: Results) -> Iterator[Block]:
    """Yield the day of the round, and the goal that it asked about, as it was worded then."""
    yield context(Words("goals.results.round", {"day": ShortDate(seen.run.nominal_date, has_year=True)}))
    if seen.about is not None:
        asked = {"goal": own(seen.about.wording.get("text") or {}), "revision": seen.about.revision}
        yield section(Words("goals.results.about", asked))


def _figures(seen: Results) -> list[Block]:
    """What was told, one paragraph each; where nothing was, the one sentence that does not say why."""
    if not seen.figures:
        return [section(too_few(seen.limits))]
    order = ["", *READ, *seen.questions]
    places = {name: place for place, name in enumerate(order)}
    figures = sorted(seen.figures, key=lambda one: places.get(one.name, len(order)))
    return [section(_figure(seen, one)) for one in figures[:ROUND]]


def _figure(seen: Results, figure: Figure) -> Words:
    if not figure.name and not figure.group:
        return _response(figure)
    question = seen.questions.get(figure.name)
    said = [title_line(_titled(seen, question, figure)), *_told(question, figure)]
    row = [one for one in (*seen.earlier, figure) if _same_figure(one, figure) and "mean" in one.data]
    if len(row) > 1:
        said.append(curve([float(one.data["mean"]) for one in row]))
    return lines([*said, _response(figure)])


def _same_figure(one: Figure, other: Figure) -> bool:
    """Return whether two figures may be compared: of the same question, group, wording and goal."""
    return (one.name, one.group, one.series, one.goal, one.revision) == (
        other.name, other.group, other.series, other.goal, other.revision,
    )  # fmt: skip


def _response(figure: Figure) -> Words:
    """How many answered, and of how many percent where that was told."""
    share = figure.data.get("share")
    if share is None or figure.name:  # of a figure with a name it is what the figure says
        return Words("telling.answered", {"n": figure.n})
    return Words("telling.rate", {"n": figure.n, "share": share})


def _titled(seen: Results, question: Question | None, figure: Figure) -> Words:
    goal = _meant(seen) if figure.goal else None
    title = label(question, figure.name, goal, number=seen.number)
    return _put("{title} ({group})", title=title, group=figure.group) if figure.group else title


def _told(question: Question | None, figure: Figure) -> Iterator[Words]:
    """Yield what a figure holds: a mean, how the answers are spread, and whatever else is a number."""
    if isinstance(mean := figure.data.get("mean"), int | float):
        yield Words("goals.mean", {"mean": amount(mean)})
    if figure.name and isinstance(share := figure.data.get("share"), int | float):
        yield Words("goals.share", {"share": share})
    if "points" in figure.data:
        yield Words("goals.gap", {"expected": figure.data.get("expected", ""), "points": figure.data["points"]})
    counts = figure.data.get("counts")
    choices = dict(asking.choices_of(question)) if question is not None and question.type in asking.CHOSEN else {}
    if isinstance(counts, Mapping):
        for name, count in list(counts.items())[:ROUND]:
            said = choices.get(name) or (SPOKEN.get(name) if question is None else None)
            yield _put("{label}: {count}", label=said or verbatim(str(name)[:CUT]), count=count)


def _written(seen: Results) -> Iterator[tuple[str, Words]]:
    """Yield question and answer of everybody, by name where the round is by name; those of a question together."""
    for one in seen.named:
        answer = _spoken(seen.questions.get(one.question), one.value)
        params = {"who": Mention(one.person), "answer": answer}
        said = Words("goals.said.late", params) if one.is_late else _put("{who}: {answer}", **params)
        yield one.question, said
    counted = {one.name for one in seen.figures if "counts" in one.data}
    for name, value in sorted(seen.released, key=lambda one: one[0]):
        if name in counted:
            continue  # how often each was given is told already
        yield name, _put("• {answer}", answer=_spoken(seen.questions.get(name), value))


def _texts_of_all(seen: Results, written: Sequence[tuple[str, Words]]) -> Iterator[Block]:
    if not seen.takes_part:
        yield context(Words("goals.results.members"))
        return
    if not written:
        yield context(Words("goals.results.nothing"))
    else:
        yield context(Words("goals.results.nameless" if seen.is_anonymous else "goals.results.named"))
    shown = ""
    for name, words in written:
        if name != shown:
            shown = name
            question = seen.questions.get(name)
            goal = _meant(seen) if question is not None and question.about == "goal" else None
            yield section(title_line(label(question, name, goal, number=_number(seen, name))))
        yield section(words)


def _number(seen: Results, name: str) -> int:
    """Return the number of a round that put a question as this one did: answers by name say it, too, of rounds so
    small that no figure was told."""
    question = seen.questions.get(name)
    series = next((one.series for one in seen.named if one.question == name), None)
    return seen.number if question is None or series is None else number_in(question, series)


def _meant(seen: Results) -> Goal | None:
    """Return the goal that the round asked about, as it was worded then."""
    if seen.about is None:
        return None
    words = seen.about.wording
    return Goal("", words.get("text") or {}, revision=seen.about.revision, customer=words.get("customer") or {})


def _put(template: str, **params: object) -> Words:
    return Words(own=dict.fromkeys(LANGUAGES, template), params=params)

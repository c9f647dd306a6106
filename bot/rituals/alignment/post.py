"""What everybody reads of a round: the two most common readings and an invitation to talk; below it, the figures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.blocks import context, section
from bot.model import Letter, Message, ShortDate, State, Words
from bot.rituals.alignment.drift import percent
from bot.rituals.alignment.grouping import listed
from bot.rituals.alignment.letters import is_public, placed, told_alone
from bot.rituals.alignment.memory import NONE, in_both
from bot.rituals.alignment.options import ON_DOUBT, AlignmentOptions
from bot.rituals.alignment.result import Result
from bot.rituals.alignment.words import LINES
from bot.rituals.telling import answered, spread, title_line

TWO = 2
"""Readings that everybody reads, unless more are as common."""
PARTS = 20
"""Departments to a message."""
MOST_NAME = 80
"""Characters of a department's name."""


def told(options: AlignmentOptions, state: State, result: Result, drift: Sequence[Words]) -> Iterator[Letter]:
    """Yield the result: to the channel with the figures in its thread, or whole to each member."""
    is_threaded = is_public(options, state)
    parent = _parent(state, result, is_threaded=is_threaded)
    figures, parts = _figures(result, state, drift), list(_parts(result))
    if not is_threaded:
        whole = Message(parent.text, (*parent.blocks, *figures.blocks, *(parts[0].blocks if parts else ())))
        for one in state.members:
            yield from told_alone(state, one.id, whole)
        return
    yield _post(state, "parent", parent)
    for number, message in enumerate((figures, *parts)):
        yield _post(state, f"thread/{number}", message, after="parent")


def untold(options: AlignmentOptions, state: State, *, key: str, drift: Sequence[Words]) -> Iterator[Letter]:
    """Yield one kind sentence in place of a result; it has no number."""
    words = Words(key, placed(state))
    message = Message(words, (section(words), *map(context, drift)))
    if is_public(options, state):
        yield _post(state, "parent", message)
        return
    for one in state.members:
        yield from told_alone(state, one.id, message)


def _post(state: State, name: str, message: Message, *, after: str = "") -> Letter:
    return Letter(
        key=f"{state.run.id}/{state.step}/channel/{name}",
        op="post",
        channel=state.channel,
        after=f"{state.run.id}/{state.step}/channel/{after}" if after else None,
        in_thread=bool(after),
        language=state.ritual.language,
        message=message,
        on_doubt=state.ritual.on_doubt or ON_DOUBT,
    )


def _parent(state: State, result: Result, *, is_threaded: bool) -> Message:
    """The two most common readings, neither marked, and no figure; of several that are as common none is left out."""
    texts = dict(zip(result.round.letters, result.round.readings, strict=True))
    lines = [Words("alignment.told.reading", {"text": in_both(texts[one])}) for one in result.leading]
    key = "alignment.told" if len(lines) > 1 else "alignment.told.one"
    return Message(
        Words("alignment.notification", placed(state)),
        (
            section(Words(key, placed(state))),
            section(listed([*lines, *_ties(result)])),
            section(Words("alignment.told.talk")),
            *([context(Words("alignment.told.thread"))] if is_threaded else ()),
        ),
    )


def _ties(result: Result) -> Iterator[Words]:
    """Yield that readings were chosen equally often, where their order would say otherwise."""
    counts = [result.counts[one] for one in result.leading]
    if len(counts) > TWO:
        yield Words("alignment.told.tie")
    elif len(counts) == TWO and len(set(counts)) == 1:
        yield Words("alignment.told.even")


def _figures(result: Result, state: State, drift: Sequence[Words]) -> Message:
    labels = {
        letter: Words("alignment.told.official", {"text": text}) if letter == result.official else text
        for letter, text in _texts(result)
    }
    title = Words("alignment.told.title")
    blocks = [
        *spread(title, result.counts, {**labels, NONE: Words("alignment.none")}, kind="pie"),
        section(listed(list(_sentences(result)))),
    ]
    if result.contribution is not None:
        lines = {one: Words(f"alignment.line.{one}") for one in LINES}
        blocks += spread(Words("alignment.told.contribution"), result.contribution, lines, kind="pie")
    blocks += [section(listed(list(drift)))] if drift else []
    revision = {"revision": result.round.revision, "day": ShortDate(state.run.nominal_date, has_year=True)}
    blocks.append(context(Words("alignment.told.revision", revision)))
    return Message(Words("alignment.told.figures", placed(state)), tuple(blocks))


def _texts(result: Result) -> list[tuple[str, Words]]:
    return [(letter, in_both(text)) for letter, text in zip(result.round.letters, result.round.readings, strict=True)]


def _sentences(result: Result) -> Iterator[Words]:
    """The figures, a sentence each."""
    n, count = result.n, result.counts[result.official]
    yield answered(n, result.asked)
    yield Words("alignment.told.alignment", {"count": count, "all": n, "share": percent(result.alignment)})
    most = max(result.counts[one] for one in result.round.letters)
    yield Words("alignment.told.agreement", {"count": most, "all": n, "share": percent(result.agreement)})
    if result.expected is not None and result.points is not None:
        way = "same" if not result.points else "more" if result.points > 0 else "less"
        known = {"expected": percent(result.expected), "n": abs(result.points)}
        yield Words(f"alignment.told.gap.{way}", known)


def _parts(result: Result) -> Iterator[Message]:
    """The departments in the order of their names; what lies between the outermost ones where there are several."""
    shares = result.shares
    every = list(shares)
    for number, names in enumerate(every[at : at + PARTS] for at in range(0, len(every), PARTS)):
        lines = [title_line(Words("alignment.told.departments"))]
        for name in names:
            found = result.departments[name]
            known = {"count": found[result.official], "all": sum(found.values()), "share": percent(shares[name])}
            lines.append(Words("alignment.told.department", {"department": name[:MOST_NAME], **known}))
        if not number and len(shares) > 1:
            between = percent(max(shares.values())) - percent(min(shares.values()))
            lines.append(Words("alignment.told.between", {"n": between}))
        yield Message(Words("alignment.told.departments"), (section(listed(lines)),))

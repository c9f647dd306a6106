"""The page on which those in charge say what comes of a round, and the one that shows what was said."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from bot.blocks import (
    actions,
    button,
    context,
    divider,
    field,
    header,
    modal,
    option,
    section,
    select,
    text_input,
    verbatim,
)
from bot.model import DECIDED, LONGEST_DECIDED, VERDICTS, Block, DecisionItem, Figure, Words
from bot.rituals.questions import wording
from bot.rituals.telling import amount, title_line
from bot.text import clean

if TYPE_CHECKING:
    from bot.service.goals.decisions import Shown

CALLBACK = "decision"
OPEN, EDIT = "decision:open", "decision:edit"
FIGURES, CUT = 8, 400
"""Figures that are shown, and characters of a text among others."""
NAMED = frozenset({"alignment", "agreement", "gap", "contribution", "picks"})
"""Figures that are of no question and have a name in the catalogues."""


def decision_page(seen: Shown) -> Block:
    """The form while nothing is decided, then what was."""
    return decision_form(seen) if seen.decision.decided_at is None else decided_modal(seen)


def decision_form(seen: Shown) -> Block:
    """The form, with what was decided before; above it what there is to decide on."""
    blocks = [section(Words("decision.form", _params(seen))), *_material(seen), divider()]
    for number in range(DECIDED):
        known = seen.decision.items[number] if number < len(seen.decision.items) else None
        blocks += _fields(number, known)
    return modal(
        Words("decision.title"),
        blocks,
        callback_id=CALLBACK,
        close=Words("button.cancel"),
        submit=Words("decision.submit"),
        about=f"{seen.decision.run}|{seen.mark}",
    )


def decided_modal(seen: Shown) -> Block:
    """What was decided, and the way to correct it while it may be."""
    blocks = [section(Words("decision.decided", _params(seen)))]
    blocks += [section(item_words(one)) for one in seen.decision.items]
    if seen.is_open:
        edit = button(Words("decision.button.edit"), EDIT, value=seen.decision.run)
        blocks += [actions(edit, block_id="decision"), context(Words("decision.until"))]
    return modal(Words("decision.title"), blocks, callback_id=CALLBACK, close=Words("button.close"))


def item_words(one: DecisionItem) -> Words:
    """One thing that was said, and what was decided about it."""
    key = f"decision.item.{one.verdict}"
    return Words(key if one.why else f"{key}.bare", {"said": one.said, "why": one.why})


def read_decision(view: Mapping[str, Any]) -> tuple[str, str, tuple[tuple[str, str, str], ...]]:
    """Return the run, what was decided when the page opened, and what was written: said, verdict, why."""
    run_id, _, mark = str(view.get("private_metadata") or "").rpartition("|")
    values = view["state"]["values"]
    return (
        run_id,
        mark,
        tuple(
            (_typed(values, f"said{number}"), _chosen(values, f"verdict{number}"), _typed(values, f"why{number}"))
            for number in range(DECIDED)
        ),
    )


def _params(seen: Shown) -> dict[str, object]:
    return {"title": seen.title, "date": seen.on}


def _material(seen: Shown) -> Iterator[Block]:
    """Yield what there is to decide on: the figures that were told, and what people wrote, without names."""
    told = [words for one in seen.figures[:FIGURES] if one.name for words in _figure(seen, one)]
    if told:
        yield header(Words("decision.figures"))
        yield from (section(words) for words in told)
    if seen.texts:
        yield header(Words("decision.texts"))
        yield context(Words("decision.texts.explain"))
    asked = ""
    for name, text in seen.texts:
        if name != asked:
            asked = name
            yield section(title_line(_label(seen, name)))
        yield section(Words("decision.text", {"text": text if len(text) <= CUT else f"{text[:CUT].rstrip()}…"}))


def _figure(seen: Shown, figure: Figure) -> Iterator[Words]:
    """Yield one line: a mean, or a share; how answers are spread stands where the round was told."""
    params = {"title": _label(seen, figure.name), "n": figure.n, "group": f" ({figure.group})" if figure.group else ""}
    for name, key in (("mean", "decision.figure.mean"), ("share", "decision.figure.share")):
        value = figure.data.get(name)
        if isinstance(value, int | float):
            yield Words(key, {**params, "value": amount(value)})


def _label(seen: Shown, name: str) -> Words:
    question = seen.questions.get(name)
    if question is not None:
        params = {"goal": Words("decision.this_goal"), "customer": Words("decision.this_customer")}
        return Words(own=wording(question, number=seen.number), params=params)
    return Words(f"decision.figure.{name}") if name in NAMED else verbatim(name)


def _fields(number: int, known: DecisionItem | None) -> list[Block]:
    verdicts = [option(Words(f"decision.verdict.{one}"), one) for one in VERDICTS]
    chosen = select(
        f"verdict{number}", verdicts, placeholder=Words("form.choose"), initial=known.verdict if known else None
    )
    said = text_input(f"said{number}", most=LONGEST_DECIDED, initial=known.said if known else "")
    why = text_input(f"why{number}", most=LONGEST_DECIDED, initial=known.why if known else "")
    place = {"number": number + 1}
    return [
        field(Words("decision.said", place), said, block_id=f"said{number}", optional=number > 0),
        field(Words("decision.verdict"), chosen, block_id=f"verdict{number}", optional=number > 0),
        field(Words("decision.why"), why, block_id=f"why{number}", optional=True),
    ]


def _typed(values: Mapping[str, Any], name: str) -> str:
    written = (values.get(name) or {}).get(name) or {}
    return " ".join(clean(str(written.get("value") or ""), limit=LONGEST_DECIDED).split())


def _chosen(values: Mapping[str, Any], name: str) -> str:
    chosen = ((values.get(name) or {}).get(name) or {}).get("selected_option") or {}
    return str(chosen.get("value") or "")

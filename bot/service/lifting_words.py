"""What those in charge read before a stop is lifted, and afterwards: values in, messages out."""

from __future__ import annotations

from collections.abc import Sequence

from bot.blocks import actions, button, context, section
from bot.model import Block, Message, Words
from bot.service.context import Context
from bot.service.halting import local, title_of
from bot.service.outlook import Outlook, first_line, rows
from bot.service.step_words import step_words
from bot.store.backlog import Entry
from bot.store.db import Tx

MOST = 20
"""Lines in one message, so that it stays within fifty blocks."""


def said(words: Words) -> Message:
    """Return one sentence."""
    return Message(text=words, blocks=(section(words),))


def question(tx: Tx, house: Context, seen: Outlook, *, lead: Words | None = None) -> Message:
    """Return what would happen, and the buttons to decide with."""
    lines = lines_of(tx, house, seen)
    shown = [section(one) for one in lines[:MOST]]
    if len(lines) > MOST:
        shown.append(context(Words("go.more", {"n": len(lines) - MOST})))
    first = [section(lead)] if lead else []
    return Message(text=lines[0], blocks=(*first, *shown, _buttons(seen)))


def lines_of(tx: Tx, house: Context, seen: Outlook) -> list[Words]:
    """Return what would happen, one line each."""
    stop = seen.stop
    facts = {"title": title_of(house, stop.ritual), "since": local(house, stop.since)}
    lines = [Words("go.since.restored" if seen.is_restored else "go.since", facts)]
    lines += _letters(tx, house, seen)
    lines += _dates(seen)
    lines += [
        Words("go.step", {"title": Words(own=_title(house, one.run.ritual)), "step": step_words(one.step)})
        for one in seen.steps
    ]
    if seen.old_steps:
        lines.append(Words("go.old_steps", {"n": len(seen.old_steps)}))
    if len(lines) == 1:
        lines.append(Words("go.empty"))
    if seen.stays:
        lines.append(Words("go.others_stay", {"names": ", ".join(seen.stays)}))
    return lines


def outcome(seen: Outlook, way: str, title: Words) -> Words:
    """Return what was done."""
    n_sent = _count([*seen.current, *(seen.doubtful if way == "send_all" else ())])
    n_gone = _count([*seen.old, *(seen.doubtful if way == "send" else ())])
    if way == "drop":
        dropped = _count([*seen.current, *seen.doubtful, *seen.old, *seen.later])
        return Words("go.done.drop", {"title": title, "gone": _gone(dropped)})
    going = Words("go.going", {"n": n_sent}) if n_sent else Words("go.going.none")
    return Words("go.done.send", {"title": title, "going": going, "gone": _gone(n_gone)})


def _gone(n: int) -> Words:
    return Words("go.gone", {"n": n}) if n else Words("go.gone.none")


def _letters(tx: Tx, house: Context, seen: Outlook) -> list[Words]:
    def facts(ritual: str, step: str, some: Sequence[Entry]) -> dict[str, object]:
        step_said = step_words(step) if ritual else Words("step.notice")
        return {"n": len(some), "title": Words(own=_title(house, ritual)), "step": step_said}

    def with_text(ritual: str, step: str, some: Sequence[Entry]) -> dict[str, object]:
        return {**facts(ritual, step, some), "text": first_line(tx, some)}

    lines = [Words("go.current", with_text(*row)) for row in rows(seen.current)]
    lines += [Words("go.doubtful", with_text(*row)) for row in rows(seen.doubtful)]
    lines += [Words("go.old", facts(*row)) for row in rows(seen.old)]
    later = _count(seen.later)
    return [*lines, Words("go.later", {"n": later})] if later else lines


def _dates(seen: Outlook) -> list[Words]:
    lines = []
    for one in seen.passed:
        gone = [date.nominal_date for date in one.dates if date is not one.catches_up]
        title = Words(own=one.ritual.title)
        if gone:
            lines.append(Words("go.passed", {"title": title, "dates": gone[-5:], "n": len(gone)}))
        if one.catches_up is not None:
            lines.append(Words("go.catches_up", {"title": title, "date": one.catches_up.nominal_date}))
    return lines


def _buttons(seen: Outlook) -> Block:
    value = f"{seen.stop.ritual}|{seen.token}"
    send = button(Words("go.button.send"), "stops:send", value=value, style=None if seen.is_restored else "primary")
    again = button(Words("go.button.send_all"), "stops:send_all", value=value)
    drop = button(Words("go.button.drop"), "stops:drop", value=value, style="danger")
    stay = button(Words("go.button.stay"), "stops:stay", value=value)
    return actions(send, *([again] if seen.is_restored else ()), drop, stay, block_id="stops")


def _title(house: Context, ritual: str) -> dict[str, str]:
    found = house.ritual(ritual)
    if found is not None:
        return dict(found.title)
    return {"de": ritual, "en": ritual} if ritual else {"de": "Rondo selbst", "en": "Rondo itself"}


def _count(entries: Sequence[Entry]) -> int:
    return len([one for one in entries if one.op != "open"])

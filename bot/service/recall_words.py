"""What somebody reads before a run is taken back: values in, messages out."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bot.blocks import actions, button, header, section
from bot.model import Message, Run, Words
from bot.service.announcements import sentence
from bot.service.recall import Survey, going

Title = Callable[[str], Words]
"""What a ritual is called, by its id."""


def listed_message(runs: Sequence[Run], title: Title) -> Message:
    """The last runs, each with its id and a button."""
    if not runs:
        return sentence(Words("recall.none"))
    lines = [
        section(
            Words("recall.line", {"title": title(run.ritual), "run": run.id, "date": run.nominal_date}),
            accessory=button(Words("recall.button.show"), "recall:show", value=run.id),
        )
        for run in runs
    ]
    return Message(text=Words("recall.title"), blocks=(header(Words("recall.title")), *lines))


def survey_message(seen: Survey, text: str, title: Title) -> Message:
    """What would be touched, and the question whether it shall be."""
    facts = {"title": title(seen.run.ritual), "run": seen.run.id}
    if seen.done:
        return sentence(Words("recall.nothing", facts))
    words = asking(seen, title(seen.run.ritual))
    shown = [section(Words("recall.text", {"text": text}))] if text else []
    value = f"{seen.run.id}|{text}" if text else seen.run.id
    do = Words("recall.button.replace") if text else Words("recall.button.do")
    buttons = actions(
        button(do, "recall:do", value=value, style="danger"),
        button(Words("recall.button.stay"), "recall:stay"),
        block_id="recall",
    )
    return sentence(words, *shown, buttons)


def asking(seen: Survey, title: Words) -> Words:
    """What would be touched, and how long that takes."""
    places = Words("recall.places", {"n": seen.conversations}) if seen.messages else Words("recall.places.none")
    waits = Words("recall.waiting", {"n": seen.waiting}) if seen.waiting else Words("recall.waiting.none")
    facts = {"title": title, "run": seen.run.id}
    return Words("recall.ask", {**facts, "going": going(seen.messages), "places": places, "waiting": waits})

"""What somebody reads before a run is taken back: values in, blocks out."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bot.blocks import actions, button, header, section
from bot.model import Message, Run, Words
from bot.service.recall import Survey, going
from bot.slack.views.replies import sentence_reply

Title = Callable[[str], Words]
"""What a ritual is called, by its id."""


def listed_reply(runs: Sequence[Run], title: Title) -> Message:
    """The last runs, each with its id and a button."""
    if not runs:
        return sentence_reply(Words("recall.none"))
    lines = [
        section(
            Words("recall.line", {"title": title(run.ritual), "run": run.id, "date": run.nominal_date}),
            accessory=button(Words("recall.button.show"), "recall:show", value=run.id),
        )
        for run in runs
    ]
    return Message(text=Words("recall.title"), blocks=(header(Words("recall.title")), *lines))


def survey_reply(seen: Survey, text: str, title: Title) -> Message:
    """What would be touched, and the question whether it shall be."""
    facts = {"title": title(seen.run.ritual), "run": seen.run.id}
    if seen.done:
        return sentence_reply(Words("recall.nothing", facts))
    what = Words("recall.places", {"n": seen.conversations}) if seen.messages else Words("recall.places.none")
    waits = Words("recall.waiting", {"n": seen.waiting}) if seen.waiting else Words("recall.waiting.none")
    words = Words("recall.ask", {**facts, "going": going(seen.messages), "places": what, "waiting": waits})
    lines = [section(words)]
    if text:
        lines.append(section(Words("recall.text", {"text": text})))
    value = f"{seen.run.id}|{text}" if text else seen.run.id
    key = "recall.button.replace" if text else "recall.button.do"
    return Message(
        text=words,
        blocks=(
            *lines,
            actions(
                button(Words(key), "recall:do", value=value, style="danger"),
                button(Words("recall.button.stay"), "recall:stay"),
                block_id="recall",
            ),
        ),
    )

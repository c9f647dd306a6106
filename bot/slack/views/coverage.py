"""What the directory covers, for managers: figures of topics, from five people on, and never a list of people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.blocks import context, header, section, verbatim
from bot.figures import ENOUGH
from bot.model import Message, Words
from bot.slack.views.card import lines

if TYPE_CHECKING:
    from bot.service.directory.coverage import Coverage, Topic

SHOWN = 60
"""Topics of one answer."""
NAMED = 30


def coverage_reply(found: Coverage) -> Message:
    """The answer to /rondo coverage."""
    title = Words("coverage.title")
    blocks = [header(title), section(Words("people.cover.listed", {"count": _count(found.listed)}))]
    topics = [_topic(one) for one in found.topics[:SHOWN]]
    blocks += [section(lines(topics[at : at + 20])) for at in range(0, len(topics), 20)]
    if len(found.topics) > SHOWN:
        blocks.append(context(Words("list.more", {"n": len(found.topics) - SHOWN})))
    for name, said in (("nobody", found.nobody), ("missed", found.missed)):
        if said:
            blocks.append(section(Words(f"people.cover.{name}", {"topics": ", ".join(said[:NAMED])})))
    if found.stale is not None:
        blocks.append(context(Words("people.cover.stale", {"percent": found.stale})))
    return Message(text=title, blocks=tuple(blocks))


def _topic(one: Topic) -> Words:
    params = {"topic": verbatim(one.name), "people": _count(one.people)}
    return Words(own=dict.fromkeys(("de", "en"), "• {topic}: {people}"), params=params)


def _count(people: int | None) -> Words:
    return Words("people.few", {"n": ENOUGH}) if people is None else verbatim(str(people))

"""The answers to /rondo, and the forms: values in, blocks out."""

from __future__ import annotations

from datetime import date

from bot.blocks import context, datepicker, field, header, modal, section
from bot.model import Audience, Block, Message, Overview, RitualLine, Words
from bot.schedule import sentence
from bot.slack.parse import COVERAGE_VERBS, DIRECTORY_VERBS, GOALS_VERBS, MANAGERS_VERBS, OWNERS_VERBS, VERBS, Command

MANY = 20
"""Rituals shown in one reply, so that it stays within fifty blocks."""
STOPPED = 5
"""Stopped rituals named among the dates."""
NAMED = 6
"""Parts of an audience that are named."""


def sentence_reply(words: Words) -> Message:
    """One sentence."""
    return Message(text=words, blocks=(section(words),))


def help_reply(seen: Overview, command: Command | None = None) -> Message:
    """What Rondo can do; in front of it what was not understood, if anything."""
    blocks = [*_not_understood(command), header(Words("help.title")), *help_lines(seen)]
    return Message(text=Words("command.unknown", {"verb": command.argument}) if command else Words("help.intro"),
                   blocks=tuple(blocks))  # fmt: skip


def help_lines(seen: Overview) -> list[Block]:
    """The verbs, one line each, and the company's own short forms."""
    blocks = [section(Words("help.intro"))]
    more = MANAGERS_VERBS if seen.is_manager else OWNERS_VERBS if seen.is_owner else ()
    blocks += [section(Words(f"help.{verb}")) for verb in (*VERBS, *_of_goals(seen), *_of_directory(seen), *more)]
    if seen.aliases:
        aliases = ", ".join(f"`{alias}`" for alias in seen.aliases)
        blocks.append(section(Words("help.aliases", {"aliases": aliases})))
    blocks.append(context(Words("help.home")))
    return blocks


def _of_goals(seen: Overview) -> tuple[str, ...]:
    """What is understood where there are goals."""
    return GOALS_VERBS if seen.has_goals else ()


def _of_directory(seen: Overview) -> tuple[str, ...]:
    """What the directory understands, where there is one."""
    if not seen.has_directory:
        return ()
    return (*DIRECTORY_VERBS, *COVERAGE_VERBS) if seen.is_manager else DIRECTORY_VERBS


def list_reply(seen: Overview) -> Message:
    """All rituals, and which are the person's."""
    if not seen.rituals:
        return sentence_reply(Words("list.empty"))
    blocks = [header(Words("list.title"))]
    for line in seen.rituals[:MANY]:
        blocks += [section(ritual_words(line, seen)), context(stance_words(line))]
    if len(seen.rituals) > MANY:
        blocks.append(context(Words("list.more", {"n": len(seen.rituals) - MANY})))
    return Message(text=Words("list.title"), blocks=tuple(blocks))


def ritual_words(line: RitualLine, seen: Overview) -> Words:
    """A ritual in two lines: its name and place, or for whom it is, and when it happens."""
    params = {"title": Words(own=line.title), "rule": sentence(line.rule, seen.language)}
    if not line.channel:
        return Words("list.ritual.audience", {**params, "audience": audience_words(line.audience)})
    return Words("list.ritual", {**params, "channel": channel_words(line)})


def audience_words(audience: Audience) -> list[str | Words]:
    """Whom an audience is meant for, part by part; single people are not named, and whom it excludes is nobody's."""
    named = [
        *audience.departments,
        *(f"@{handle}" for handle in audience.user_groups),
        *(f"#{name}" for name in audience.channels),
    ]
    words: list[str | Words] = [*named[:NAMED], *(["…"] if len(named) > NAMED else [])]
    if audience.people:
        words.append(Words("audience.people"))
    return words or [Words("audience.nobody")]


def stance_words(line: RitualLine) -> Words:
    """Whether the person takes part."""
    if line.stopped is not None:
        return Words("list.stopped", {"when": line.stopped})
    if line.paused:
        return Words("list.paused")
    if not line.has_members:
        return Words("list.channel", {"channel": channel_words(line)})
    return Words("list.in" if line.takes_part else "list.out")


def channel_words(line: RitualLine) -> Words:
    """The channel as a link where Rondo knows it, else by name. Channel ids are Slack's, so the markup is ours."""
    shown = f"<#{line.channel_id}>" if line.channel_id else f"#{line.channel}"
    return Words(own={"de": shown, "en": shown})


def next_reply(seen: Overview) -> Message:
    """The coming dates."""
    lines = coming_lines(seen)
    if not lines:
        return sentence_reply(Words("next.none"))
    return Message(text=Words("next.title"), blocks=(header(Words("next.title")), *lines))


def coming_lines(seen: Overview) -> list[Block]:
    """One line for each coming date, with the zone it is given in; and for each ritual of theirs that is stopped."""
    stopped = [
        section(Words("next.stopped", {"title": Words(own=line.title), "when": line.stopped}))
        for line in seen.rituals
        if line.stopped is not None and line.takes_part and not line.paused
    ]
    return stopped[:STOPPED] + [
        section(
            Words(
                "next.skipped" if one.is_skipped else "next.line",
                {"title": Words(own=one.title), "when": one.when, "zone": one.zone},
            )
        )
        for one in seen.coming
    ]


def help_modal(seen: Overview) -> Block:
    """The help as a page over the Home."""
    return modal(Words("help.title"), help_lines(seen), callback_id="help", close=Words("button.close"))


def message_modal(words: Words) -> Block:
    """One sentence as a page, where there is no conversation to answer in."""
    return modal(Words(own={"de": "Rondo", "en": "Rondo"}), [section(words)], callback_id="message",
                 close=Words("button.close"))  # fmt: skip


def pause_modal(initial: date) -> Block:
    """The form that asks until when."""
    return modal(
        Words("pause.title"),
        [
            section(Words("pause.explain")),
            field(Words("pause.until"), datepicker("until", initial=initial), block_id="pause"),
        ],
        callback_id="pause",
        close=Words("button.cancel"),
        submit=Words("button.save"),
    )


def _not_understood(command: Command | None) -> list[Block]:
    if command is None:
        return []
    blocks = [section(Words("command.unknown", {"verb": command.argument}))]
    if command.guess:
        blocks.append(section(Words("command.did_you_mean", {"verb": command.guess})))
    return blocks

"""What managers read about versions of the rituals file: values in, messages out. Pure but for the words' language.

A button carries what it is about, as `version.base.answers`; what comes back with it is looked up and checked anew.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from bot.blocks import actions, button, context, divider, header, section
from bot.config.changes import Change
from bot.errors import Problem
from bot.model import LANGUAGES, Block, Language, Message, Version, Words
from bot.text import clean, clip, escape

MOST_PROBLEMS, FIRST_PROBLEMS, MOST_CHANGES = 10, 3, 25
LONGEST = 1500
"""Characters of one problem or change; a file may hold whatever it likes."""
YES, NO = "y", "n"
_CORRECTED = re.compile(r"\s+[0-9]+ \| ")
"""How a problem writes a corrected line: with its number."""


@dataclass(frozen=True)
class Proposal:
    """A version that waits for a decision, and what it would change in the one that is live."""

    version: Version
    base: int
    """The number of the version that is live."""
    changes: tuple[Change, ...]
    renames: tuple[tuple[str, str], ...]
    """Old and new ids of rituals that seem to be the same, in order."""
    answers: str = ""
    """`y` or `n` for each rename that was answered."""
    needs_second: bool = False

    @property
    def value(self) -> str:
        """What its buttons carry."""
        return f"{self.version.id}.{self.base}.{self.answers}"

    @property
    def question(self) -> tuple[str, str] | None:
        """The rename that is to be answered next."""
        return self.renames[len(self.answers)] if len(self.answers) < len(self.renames) else None


def own(said: Callable[[Language], str]) -> Words:
    """Return a text that exists per language, letter by letter."""
    return Words(own={language: escape(clip(clean(said(language), limit=9000), LONGEST)) for language in LANGUAGES})


def sentence(words: Words, *more: Block) -> Message:
    """Return one sentence, and what stands under it."""
    return Message(text=words, blocks=(section(words), *more))


def problems_message(problems: Sequence[Problem], *, file: str, most: int = MOST_PROBLEMS) -> Message:
    """Say what is wrong with a file: the first problems with their places, the number of the others."""
    title = Words("versions.problems", {"n": len(problems), "file": file})
    blocks = [section(title), *(section(_problem(problem)) for problem in problems[:most])]
    if len(problems) > most:
        blocks.append(context(Words("versions.more_problems", {"n": len(problems) - most})))
    return Message(text=title, blocks=(*blocks, context(Words("versions.nothing_changed"))))


def proposal_message(proposal: Proposal, *, lead: Words) -> Message:
    """Show what a version would change, and the buttons to decide."""
    blocks = [header(Words("versions.title", {"number": proposal.version.id})), section(lead)]
    blocks += _changes(proposal.changes)
    if proposal.needs_second:
        blocks.append(section(Words("versions.second.rule")))
    blocks += _answered(proposal)
    return Message(text=lead, blocks=(*blocks, divider(), *_decision(proposal)))


def live_message(version: Version, before: Version | None) -> Message:
    """Say that a version holds now, with the way back."""
    words = Words("versions.live", {"number": version.id})
    if before is None:
        return sentence(words)
    return sentence(words, actions(back_button(before.id, version.id)))


def back_button(target: int, live: int) -> Block:
    """The one tap that brings an older version back."""
    return button(Words("versions.back", {"number": target}), "versions:back", value=f"{target}.{live}.")


def versions_message(recent: Sequence[Version]) -> Message:
    """List the versions that were live, newest first, each with the way back to it."""
    title = Words("versions.list")
    live = next((version.id for version in recent if version.state == "live"), 0)
    blocks = [header(title)]
    for version in recent:
        words = Words("versions.line", _facts(version))
        is_live = version.state == "live"
        blocks.append(section(words, accessory=None if is_live else back_button(version.id, live)))
    return Message(text=title, blocks=tuple(blocks))


def _problem(problem: Problem) -> Words:
    """The place, what is wrong, how to mend it, and the corrected lines letter by letter."""
    speak: Callable[[Language], str] = getattr(problem, "said", lambda language: str(problem))

    def said(language: Language) -> str:
        lines = speak(language).splitlines()
        code = [line.replace("```", "´´´") for line in lines if _CORRECTED.match(line)]
        words = [line for line in lines if not _CORRECTED.match(line)]
        return "\n".join([*words, *(["```", *code, "```"] if code else [])])

    return own(said)


def _facts(version: Version) -> dict[str, object]:
    origin = Words(f"versions.origin.{version.origin}")
    when = version.live_at or version.proposed_at
    state = Words("versions.is_live") if version.state == "live" else ""
    return {"number": version.id, "origin": origin, "when": when, "state": state}


def _changes(changes: Iterable[Change]) -> list[Block]:
    """One paragraph per class, the ones that touch stored data first."""
    listed = list(changes)
    if not listed:
        return [section(Words("versions.no_changes"))]
    shown, blocks = listed[:MOST_CHANGES], []
    for touches in ("data", "people", "time", "text"):
        of_class = [change for change in shown if change.touches == touches]
        if of_class:
            blocks.append(section(Words(f"versions.touches.{touches}")))
            blocks += [section(_bullet(change)) for change in of_class]
    if len(listed) > MOST_CHANGES:
        blocks.append(context(Words("versions.more_changes", {"n": len(listed) - MOST_CHANGES})))
    return blocks


def _bullet(change: Change) -> Words:
    return own(lambda language: f"• {change.said(language)}")


def _answered(proposal: Proposal) -> list[Block]:
    said = zip(proposal.renames, proposal.answers, strict=False)
    return [
        context(Words(f"versions.answered.{'yes' if answer == YES else 'no'}", {"old": old, "new": new}))
        for (old, new), answer in said
    ]


def _decision(proposal: Proposal) -> list[Block]:
    """The question that is open, else Apply; and always the ways to look and to let it be."""
    look = button(Words("versions.preview"), "versions:preview", value=proposal.value)
    drop = button(Words("versions.discard"), "versions:discard", value=proposal.value)
    if proposal.question is None:
        apply = button(Words("versions.apply"), "versions:apply", value=proposal.value, style="primary")
        return [actions(apply, look, drop, block_id="versions")]
    old, new = proposal.question
    yes = button(Words("versions.rename.yes"), "versions:yes", value=proposal.value, style="primary")
    no = button(Words("versions.rename.no"), "versions:no", value=proposal.value)
    asks = section(Words("versions.rename", {"old": old, "new": new}))
    return [asks, actions(yes, no, look, drop, block_id="versions")]

"""Where a letter comes from: its ritual, run and seed, why its people get it, and for an introduction why these."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.errors import UserError
from bot.model import LANGUAGES, Introduction, Person, PersonId, Run, StoredLetter, Words
from bot.rituals.pairing.letters import BECAUSE
from bot.rituals.pairing.matching import CERTIFICATE
from bot.service.context import Context
from bot.service.step_words import step_words
from bot.service.why import why
from bot.slack.gateway import mark_of
from bot.store import facts, introductions, letters, people, runs
from bot.store.db import Tx

EXPLAINED = 6
"""People of one letter whose own reason is told."""


def letters_of(tx: Tx, *, channel: str, ts: str, mark: str) -> list[StoredLetter]:
    """Return the letters behind a message, the one that posted it first; one in doubt is known by its mark alone."""
    found = letters.at_place(tx, channel, ts)
    if not any(one.op == "post" for one in found) and mark:
        keys = [one.key for one in letters.ledger(tx) if one.op == "post" and mark_of(one.bundle or one.key) == mark]
        found += [one for key in keys if (one := letters.by_key(tx, key)) is not None]
    return found


def told_letter(letter: StoredLetter, names: Mapping[PersonId, str]) -> dict[str, Any]:
    """Return what the ledger knows of a letter."""
    return {
        "key": letter.key,
        "op": letter.op,
        "step": letter.key.split("/")[1] if letter.run and letter.key.startswith(f"{letter.run}/") else "",
        "state": letter.state,
        "outcome": letter.outcome or "",
        "attempts": letter.attempts,
        "priority": letter.priority,
        "on_doubt": letter.on_doubt,
        "unsolicited": letter.unsolicited,
        "bundle": letter.bundle or "",
        "after": letter.after or "",
        "people": [names.get(one, "") for one in letter.people],
        "not_before": letter.not_before.isoformat(),
        "claimed_at": letter.claimed_at.isoformat() if letter.claimed_at else None,
        "expires_at": letter.expires_at.isoformat() if letter.expires_at else None,
    }


def told_run(context: Context, run: Run, step: str) -> dict[str, Any]:
    """Return what is known of a run; the seed as text, for it is longer than a browser's numbers."""
    ritual = context.ritual(run.ritual)
    return {
        "id": run.id,
        "ritual": run.ritual,
        "title": dict(ritual.title) if ritual else {},
        "kind": ritual.kind if ritual else str(run.definition.get("kind", "")),
        "nominal_date": run.nominal_date.isoformat(),
        "slot": run.slot,
        "state": run.state,
        "step": step,
        "step_words": said(context, step_words(step)) if step else {},
        "seed": str(run.seed),
        "opened_at": run.opened_at.isoformat(),
        "closes_at": run.closes_at.isoformat() if run.closes_at else None,
    }


def reasons(context: Context, letter: StoredLetter, known: Mapping[PersonId, Person], now: datetime) -> list[Any]:
    """Return why each of a letter's first people hears from the ritual today, in both languages."""
    found = []
    ritual_id = (letter.run or "").partition("@")[0]
    for person in letter.people[:EXPLAINED]:
        someone = known.get(person)
        if someone is None or context.ritual(ritual_id) is None:
            continue
        try:
            part = why(context, someone, now, ritual_id).rituals[0].part
        except UserError:
            continue
        found.append({"user": someone.slack_id, "words": said(context, part)})
    return found


def introduced(tx: Tx, run: Run, letter: StoredLetter) -> dict[str, Any] | None:
    """Return the introduction that a letter is about, with the reason for this group and how good its round was."""
    group = frozenset(letter.people)
    among = introductions.of_run(tx, run.id)
    one = next((one for one in among if frozenset(one.people) == group), None)
    if one is None:
        return None
    remembered = facts.concerning(tx, run.ritual, letter.people[0], run=run.id)
    certificate = next((dict(one.data) for one in remembered if one.name == CERTIFICATE), None)
    return {**_told(one), "because": _because(letter), "certificate": certificate, "groups": len(among)}


def known_people(tx: Tx, some: list[StoredLetter]) -> Mapping[PersonId, Person]:
    """Return the people of these letters."""
    return people.by_ids(tx, {person for letter in some for person in letter.people})


def run_of(tx: Tx, letter: StoredLetter) -> Run | None:
    """Return a letter's run; a word of the house has none."""
    return runs.get(tx, letter.run) if letter.run else None


def said(context: Context, words: Words) -> dict[str, str]:
    """Return a sentence in each language."""
    return {language: context.catalogues[language].say(words, plain=True) for language in LANGUAGES}


def _told(one: Introduction) -> dict[str, Any]:
    return {"id": one.id, "question": one.question, "met": one.met, "heard": one.heard}


def _because(letter: StoredLetter) -> str:
    """Return the sentence of an introduction that says why these people; a bundle numbers the names of its blocks."""
    for block in letter.payload.get("blocks") or ():
        if str(block.get("block_id") or "").partition("~")[0] == BECAUSE:
            return str(block["text"]["text"]).removeprefix("_").removesuffix("_")
    return ""

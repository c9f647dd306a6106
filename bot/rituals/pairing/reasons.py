"""What is said of a group and of a round: why these people meet, and how good the groups are."""

from __future__ import annotations

from bot.matching import Reason, Round, Rules, Wish
from bot.model import Words

MOST = 3
"""Clauses of the one sentence."""
NAMED = ("department", "site", "level")
"""What people may differ in or share that has words of its own."""
WEEK = 7


def because(reason: Reason, size: int) -> Words:
    """Return why a group of so many people meets, in one sentence."""
    clauses = [_met(reason)]
    clauses += [_wish(wish) for wish in reason.wishes]
    if reason.topics:
        clauses.append(_said("topics" if size == 2 else "topics.all", topics=list(reason.topics)))
    if reason.is_fresh:
        clauses.append(_said("fresh"))
    if reason.overlap:
        clauses.append(_overlap(reason.overlap))
    if reason.topics and len(clauses) > MOST:
        clauses = [*clauses[:2], _said("topics" if size == 2 else "topics.all", topics=list(reason.topics))]
    return Words("pairing.reason", {"clauses": clauses[:MOST]})


def judged(done: Round, rules: Rules) -> list[Words]:
    """Return how good a round is, in sentences: what was reached, and what can be reached at all."""
    if not done.groups:
        return [Words("pairing.judged.nobody")]
    found, pairs = done.certificate, sum(len(group) * (len(group) - 1) // 2 for group in done.groups)
    said = [Words("pairing.judged.repeats", {"n": found.repeats, "bound": found.repeats_bound, "pairs": pairs})]
    if rules.mix:
        said.append(Words("pairing.judged.mixed", {"n": found.mixed, "bound": found.mixed_bound, "pairs": pairs}))
    if rules.min_overlap:
        said.append(Words("pairing.judged.overlap", {"n": found.no_overlap}))
    said.append(Words("pairing.judged.optimal" if found.optimal else "pairing.judged.good"))
    return said


def _met(reason: Reason) -> Words:
    if reason.met == "again":
        weeks = max(1, reason.days // WEEK)
        return _said("again", n=weeks)
    return _said(reason.met)


def _wish(wish: Wish) -> Words:
    if wish.attribute in NAMED:
        return _said(f"{wish.want}.{wish.attribute}")
    return _said(wish.want, field=wish.attribute)


def _overlap(minutes: int) -> Words:
    hours = minutes // 60
    return _said("overlap", n=hours) if hours else _said("overlap.short", n=minutes)


def _said(clause: str, **params: object) -> Words:
    return Words(f"pairing.reason.{clause}", params)

"""Somebody answers: their own words, what they sorted, what they expect, or which reading they meant."""

from __future__ import annotations

from bot.model import Answer, Plan, State, Words
from bot.rituals.alignment import grouping, picking, words
from bot.rituals.alignment.letters import placed
from bot.rituals.alignment.memory import round_of
from bot.rituals.alignment.options import AlignmentOptions

SORTING = frozenset({grouping.GROUP, grouping.DRAFT, grouping.RELEASE})
"""The facilitator's questions: they look at all texts."""


def answer(options: AlignmentOptions, state: State, given: Answer) -> Plan:
    """Take a press or a filled form; the last word counts."""
    found = round_of(state)
    is_facilitator = state.named.get(options.facilitator) == given.person
    is_lead = given.person in picking.leads_of(options, state)
    is_member = given.person in {one.id for one in state.members}
    if found is None:
        return Plan(reply=Words("answer.not_yours"))
    if given.question in SORTING and is_facilitator:
        return grouping.take(options, state, found, given)
    if given.question in (picking.PICK, picking.PREDICT) and (is_member or is_lead):
        return picking.take(options, state, found, given)
    if given.question == words.WORDS and is_member:
        return words.take(state, found, given)
    if given.person in state.people and given.question in (words.WORDS, picking.PICK):
        return Plan(reply=Words("alignment.away", placed(state)))
    return Plan(reply=Words("answer.not_yours"))

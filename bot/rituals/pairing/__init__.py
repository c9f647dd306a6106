"""Meet a colleague: bring people together in pairs or groups, remind them, ask whether they met, sum up.

When somebody drops out, those who stay are told, and offered a new match. The words stand in
bot/i18n/locales/*/LC_MESSAGES/rondo.po under `pairing.` and `question.`; a manager's own words come in through the
options.
"""

from __future__ import annotations

from bot.model import Answer, Plan, State, Words
from bot.rituals.base import Kind
from bot.rituals.pairing.departure import depart, take_wish
from bot.rituals.pairing.letters import ASK, CHOICES, NUDGE, ON_DOUBT, QUESTIONS, PairingOptions
from bot.rituals.pairing.search import MATCH
from bot.rituals.pairing.steps import ENOUGH, plan

__all__ = ["CHOICES", "ENOUGH", "PAIRING", "QUESTIONS", "PairingOptions"]


def answer(options: PairingOptions, state: State, given: Answer) -> Plan:
    """Take one person's "did you meet?"; the last press counts until the round closes."""
    mine = [one for one in state.introductions if given.person in one.people]
    if given.question == MATCH:
        return take_wish(options, state, given)
    if given.question != "met" or given.value not in CHOICES or not mine:
        return Plan(reply=Words("answer.not_yours"))
    return Plan(answers=(given,), reply=Words(f"pairing.thanks.{given.value}"))


PAIRING = Kind(
    name="pairing",
    options=PairingOptions,
    plan=plan,
    answer=answer,
    depart=depart,
    whole=frozenset({MATCH}),
    fading=frozenset({NUDGE, ASK}),
    close_after="4 workdays",
    on_doubt=ON_DOUBT,
    reminds=True,
    scopes=("mpim:write", "im:write"),
    profile=lambda options: options.mix,
)

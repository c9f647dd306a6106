"""Meet a colleague: bring people together in pairs or groups, remind them, ask whether they met, sum up.

When somebody drops out, those who stay are told, and offered a new match. The words stand in
bot/i18n/locales/*/LC_MESSAGES/rondo.po under `pairing.` and `question.`; a manager's own words come in through the
options.
"""

from __future__ import annotations

from dataclasses import replace

from bot.model import Answer, Form, Plan, State, Words
from bot.rituals.base import Kind
from bot.rituals.pairing.appointment import ICS, take_entry
from bot.rituals.pairing.departure import arrive, depart, take_wish
from bot.rituals.pairing.letters import ASK, CHOICES, NUDGE, SHARE
from bot.rituals.pairing.matching import outline
from bot.rituals.pairing.meeting import meet
from bot.rituals.pairing.options import ON_DOUBT, PairingOptions
from bot.rituals.pairing.questions import QUESTIONS
from bot.rituals.pairing.search import MATCH
from bot.rituals.pairing.steps import ENOUGH, plan

SENTENCE = 280
"""Characters of a sentence for the channel."""
__all__ = ["CHOICES", "ENOUGH", "PAIRING", "QUESTIONS", "PairingOptions"]


def answer(options: PairingOptions, state: State, given: Answer) -> Plan:
    """Take one person's "did you meet?"; the last press counts until the round closes."""
    mine = [one for one in state.introductions if given.person in one.people]
    if given.question == MATCH:
        return take_wish(options, state, given)
    if given.question == SHARE and mine:
        return _share(given)
    if given.question == ICS and mine:
        return take_entry(state, given.value)
    if given.question != "met" or given.value not in CHOICES or not mine:
        return Plan(reply=Words("answer.not_yours"))
    return Plan(answers=(given,), reply=Words(f"pairing.thanks.{given.value}"))


def _share(given: Answer) -> Plan:
    """Ask for a sentence for the channel, or take it; the last one counts until the round closes."""
    if given.value == "write":
        return Plan(
            form=Form(
                question=SHARE,
                title=Words("pairing.share.title"),
                explain=Words("pairing.share.explain"),
                label=Words("pairing.share.label"),
                submit=Words("pairing.share.submit"),
                most=SENTENCE,
            )
        )
    said = replace(given, value=given.value[:SENTENCE])
    return Plan(answers=(said,), reply=Words("pairing.share.thanks"))


PAIRING = Kind(
    name="pairing",
    options=PairingOptions,
    plan=plan,
    answer=answer,
    depart=depart,
    outline=outline,
    arrive=arrive,
    meet=meet,
    whole=frozenset({MATCH}),
    fading=frozenset({NUDGE, ASK}),
    close_after="4 workdays",
    on_doubt=ON_DOUBT,
    offers_skip=lambda options: options.offer_skip,
    reminds=True,
    scopes=("mpim:write", "im:write", "files:write"),
    profile=lambda options: options.profile,
)

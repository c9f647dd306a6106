"""The frozen values that every room shares. It knows no database, no Slack and no clock.

Instants are aware datetimes in UTC; dates are local to the ritual's time zone. Languages are "de" or "en".
"""

from bot.model.ids import LANGUAGES, ChannelId, Language, PersonId
from bot.model.letters import OUTCOMES, Letter, LetterState, Op, StoredLetter, Weight
from bot.model.overview import Coming, Explanation, Overview, Reasons, RitualLine
from bot.model.people import Channel, Person, SlackUser, Stance, UserGroup
from bot.model.plans import Answer, Fact, Introduction, Plan, State
from bot.model.rituals import (
    Audience,
    Days,
    DueStep,
    FollowUp,
    HolidayPlace,
    IfHoliday,
    Occurrence,
    Reason,
    Ritual,
    Rule,
    Run,
    RunState,
)
from bot.model.versions import Origin, Version, VersionState
from bot.model.words import Block, Mention, Message, Words

__all__ = [
    "LANGUAGES",
    "OUTCOMES",
    "Answer",
    "Audience",
    "Block",
    "Channel",
    "ChannelId",
    "Coming",
    "Days",
    "DueStep",
    "Explanation",
    "Fact",
    "FollowUp",
    "HolidayPlace",
    "IfHoliday",
    "Introduction",
    "Language",
    "Letter",
    "LetterState",
    "Mention",
    "Message",
    "Occurrence",
    "Op",
    "Origin",
    "Overview",
    "Person",
    "PersonId",
    "Plan",
    "Reason",
    "Reasons",
    "Ritual",
    "RitualLine",
    "Rule",
    "Run",
    "RunState",
    "SlackUser",
    "Stance",
    "State",
    "StoredLetter",
    "UserGroup",
    "Version",
    "VersionState",
    "Weight",
    "Words",
]

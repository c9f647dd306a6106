"""The frozen values that every room shares. It knows no database, no Slack and no clock.

Instants are aware datetimes in UTC; dates are local to the ritual's time zone. Languages are "de" or "en".
"""

from bot.model.ids import LANGUAGES, ChannelId, Language, PersonId
from bot.model.introductions import Introduction
from bot.model.letters import OUTCOMES, Letter, LetterState, Op, StoredLetter, Weight
from bot.model.overview import Coming, Explanation, Overview, Reasons, RitualLine
from bot.model.past import Past, PastRound, past_of
from bot.model.people import Channel, Person, ProfileField, SlackUser, Stance, Status, UserGroup
from bot.model.plans import Answer, Fact, File, Form, Plan, State
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
from bot.model.wishes import MOST_AVOIDED, NO_WISHES, SPOKEN, WEEKS, OwnWishes, Wishes
from bot.model.words import Block, Link, Mention, Message, Place, Words

__all__ = [
    "LANGUAGES",
    "MOST_AVOIDED",
    "NO_WISHES",
    "OUTCOMES",
    "SPOKEN",
    "WEEKS",
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
    "File",
    "FollowUp",
    "Form",
    "HolidayPlace",
    "IfHoliday",
    "Introduction",
    "Language",
    "Letter",
    "LetterState",
    "Link",
    "Mention",
    "Message",
    "Occurrence",
    "Op",
    "Origin",
    "Overview",
    "OwnWishes",
    "Past",
    "PastRound",
    "Person",
    "PersonId",
    "Place",
    "Plan",
    "ProfileField",
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
    "Status",
    "StoredLetter",
    "UserGroup",
    "Version",
    "VersionState",
    "Weight",
    "Wishes",
    "Words",
    "past_of",
]

"""A rule and a reason, said so that somebody can read them aloud."""

from __future__ import annotations

from bot.model import Language, Reason, Rule
from bot.schedule.closures import label
from bot.schedule.days import WORKDAY
from bot.schedule.often import often
from bot.schedule.recurrence import parse
from bot.schedule.tongues import Tongue, tongue_of


def sentence(rule: Rule, language: Language) -> str:
    """Return the rule in a person's words, without a full stop: `jeden Montag um 09:30 (Europe/Berlin)`.

    A hint at what becomes of days off follows where some are set.
    """
    tongue = tongue_of(language)
    frame = tongue.personal if rule.personal else tongue.frame
    said = frame.format(often=often(rule, tongue), at=rule.at, zone=rule.timezone, end=_end(rule, tongue))
    return said + _hint(rule, tongue)


def say_reason(reason: Reason, language: Language) -> str:
    """Return why a date does not happen, or not on its day, in a few words: `Allerheiligen, BY`."""
    tongue = tongue_of(language)
    name = reason.name.get(language, "")
    if reason.why == "except":
        return tongue.excluded
    said = f"{name}, {reason.place}" if reason.place else tongue.closed
    if name and not reason.place:
        said = tongue.closed_by.format(name=name)
    return tongue.doubled.format(reason=said) if reason.why == "doubled" else said


def _end(rule: Rule, tongue: Tongue) -> str:
    recurrence = parse(rule.rrule) if rule.rrule else None
    ends = [end for end in (rule.until, recurrence.until if recurrence else None) if end]
    times = tongue.times.format(n=recurrence.count) if recurrence and recurrence.count else ""
    return times + (tongue.end.format(min(ends)) if ends else "")


def _hint(rule: Rule, tongue: Tongue) -> str:
    """Say what becomes of days off; a rule of workdays never meets one."""
    if rule.days and not rule.rrule and all(words.endswith(WORKDAY) for words in rule.days):
        return ""
    holidays = [tongue.on_holidays.format(place=label(rule.holidays))] if rule.holidays else []
    off = [*holidays, *([tongue.on_closing_days] if rule.closed else [])]
    if not off:
        return ""
    return tongue.hint.format(days=f" {tongue.conj} ".join(off), fate=tongue.if_holiday[rule.if_holiday])

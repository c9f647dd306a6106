"""A rule, said so that somebody can read it aloud."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.model import Language, Reason, Rule
from bot.schedule.days import ORDINALS, WEEKDAYS, WORKDAY, weekdays_of

MONDAY_TO_FRIDAY = [0, 1, 2, 3, 4]


@dataclass(frozen=True)
class Tongue:
    """How one language says rules; `{days}` and `{n}` stand for the days and the interval."""

    weekdays: tuple[str, ...]
    habits: tuple[str, ...]
    """The weekdays as a list of habits says them: "montags und donnerstags"."""
    monday_to_friday: str
    ordinals: dict[int, str]
    month_day: str
    workday: str
    conj: str
    disj: str
    every_day: str
    every_n_days: str
    every_n_days_if: str
    every_weekday: str
    every_weekdays: str
    every_n_weekday: str
    every_n_weeks: str
    every_month: str
    every_n_months: str
    frame: str
    end: str


GERMAN = Tongue(
    weekdays=("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"),
    habits=("montags", "dienstags", "mittwochs", "donnerstags", "freitags", "samstags", "sonntags"),
    monday_to_friday="montags bis freitags",
    ordinals={0: "ersten", 1: "zweiten", 2: "dritten", 3: "vierten", -1: "letzten"},
    month_day="am {ordinal} {day}",
    workday="Arbeitstag",
    conj="und",
    disj="oder",
    every_day="jeden Tag",
    every_n_days="alle {n} Tage",
    every_n_days_if="alle {n} Tage, sofern es ein {days} ist,",
    every_weekday="jeden {days}",
    every_weekdays="{days}",
    every_n_weekday="alle {n} Wochen {habit}",
    every_n_weeks="alle {n} Wochen {days}",
    every_month="{days} im Monat",
    every_n_months="alle {n} Monate {days}",
    frame="{often} um {at} ({zone}){end}",
    end=" bis zum {0:%d.%m.%Y}",
)
ENGLISH = Tongue(
    weekdays=("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    habits=("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    monday_to_friday="weekday",
    ordinals={0: "first", 1: "second", 2: "third", 3: "fourth", -1: "last"},
    month_day="on the {ordinal} {day}",
    workday="working day",
    conj="and",
    disj="or",
    every_day="every day",
    every_n_days="every {n} days",
    every_n_days_if="every {n} days, if that is a {days},",
    every_weekday="every {days}",
    every_weekdays="every {days}",
    every_n_weekday="every {n} weeks on {days}",
    every_n_weeks="every {n} weeks on each {days}",
    every_month="{days} of the month",
    every_n_months="every {n} months {days}",
    frame="{often} at {at} ({zone}){end}",
    end=" until {0:%Y-%m-%d}",
)


def sentence(rule: Rule, language: Language) -> str:
    """Return the rule in a person's words, without a full stop: `jeden Montag um 09:30 (Europe/Berlin)`."""
    tongue = GERMAN if language == "de" else ENGLISH
    often = _month(rule, tongue) if rule.every == "month" else _weekdays(rule, tongue)
    end = tongue.end.format(rule.until) if rule.until else ""
    return tongue.frame.format(often=often, at=rule.at, zone=rule.timezone, end=end)


def say_reason(reason: Reason, language: Language) -> str:
    """Return why an occurrence does not happen: `Allerheiligen, BY`."""
    return ", ".join(part for part in (reason.name.get(language, reason.why), reason.place) if part)


def _month(rule: Rule, tongue: Tongue) -> str:
    days = _join((_month_day(words, tongue) for words in rule.days), tongue.conj)
    pattern = tongue.every_month if rule.interval == 1 else tongue.every_n_months
    return pattern.format(n=rule.interval, days=days)


def _month_day(words: str, tongue: Tongue) -> str:
    ordinal, day = words.split()
    name = tongue.workday if day == WORKDAY else tongue.weekdays[WEEKDAYS.index(day)]
    return tongue.month_day.format(ordinal=tongue.ordinals[ORDINALS[ordinal]], day=name)


def _weekdays(rule: Rule, tongue: Tongue) -> str:
    numbers = sorted(weekdays_of(rule.days))
    if rule.every == "day" and rule.interval > 1:
        days = _join((tongue.weekdays[number] for number in numbers), tongue.disj)
        return (tongue.every_n_days_if if rule.days else tongue.every_n_days).format(n=rule.interval, days=days)
    if rule.interval == 1 and len(numbers) == len(WEEKDAYS):
        return tongue.every_day
    if len(numbers) == 1:
        pattern = tongue.every_weekday if rule.interval == 1 else tongue.every_n_weekday
        return pattern.format(n=rule.interval, days=tongue.weekdays[numbers[0]], habit=tongue.habits[numbers[0]])
    pattern = tongue.every_weekdays if rule.interval == 1 else tongue.every_n_weeks
    return pattern.format(n=rule.interval, days=_habits(numbers, tongue))


def _habits(numbers: Sequence[int], tongue: Tongue) -> str:
    if numbers == MONDAY_TO_FRIDAY:
        return tongue.monday_to_friday
    return _join((tongue.habits[number] for number in numbers), tongue.conj)


def _join(words: Iterable[str], last: str) -> str:
    *some, final = words
    return f"{', '.join(some)} {last} {final}" if some else final

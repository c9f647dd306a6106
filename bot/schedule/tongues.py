"""How German and English say rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.model import IfHoliday, Language


@dataclass(frozen=True)
class Tongue:
    """How one language says rules; `{days}` and `{n}` stand for the days and the interval."""

    weekdays: tuple[str, ...]
    habits: tuple[str, ...]
    """The weekdays as a list of habits says them: "montags und donnerstags"."""
    months: tuple[str, ...]
    monday_to_friday: str
    ordinals: Mapping[int, str]
    """By place, 0 being the first and -1 the last."""
    suffixes: Mapping[int, str]
    """What follows a number that counts: "15.", "15th"; 0 stands for all numbers that are not named."""
    nth_day: str
    """The {ordinal} {day} of something."""
    day_of_month: str
    last_day: str
    workday: str
    monday_to_friday_day: str
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
    every_quarter: str
    every_n_quarters: str
    every_year: str
    every_n_years: str
    date: str
    """A {day} of a {month}, by number."""
    within: str
    """Some {days} in a {month}."""
    own_rule: str
    frame: str
    personal: str
    end: str
    times: str
    hint: str
    on_holidays: str
    on_closing_days: str
    if_holiday: Mapping[IfHoliday, str]
    closed: str
    closed_by: str
    excluded: str
    doubled: str


GERMAN = Tongue(
    weekdays=("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"),
    habits=("montags", "dienstags", "mittwochs", "donnerstags", "freitags", "samstags", "sonntags"),
    months=(
        "Januar", "Februar", "März", "April", "Mai", "Juni",
        "Juli", "August", "September", "Oktober", "November", "Dezember",
    ),
    monday_to_friday="montags bis freitags",
    ordinals={0: "ersten", 1: "zweiten", 2: "dritten", 3: "vierten", 4: "fünften", -1: "letzten", -2: "vorletzten"},
    suffixes={0: "."},
    nth_day="am {ordinal} {day}",
    day_of_month="am {number}",
    last_day="am letzten Tag",
    workday="Arbeitstag",
    monday_to_friday_day="Werktag (Mo–Fr)",
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
    every_quarter="{days} im Quartal",
    every_n_quarters="alle {n} Quartale {days}",
    every_year="jedes Jahr {days}",
    every_n_years="alle {n} Jahre {days}",
    date="am {number} {month}",
    within="{days} im {month}",
    own_rule="nach eigener Regel ({rule})",
    frame="{often} um {at} ({zone}){end}",
    personal="{often} um {at} nach deiner Uhr{end}",
    end=" bis zum {0:%d.%m.%Y}",
    times=", insgesamt {n}-mal",
    hint="; {days} {fate}",
    on_holidays="an Feiertagen ({place})",
    on_closing_days="bei Betriebsruhe",
    if_holiday={
        "skip": "entfällt es",
        "next-workday": "verschiebt es sich auf den nächsten Arbeitstag",
        "previous-workday": "verschiebt es sich auf den Arbeitstag davor",
    },
    closed="Betriebsruhe",
    closed_by="Betriebsruhe: {name}",
    excluded="ausgenommen",
    doubled="{reason}; am Ausweichtag findet es ohnehin statt",
)  # fmt: skip
ENGLISH = Tongue(
    weekdays=("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    habits=("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    months=(
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    ),
    monday_to_friday="weekday",
    ordinals={0: "first", 1: "second", 2: "third", 3: "fourth", 4: "fifth", -1: "last", -2: "second to last"},
    suffixes={0: "th", 1: "st", 2: "nd", 3: "rd", 21: "st", 22: "nd", 23: "rd", 31: "st"},
    nth_day="on the {ordinal} {day}",
    day_of_month="on the {number}",
    last_day="on the last day",
    workday="working day",
    monday_to_friday_day="weekday (Mon–Fri)",
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
    every_quarter="{days} of the quarter",
    every_n_quarters="every {n} quarters {days}",
    every_year="every year {days}",
    every_n_years="every {n} years {days}",
    date="on the {number} of {month}",
    within="{days} of {month}",
    own_rule="by a rule of its own ({rule})",
    frame="{often} at {at} ({zone}){end}",
    personal="{often} at {at} by your clock{end}",
    end=" until {0:%Y-%m-%d}",
    times=", {n} times in all",
    hint="; {days} {fate}",
    on_holidays="on public holidays ({place})",
    on_closing_days="when the company is closed",
    if_holiday={
        "skip": "it is left out",
        "next-workday": "it moves to the next working day",
        "previous-workday": "it moves to the working day before",
    },
    closed="company closed",
    closed_by="company closed: {name}",
    excluded="left out by its own rule",
    doubled="{reason}; on the day it would move to it happens anyway",
)  # fmt: skip


def tongue_of(language: Language) -> Tongue:
    """Return how a language says rules."""
    return GERMAN if language == "de" else ENGLISH

"""A rule read aloud sounds like a person."""

from __future__ import annotations

from datetime import date

import pytest

from bot.model import Rule
from bot.schedule import sentence


@pytest.mark.parametrize(
    ("rule", "german", "english"),
    [
        (Rule("week", 1, ("mon",), "09:30", "Europe/Berlin"), "jeden Montag um 09:30", "every Monday at 09:30"),
        (
            Rule("week", 2, ("thu",), "10:00", "Europe/Berlin"),
            "alle 2 Wochen donnerstags um 10:00",
            "every 2 weeks on Thursday at 10:00",
        ),
        (
            Rule("week", 1, ("thu", "mon"), "10:00", "Europe/Berlin"),
            "montags und donnerstags um 10:00",
            "every Monday and Thursday at 10:00",
        ),
        (
            Rule("week", 2, ("mon", "wed", "fri"), "10:00", "Europe/Berlin"),
            "alle 2 Wochen montags, mittwochs und freitags um 10:00",
            "every 2 weeks on each Monday, Wednesday and Friday at 10:00",
        ),
        (
            Rule("day", 1, ("mon", "tue", "wed", "thu", "fri"), "08:00", "Europe/Berlin"),
            "montags bis freitags um 08:00",
            "every weekday at 08:00",
        ),
        (Rule("day", 1, (), "08:00", "Europe/Berlin"), "jeden Tag um 08:00", "every day at 08:00"),
        (Rule("day", 3, (), "08:00", "Europe/Berlin"), "alle 3 Tage um 08:00", "every 3 days at 08:00"),
        (
            Rule("day", 2, ("mon", "tue"), "08:00", "Europe/Berlin"),
            "alle 2 Tage, sofern es ein Montag oder Dienstag ist, um 08:00",
            "every 2 days, if that is a Monday or Tuesday, at 08:00",
        ),
        (
            Rule("month", 1, ("first mon",), "10:00", "Europe/Berlin"),
            "am ersten Montag im Monat um 10:00",
            "on the first Monday of the month at 10:00",
        ),
        (
            Rule("month", 2, ("last workday",), "10:00", "Europe/Berlin"),
            "alle 2 Monate am letzten Arbeitstag um 10:00",
            "every 2 months on the last working day at 10:00",
        ),
        (
            Rule("month", 1, ("2nd tue", "4th tue"), "10:00", "Europe/Berlin"),
            "am zweiten Dienstag und am vierten Dienstag im Monat um 10:00",
            "on the second Tuesday and on the fourth Tuesday of the month at 10:00",
        ),
    ],
)
def test_a_rule_is_a_sentence_in_both_languages(rule: Rule, german: str, english: str) -> None:
    assert sentence(rule, "de") == f"{german} (Europe/Berlin)"
    assert sentence(rule, "en") == f"{english} (Europe/Berlin)"


def test_the_last_day_is_said() -> None:
    rule = Rule("week", 1, ("mon",), "09:30", "Europe/Berlin", until=date(2027, 3, 31))
    assert sentence(rule, "de") == "jeden Montag um 09:30 (Europe/Berlin) bis zum 31.03.2027"
    assert sentence(rule, "en") == "every Monday at 09:30 (Europe/Berlin) until 2027-03-31"

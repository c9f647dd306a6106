"""A rule read aloud sounds like a person."""

from __future__ import annotations

from datetime import date

import pytest

from bot.model import Days, HolidayPlace, Rule
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


BERLIN = "Europe/Berlin"
BAVARIA = HolidayPlace("DE", "BY")
COMPANY = (Days(date(2026, 12, 24), date(2026, 12, 31), "company"),)


@pytest.mark.parametrize(
    ("rule", "german", "english"),
    [
        (
            Rule("quarter", 1, ("first mon",), "10:00", BERLIN),
            "am ersten Montag im Quartal um 10:00 (Europe/Berlin)",
            "on the first Monday of the quarter at 10:00 (Europe/Berlin)",
        ),
        (
            Rule("quarter", 2, ("last workday",), "10:00", BERLIN),
            "alle 2 Quartale am letzten Arbeitstag um 10:00 (Europe/Berlin)",
            "every 2 quarters on the last working day at 10:00 (Europe/Berlin)",
        ),
        (
            Rule("week", 1, ("mon",), "09:30", BERLIN, personal=True),
            "jeden Montag um 09:30 nach deiner Uhr",
            "every Monday at 09:30 by your clock",
        ),
        (
            Rule("week", 1, ("fri",), "09:30", BERLIN, holidays=BAVARIA),
            "jeden Freitag um 09:30 (Europe/Berlin); an Feiertagen (BY) entfällt es",
            "every Friday at 09:30 (Europe/Berlin); on public holidays (BY) it is left out",
        ),
        (
            Rule("week", 1, ("fri",), "09:30", BERLIN, holidays=BAVARIA, closed=COMPANY, if_holiday="next-workday"),
            "jeden Freitag um 09:30 (Europe/Berlin); "
            "an Feiertagen (BY) und bei Betriebsruhe verschiebt es sich auf den nächsten Arbeitstag",
            "every Friday at 09:30 (Europe/Berlin); "
            "on public holidays (BY) and when the company is closed it moves to the next working day",
        ),
        (
            Rule("week", 1, ("fri",), "09:30", BERLIN, closed=COMPANY, if_holiday="previous-workday"),
            "jeden Freitag um 09:30 (Europe/Berlin); bei Betriebsruhe verschiebt es sich auf den Arbeitstag davor",
            "every Friday at 09:30 (Europe/Berlin); when the company is closed it moves to the working day before",
        ),
        (  # never a day off, so nothing to hint at
            Rule("month", 1, ("last workday",), "09:30", BERLIN, holidays=BAVARIA),
            "am letzten Arbeitstag im Monat um 09:30 (Europe/Berlin)",
            "on the last working day of the month at 09:30 (Europe/Berlin)",
        ),
    ],
)
def test_quarters_personal_hours_and_days_off_are_said(rule: Rule, german: str, english: str) -> None:
    assert sentence(rule, "de") == german
    assert sentence(rule, "en") == english


@pytest.mark.parametrize(
    ("text", "german", "english"),
    [
        ("FREQ=WEEKLY;BYDAY=MO,WE", "montags und mittwochs", "every Monday and Wednesday"),
        ("FREQ=DAILY;INTERVAL=10", "alle 10 Tage", "every 10 days"),
        ("FREQ=DAILY", "jeden Tag", "every day"),
        ("FREQ=WEEKLY;INTERVAL=2", "alle 2 Wochen montags", "every 2 weeks on Monday"),
        ("FREQ=MONTHLY;BYDAY=5FR", "am fünften Freitag im Monat", "on the fifth Friday of the month"),
        (
            "FREQ=MONTHLY;BYDAY=1MO,-2FR",
            "am ersten Montag und am vorletzten Freitag im Monat",
            "on the first Monday and on the second to last Friday of the month",
        ),
        (
            "FREQ=MONTHLY;BYMONTHDAY=-1,15",
            "am 15. und am letzten Tag im Monat",
            "on the 15th and on the last day of the month",
        ),
        ("FREQ=MONTHLY;INTERVAL=3", "alle 3 Monate am 23.", "every 3 months on the 23rd"),
        (
            "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
            "am letzten Werktag (Mo–Fr) im Monat",
            "on the last weekday (Mon–Fri) of the month",
        ),
        (
            "FREQ=YEARLY;BYMONTH=3,9;BYMONTHDAY=15",
            "jedes Jahr am 15. März und am 15. September",
            "every year on the 15th of March and on the 15th of September",
        ),
        (
            "FREQ=YEARLY;BYMONTH=3;BYDAY=1MO",
            "jedes Jahr am ersten Montag im März",
            "every year on the first Monday of March",
        ),
        (
            "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1",
            "jedes Jahr am letzten Tag im Februar",
            "every year on the last day of February",
        ),
        (
            "FREQ=MONTHLY;BYMONTHDAY=13;BYDAY=FR",
            "nach eigener Regel (FREQ=MONTHLY;BYMONTHDAY=13;BYDAY=FR)",
            "by a rule of its own (FREQ=MONTHLY;BYMONTHDAY=13;BYDAY=FR)",
        ),
        (
            "FREQ=YEARLY;BYDAY=20MO",
            "nach eigener Regel (FREQ=YEARLY;BYDAY=20MO)",
            "by a rule of its own (FREQ=YEARLY;BYDAY=20MO)",
        ),
        (
            "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=2",
            "nach eigener Regel (FREQ=MONTHLY;BYDAY=MO;BYSETPOS=2)",
            "by a rule of its own (FREQ=MONTHLY;BYDAY=MO;BYSETPOS=2)",
        ),
    ],
)
def test_a_recurrence_is_said_in_words_where_words_do(text: str, german: str, english: str) -> None:
    rule = Rule("day", 1, (), "10:00", BERLIN, starting=date(2026, 11, 23), rrule=text)
    assert sentence(rule, "de") == f"{german} um 10:00 (Europe/Berlin)"
    assert sentence(rule, "en") == f"{english} at 10:00 (Europe/Berlin)"


def test_the_end_of_a_recurrence_is_said() -> None:
    counted = Rule("day", 1, (), "10:00", BERLIN, starting=date(2026, 11, 23), rrule="FREQ=WEEKLY;COUNT=3")
    assert sentence(counted, "de") == "jeden Montag um 10:00 (Europe/Berlin), insgesamt 3-mal"
    assert sentence(counted, "en") == "every Monday at 10:00 (Europe/Berlin), 3 times in all"
    ended = Rule(
        "day", 1, (), "10:00", BERLIN, date(2026, 11, 23), until=date(2027, 6, 30), rrule="FREQ=WEEKLY;UNTIL=20270331"
    )
    assert sentence(ended, "de") == "jeden Montag um 10:00 (Europe/Berlin) bis zum 31.03.2027"

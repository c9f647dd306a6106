"""Public holidays of Germany, Austria and Switzerland, and closing days of the company."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from bot.config.vocabulary import COUNTRIES
from bot.model import Days, HolidayPlace, Reason, Rule
from bot.schedule import outlook, say_reason
from bot.schedule.closures import closures_of

STATES = ["BB", "BE", "BW", "BY", "HB", "HE", "HH", "MV", "NI", "NW", "RP", "SH", "SL", "SN", "ST", "TH"]
NORTH = "BB HB HH MV NI SH SN ST TH"
"""Where Reformationstag is one; since 2018 in the whole north."""
WEST = "BW BY HE NW RP SL"
GERMAN: list[tuple[str, str, str]] = [
    ("2027-01-06", "Heilige Drei Könige", "BW BY ST"),
    ("2027-03-08", "Frauentag", "BE MV"),
    ("2027-03-28", "Ostersonntag", "BB"),
    ("2027-05-27", "Fronleichnam", WEST),
    ("2027-08-15", "Mariä Himmelfahrt", "BY SL"),
    ("2027-09-20", "Weltkindertag", "TH"),
    ("2027-10-31", "Reformationstag", NORTH),
    ("2027-11-01", "Allerheiligen", "BW BY NW RP SL"),
    ("2026-11-18", "Buß- und Bettag", "SN"),
    ("2027-11-17", "Buß- und Bettag", "SN"),
]
NATIONWIDE = {
    "2027-01-01": "Neujahr",
    "2027-03-26": "Karfreitag",
    "2027-03-29": "Ostermontag",
    "2027-05-01": "Erster Mai",
    "2027-05-06": "Christi Himmelfahrt",
    "2027-05-17": "Pfingstmontag",
    "2027-10-03": "Tag der Deutschen Einheit",
    "2027-12-25": "Erster Weihnachtstag",
    "2027-12-26": "Zweiter Weihnachtstag",
}


def rule(**changes: Any) -> Rule:
    values: dict[str, Any] = {
        "every": "week", "interval": 1, "days": ("fri",), "at": "10:00", "timezone": "Europe/Berlin"
    }  # fmt: skip
    return Rule(**{**values, **changes})


def name_of(country: str, state: str, on: str, language: str = "de") -> str:
    reason = closures_of(rule(holidays=HolidayPlace(country, state))).reason(date.fromisoformat(on))
    return "" if reason is None else reason.name[language]


@pytest.mark.parametrize("state", STATES)
def test_each_german_state_has_its_own_holidays(state: str) -> None:
    for on, name, states in GERMAN:
        assert name_of("DE", state, on) == (name if state in states.split() else ""), (state, on)
    for on, name in NATIONWIDE.items():
        assert name_of("DE", state, on) == name, (state, on)


def test_without_a_state_only_nationwide_holidays_count() -> None:
    assert all(name_of("DE", "", on) == name for on, name in NATIONWIDE.items())
    assert all(name_of("DE", "", on) == "" for on, _, _ in GERMAN)


def test_holidays_have_a_name_in_both_languages() -> None:
    assert name_of("DE", "BY", "2026-11-01", "de") == "Allerheiligen"
    assert name_of("DE", "BY", "2026-11-01", "en") == "All Saints' Day"


@pytest.mark.parametrize("state", ["", *"123456789"])
def test_austria_has_the_same_holidays_everywhere(state: str) -> None:
    expected = {
        "2027-01-06": "Heilige Drei Könige",
        "2027-03-29": "Ostermontag",
        "2027-05-27": "Fronleichnam",
        "2027-08-15": "Mariä Himmelfahrt",
        "2027-10-26": "Nationalfeiertag",
        "2027-11-01": "Allerheiligen",
        "2027-12-08": "Mariä Empfängnis",
        "2027-12-25": "Christtag",
        "2027-03-26": "",  # Karfreitag is none
    }
    assert {on: name_of("AT", state, on) for on in expected} == expected


@pytest.mark.parametrize(
    ("canton", "on", "name"),
    [
        ("", "2027-08-01", "Nationalfeiertag"),
        ("", "2027-05-06", "Auffahrt"),
        ("", "2027-03-26", ""),
        ("ZH", "2027-03-26", "Karfreitag"),
        ("ZH", "2027-05-01", "Tag der Arbeit"),
        ("BE", "2027-01-02", "Berchtoldstag"),
        ("BE", "2027-05-01", ""),
        ("TI", "2027-03-19", "Josefstag"),
        ("TI", "2027-03-26", ""),
        ("LU", "2027-05-27", "Fronleichnam"),
        ("NE", "2027-03-01", "Jahrestag der Ausrufung der Republik"),
        ("GE", "2027-12-31", "Wiederherstellung der Republik"),
    ],
)
def test_each_canton_has_its_own_holidays(canton: str, on: str, name: str) -> None:
    assert name_of("CH", canton, on) == name


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        (HolidayPlace("DE", "BY"), "Erster Weihnachtstag, BY"),
        (HolidayPlace("DE"), "Erster Weihnachtstag, DE"),
        (HolidayPlace("AT", "9"), "Christtag, AT"),
        (HolidayPlace("CH", "ZH"), "Weihnachten, ZH"),
    ],
)
def test_a_holiday_is_said_with_its_place(place: HolidayPlace, expected: str) -> None:
    reason = closures_of(rule(holidays=place)).reason(date(2026, 12, 25))
    assert reason is not None
    assert say_reason(reason, "de") == expected


def test_reasons_are_said_in_both_languages() -> None:
    named, unnamed = Reason("closed", {"de": "company", "en": "company"}), Reason("closed")
    doubled = Reason("doubled", {"de": "Allerheiligen", "en": "All Saints' Day"}, "BY")
    assert [say_reason(one, "de") for one in (named, unnamed, Reason("except"), doubled)] == [
        "Betriebsruhe: company",
        "Betriebsruhe",
        "ausgenommen",
        "Allerheiligen, BY; am Ausweichtag findet es ohnehin statt",
    ]
    assert [say_reason(one, "en") for one in (named, unnamed, Reason("except"), doubled)] == [
        "company closed: company",
        "company closed",
        "left out by its own rule",
        "All Saints' Day, BY; on the day it would move to it happens anyway",
    ]


def test_a_holiday_says_more_than_a_closing_day() -> None:
    off = closures_of(
        rule(
            holidays=HolidayPlace("DE", "BY"), closed=(Days(date(2026, 12, 24), date(2026, 12, 31), "Weihnachtsruhe"),)
        )
    )
    reasons = [off.reason(date(2026, 12, day)) for day in (23, 24, 25, 31)]
    assert [one and say_reason(one, "de") for one in reasons] == [
        None,
        "Betriebsruhe: Weihnachtsruhe",
        "Erster Weihnachtstag, BY",
        "Betriebsruhe: Weihnachtsruhe",
    ]


def test_every_place_that_a_file_may_name_has_its_holidays_in_both_languages() -> None:
    days = [date(2027, 1, 1) + timedelta(days=number) for number in range(365)]
    for country, states in COUNTRIES.items():
        for state in ("", *states):
            off = closures_of(rule(holidays=HolidayPlace(country, state)))
            found = [reason for reason in map(off.reason, days) if reason is not None]
            assert 4 <= len(found) <= 17, (country, state)
            assert all(reason.name["de"] and reason.name["en"] and reason.place for reason in found), (country, state)


@pytest.mark.parametrize("year", [1, 1800, 2101, 9999])
def test_years_that_the_library_does_not_know_have_no_accident(year: int) -> None:
    closures_of(rule(holidays=HolidayPlace("DE", "BY"))).reason(date(year, 12, 24))


def test_last_workday_is_before_the_closing_days_and_after_new_year() -> None:
    monthly = rule(
        every="month",
        days=("first workday", "last workday"),
        holidays=HolidayPlace("DE", "BY"),
        closed=(Days(date(2026, 12, 31), date(2026, 12, 31), "Silvester"),),
    )
    found = outlook(monthly, datetime(2026, 12, 1, tzinfo=UTC), datetime(2027, 1, 31, tzinfo=UTC))
    assert [one.nominal_date.isoformat() for one in found] == ["2026-12-01", "2026-12-30", "2027-01-04", "2027-01-29"]
    assert all(one.skipped is None for one in found)


def test_a_month_in_which_nobody_works_has_a_date_all_the_same_and_says_why_it_falls_out() -> None:
    monthly = rule(
        every="month", days=("first workday",), closed=(Days(date(2027, 8, 1), date(2027, 8, 31), "Urlaub"),)
    )
    (found,) = outlook(monthly, datetime(2027, 7, 31, tzinfo=UTC), datetime(2027, 8, 31, tzinfo=UTC))
    assert found.nominal_date == date(2027, 8, 2)
    assert found.skipped is not None
    assert say_reason(found.skipped, "de") == "Betriebsruhe: Urlaub"


def test_who_names_no_holidays_does_not_pay_for_them() -> None:
    program = (
        "import sys; from datetime import *; from bot.model import Rule; from bot.schedule import *;"
        "outlook(Rule('month', 1, ('last workday',), '09:00', 'Europe/Berlin'),"
        " datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC));"
        "assert not {'holidays', 'dateutil'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", program], check=True)

"""A company of 300 people with 50 rituals, made by code: the file and the people of the simulated year."""

from __future__ import annotations

from bot.sandbox.roster import Colleague, invented

PEOPLE = 300
DAYS = ("mon", "tue", "wed", "thu", "fri")
HEAD = """version: 1
defaults: {language: de, timezone: Europe/Berlin, holidays: {country: DE, state: BY}}
rituals:
"""
ROUNDS = 8
CHANNELS = 30
AUDIENCES = 12


def colleagues() -> list[Colleague]:
    """Return 300 people: 10 to 20 of 100 in each pairing round, everybody in `allgemein`, some in each other channel."""
    rounds = {f"runde-{number}": 0.1 + 0.014 * number for number in range(ROUNDS)}
    teams = {f"team-{number}": 0.04 + 0.004 * number for number in range(CHANNELS)}
    groups = {f"kreis-{number}": 0.03 + 0.006 * number for number in range(AUDIENCES)}
    return invented(PEOPLE, channels={"allgemein": 1.0, **rounds, **teams, **groups})


def rituals(*, audiences: bool = True) -> str:
    """Return the file: 8 pairing rounds weekly or two-weekly, 30 posts to channels and 12 to people, weekly or monthly.

    Without `audiences` the 12 go to channels too.
    """
    return HEAD + "".join(
        [_pairing(number) for number in range(ROUNDS)]
        + [_post(f"post-{number}", f"channel: team-{number}", number) for number in range(CHANNELS)]
        + [
            _post(
                f"brief-{number}",
                f"{'audience: {channel: ' if audiences else 'channel: '}kreis-{number}{'}' if audiences else ''}",
                number,
            )
            for number in range(AUDIENCES)
        ]
    )


def _pairing(number: int) -> str:
    every = "week" if number < 3 else "2 weeks"
    return f"""
  - id: runde-{number}
    kind: pairing
    title: {{de: Runde {number}, en: Round {number}}}
    channel: runde-{number}
    join: channel
    schedule: {{every: {every}, days: [{DAYS[number % 5]}], at: "{9 + number % 3:02d}:00", starting: 2026-11-{23 + number % 5}}}
"""


def _post(name: str, where: str, number: int) -> str:
    often = (
        f"every: week, days: [{DAYS[number % 5]}]"
        if number % 4 == 0
        else f"every: month, days: [first {DAYS[number % 5]}]"
    )
    return f"""
  - id: {name}
    kind: post
    title: {{de: "{name}", en: "{name}"}}
    {where}
    schedule: {{{often}, at: "{9 + number % 7:02d}:{15 * (number % 4):02d}"}}
    text: {{de: "Was ist dir diese Woche gelungen, und wer hat dir geholfen?", en: "What went well, and who helped?"}}
"""

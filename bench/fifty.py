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
    """Return 300 people, the same every time: 21 to 42 in each pairing round, 9 to 50 in each other channel."""
    rounds = {f"runde-{number}": 0.07 + 0.01 * number for number in range(ROUNDS)}
    teams = {f"team-{number}": 0.04 + 0.004 * number for number in range(CHANNELS)}
    groups = {f"kreis-{number}": 0.03 + 0.006 * number for number in range(AUDIENCES)}
    return invented(PEOPLE, channels={"allgemein": 1.0, **rounds, **teams, **groups})


def rituals() -> str:
    """Return the file: 8 pairing rounds every 1, 2 or 4 weeks; 30 channel posts, 12 to people, weekly or monthly."""
    parts = [HEAD]
    parts += [_pairing(number) for number in range(ROUNDS)]
    parts += [_post(f"post-{number}", f"channel: team-{number}", number) for number in range(CHANNELS)]
    parts += [_post(f"brief-{number}", f"audience: {{channel: kreis-{number}}}", number) for number in range(AUDIENCES)]
    return "".join(parts)


def _pairing(number: int) -> str:
    every, day = ("week", "2 weeks", "4 weeks")[(number + 1) // 3], number % 5
    return f"""
  - id: runde-{number}
    kind: pairing
    title: {{de: Runde {number}, en: Round {number}}}
    channel: runde-{number}
    join: channel
    schedule: {{every: {every}, days: [{DAYS[day]}], at: "{9 + number % 3:02d}:00", starting: 2026-11-{23 + day}}}
"""


def _post(name: str, where: str, number: int) -> str:
    day = DAYS[number % 5]
    often = f"every: week, days: [{day}]" if number % 4 == 0 else f"every: month, days: [first {day}]"
    return f"""
  - id: {name}
    kind: post
    title: {{de: "{name}", en: "{name}"}}
    {where}
    schedule: {{{often}, at: "{9 + number % 7:02d}:{15 * (number % 4):02d}"}}
    text: {{de: "Was ist dir diese Woche gelungen, und wer hat dir geholfen?", en: "What went well, and who helped?"}}
"""

"""The companies that the chaos happens in: a plain one of any size, and one that uses everything Rondo can do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.demo.stage import SIGNING_SECRET
from bot.sandbox import company
from bot.sandbox.clock import SandboxClock
from bot.sandbox.roster import Colleague
from bot.sandbox.workspace import Workspace

BEGIN = datetime.fromisoformat("2026-11-23T08:59:30+01:00")
"""Half a minute before the first round."""
INTRODUCED = "Lernt euch kennen"
"""Stands in each introduction and in nothing else."""
ACK = 1.0
"""Seconds within which the sandbox wants an ack; whoever dies over it shall not hold it up for longer."""


@dataclass(frozen=True)
class Company:
    """Its rituals, and the workspace on a clock."""

    rituals: str
    workspace: Callable[[SandboxClock], Workspace]


def plain(people: int) -> Company:
    """Return a company of so many people, all in one channel."""

    def workspace(clock: SandboxClock) -> Workspace:
        staff = [Colleague(f"Person {number:04d}", channels=("alle",)) for number in range(people)]
        firm = company.of_people(staff, created=int(BEGIN.timestamp()))
        return Workspace(clock=clock, firm=firm, signing_secret=SIGNING_SECRET, ack_seconds=ACK)

    return Company(RITUALS, workspace)


def whole() -> Company:
    """Return the invented company, with managers, owners, user groups and profile fields in use."""
    return Company(EVERYTHING, lambda clock: Workspace(clock=clock, signing_secret=SIGNING_SECRET, ack_seconds=ACK))


def shipped() -> Company:
    """Return the invented company with the rituals that Rondo is shipped with."""
    text = (Path(__file__).parents[2] / "rituals.yaml").read_text(encoding="utf-8")
    return Company(text, lambda clock: Workspace(clock=clock, signing_secret=SIGNING_SECRET, ack_seconds=ACK))


RITUALS = """
version: 1
defaults:
  language: de
  timezone: Europe/Berlin
  send_between: ["00:00", "23:59"]
  notification_budget: {day: 9, week: 50}
rituals:
  - id: kaffee
    kind: pairing
    title: {de: Kaffeerunde, en: Coffee round}
    channel: alle
    schedule: {every: week, days: [mon], at: "09:00"}
    join: channel
    offer_skip: false
    close_after: 2 workdays
    intro: {de: "Lernt euch kennen: {people}", en: "Lernt euch kennen: {people}"}
  - id: frage
    kind: post
    title: {de: Montagsfrage, en: Monday question}
    channel: alle
    schedule: {every: week, days: [mon], at: "09:01"}
    text: {de: "Was steht an?", en: "What is up?"}
  - id: gruss
    kind: post
    title: {de: Gruß, en: Greeting}
    audience: {channel: [alle]}
    schedule: {every: week, days: [wed], at: "13:00"}
    text: {de: "Schöne Wochenmitte!", en: "Half way through!"}
"""
EVERYTHING = """
version: 1
defaults:
  language: de
  timezone: Europe/Berlin
  send_between: ["00:00", "23:59"]
  notification_budget: {day: 9, week: 50}
managers: {people: [U0001ANNAXX, U0002BERNDX]}
directory: {}
goals:
  - id: antwort
    text: {de: Wir antworten am selben Tag, en: We answer on the same day}
rituals:
  - id: kaffee
    kind: pairing
    title: {de: Kaffeerunde, en: Coffee round}
    channel: kaffeerunde
    owner: U0001ANNAXX
    schedule: {every: week, days: [mon], at: "09:00"}
    join: channel
    offer_skip: false
    close_after: 4 workdays
    grace: 2 hours
  - id: mittag
    kind: pairing
    title: {de: Mittagsrunde, en: Lunch round}
    channel: montagsrunde
    audience: {channel: allgemein, except: {channel: kaffeerunde}}
    schedule: {every: week, days: [tue], at: "10:00"}
    join: channel
    offer_skip: false
    mix: [department]
    close_after: 2 workdays
  - id: gruss
    kind: post
    title: {de: Gruß, en: Greeting}
    audience: {user_group: vertrieb}
    schedule: {every: day, at: "13:00"}
    text: {de: "Mahlzeit!", en: "Enjoy your meal!"}
  - id: frage
    kind: post
    title: {de: Montagsfrage, en: Monday question}
    channel: allgemein
    schedule: {every: day, at: "09:30"}
    text: {de: "Was steht an?", en: "What is up?"}
"""

"""Every part of a goal once: what a change of it touches, why, and what it says."""

from __future__ import annotations

from collections.abc import Mapping

from bot.config.key import Key

GOAL: Mapping[str, Key] = {
    "id": Key(
        "data",
        "Sein Name für immer: kleine Buchstaben a-z, Ziffern, Bindestriche. Nie ändern: Daran hängt die Geschichte.",
        "Its name for ever: small letters a-z, digits, hyphens. Never change it: history hangs on it.",
        "all answers and figures about the goal hang on it",
    ),
    "text": Key(
        "text",
        "Das Ziel in einem Satz, höchstens 300 Zeichen. Geändert ist es eine neue Fassung.",
        "The goal in one sentence, at most 300 characters. Other words are a new revision.",
    ),
    "why": Key(
        "text", "Warum es das Ziel gibt, höchstens 300 Zeichen.", "Why there is this goal, at most 300 characters."
    ),
    "customer": Key(
        "text",
        "Für wen, intern oder extern. Geändert ist es eine neue Fassung.",
        "For whom, inside or outside of the company. Other words are a new revision.",
    ),
    "sign": Key(
        "text",
        "Woran diese merken, dass es erreicht ist. Geändert ist es eine neue Fassung.",
        "How they will notice that it is reached. Other words are a new revision.",
    ),
    "scope": Key(
        "people",
        "Wessen Ziel es ist: team oder company. Persönliche setzt jede Person selbst mit /rondo goals.",
        "Whose goal it is: team or company. Personal ones are set by each person with /rondo goals.",
    ),
    "owners": Key(
        "people",
        "Die Abteilungen, denen es gehört, wie im Slack-Profil; mehrere, wo sie es sich teilen.",
        "The departments that own it, as Slack profiles call them; several where they share it.",
    ),
    "starts": Key("time", "Der erste Tag.", "The first day."),
    "ends": Key("time", "Der letzte Tag; danach fragt niemand mehr danach.", "The last day; afterwards nobody asks."),
    "measure": Key(
        "data",
        "Woran man es misst: name, start, target, unit.",
        "What it is measured by: name, start, target, unit.",
        "numbers about the work of few people can become numbers about each of them",
    ),
}
MEASURE: Mapping[str, Key] = {
    "name": Key("data", "Was gemessen wird, höchstens 75 Zeichen.", "What is measured, at most 75 characters."),
    "start": Key("data", "Wo es am Anfang steht, eine Zahl.", "Where it stands at the beginning, a number."),
    "target": Key("data", "Wo es hin soll, eine Zahl.", "Where it shall be, a number."),
    "unit": Key("data", "Die Einheit, höchstens 20 Zeichen: %, Tage.", "Its unit, at most 20 characters: %, days."),
}
"""The parts of `measure`; they change as one."""

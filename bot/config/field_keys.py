"""Every part of a field of the directory once: what a change of it touches, why, and what it says."""

from __future__ import annotations

from collections.abc import Mapping

from bot.config.key import Key

FIELD: Mapping[str, Key] = {
    "type": Key(
        "data",
        "Was man einträgt: text, long, list, topics, languages, responsibilities oder contact.",
        "What is filled in: text, long, list, topics, languages, responsibilities or contact.",
        "what is stored; topics and responsibilities make somebody findable as an expert",
    ),
    "label": Key("text", "Wie es heißt, höchstens 40 Zeichen.", "What it is called, at most 40 characters."),
    "purpose": Key(
        "data",
        "Wozu es da ist; das liest, wer es ausfüllt. Höchstens 150 Zeichen.",
        "What it is for, as read by whoever fills it in. At most 150 characters.",
        "what was filled in for one purpose may not serve another (GDPR, Art. 5 (1) b)",
    ),
    "audiences": Key(
        "data",
        "Wer es sehen darf, wenn die Person es will: self, colleagues, partners, public.",
        "Who may see it if the person wants them to: self, colleagues, partners, public.",
        "who may see what people wrote",
    ),
    "default": Key(
        "data",
        "Wer es sieht, wenn die Person nichts anderes wählt: self oder colleagues.",
        "Who sees it unless the person chooses otherwise: self or colleagues.",
        "who sees what people write",
    ),
    "searchable": Key(
        "data",
        "false: Die Suche findet nichts darin.",
        "false: the search finds nothing in it.",
        "what people are found by",
    ),
    "lifetime": Key(
        "data",
        "Wie lange ein Eintrag ohne ein Wort gilt: 30 bis 1095 Tage (365 days), oder never.",
        "How long an entry holds without a word: 30 to 1095 days (365 days), or never.",
        "how long it is shown and kept",
    ),
    "section": Key(
        "text",
        "In welchem Teil des Profils es steht: work, help, now, self, contact.",
        "In which part of the profile it stands: work, help, now, self, contact.",
    ),
    "slack": Key(
        "data",
        "Wie das Feld im Slack-Profil heißt; gibt es dort eines, kommt der Eintrag nur von dort. []: von der Person.",
        "What Slack's profiles call it; where they have it, it is filled from there only. []: by the person.",
        "where it comes from, and that Rondo reads profiles for it",
    ),
}

"""The fields that the directory has unless rituals.yaml says otherwise."""

from __future__ import annotations

from datetime import timedelta

from bot.model import NAME, Directory, Field, Level

_WITHIN: tuple[Level, ...] = ("self", "colleagues", "partners")
YEAR, HALF, QUARTER = timedelta(days=365), timedelta(days=180), timedelta(days=90)
MOST_VALUES = 30
"""Values of one field of one person."""
LONGEST = {"text": 120, "long": 600, "list": 80, "topics": 60, "languages": 40, "responsibilities": 80, "contact": 200}
"""Characters of one value, by the type of its field."""

FIELDS: tuple[Field, ...] = (
    Field(
        NAME, "text", {"de": "Name", "en": "Name"},
        {"de": "Unter diesem Namen findet man dich.", "en": "The name you are found by."},
        slack=("name",),
    ),
    Field(
        "role", "text", {"de": "Rolle", "en": "Role"},
        {"de": "Was du hier bist, in Worten, die alle verstehen.", "en": "What you are here, in words all understand."},
        lifetime=YEAR,
    ),
    Field(
        "department", "text", {"de": "Abteilung", "en": "Department"},
        {"de": "Wo du dazugehörst.", "en": "Where you belong."},
        lifetime=YEAR, slack=("abteilung", "department", "bereich"),
    ),
    Field(
        "site", "text", {"de": "Standort", "en": "Site"},
        {"de": "Wo man dich antrifft.", "en": "Where one meets you."},
        lifetime=YEAR, slack=("standort", "site", "location", "office"),
    ),
    Field(
        "what_i_do", "long", {"de": "Was ich tue", "en": "What I do"},
        {
            "de": "Damit andere verstehen, was durch deine Hände geht.",
            "en": "So that others see what passes through your hands.",
        },
        lifetime=YEAR,
    ),
    Field(
        "ask_me_about", "topics", {"de": "Fragt mich zu", "en": "Ask me about"},
        {"de": "Themen, zu denen du gern hilfst.", "en": "Topics you are happy to help with."},
        lifetime=YEAR, section="help", is_expertise=True,
    ),
    Field(
        "works_with", "topics", {"de": "Ich arbeite mit", "en": "I work with"},
        {"de": "Werkzeuge und Themen aus deinem Alltag.", "en": "Tools and topics of your days."},
        lifetime=YEAR, section="help", is_expertise=True,
    ),
    Field(
        "can_mentor", "topics", {"de": "Ich begleite bei", "en": "I can mentor in"},
        {
            "de": "Wobei du jemanden über längere Zeit begleiten magst.",
            "en": "Where you like to accompany somebody for a while.",
        },
        lifetime=YEAR, section="help", is_expertise=True,
    ),
    Field(
        "wants_to_learn", "topics", {"de": "Ich möchte lernen", "en": "I want to learn"},
        {"de": "Damit dich findet, wer es schon kann.", "en": "So that whoever knows it finds you."},
        audiences=("self", "colleagues"), lifetime=YEAR, section="help", searchable=False,
    ),
    Field(
        "responsibilities", "responsibilities", {"de": "Zuständig für", "en": "Responsible for"},
        {
            "de": "Wofür man zu dir kommt, und wer dich vertritt.",
            "en": "What people come to you for, and who stands in for you.",
        },
        lifetime=HALF, section="now", is_expertise=True,
    ),
    Field(
        "projects", "list", {"de": "Projekte", "en": "Projects"},
        {"de": "Woran du gerade arbeitest.", "en": "What you are working on now."},
        audiences=_WITHIN, lifetime=QUARTER, section="now",
    ),
    Field(
        "languages", "languages", {"de": "Sprachen", "en": "Languages"},
        {"de": "Sprachen, in denen man mit dir reden kann.", "en": "Languages one can speak with you."},
        section="self",
    ),
    Field(
        "fun_fact", "text", {"de": "Fun Fact", "en": "Fun fact"},
        {"de": "Etwas, worüber man mit dir ins Gespräch kommt.", "en": "Something to start a conversation with."},
        audiences=_WITHIN, lifetime=YEAR, section="self", searchable=False,
    ),
    Field(
        "photo", "photo", {"de": "Foto", "en": "Photo"},
        {
            "de": "Das Bild aus deinem Slack-Profil. Nur, wenn du es willst.",
            "en": "The picture of your Slack profile. Only if you want it.",
        },
        default="self", section="self", searchable=False,
    ),
    Field(
        "contact", "contact", {"de": "So erreicht man mich", "en": "How to reach me"},
        {"de": "Die Wege, die du magst, der liebste zuerst.", "en": "The ways you like, the best one first."},
        section="contact", searchable=False,
    ),
)  # fmt: skip

SHIPPED = Directory(fields={one.key: one for one in FIELDS})

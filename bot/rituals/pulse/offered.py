"""What a pulse asks where rituals.yaml does not say: whether somebody has what they need, as customers of the company.

The words stand here and not in the catalogues, since they make the series: whoever polishes them begins a new one.
"""

from __future__ import annotations

from bot.rituals.questions import Question, QuestionOption

OFFERED: tuple[Question, ...] = (
    Question(
        id="needs",
        type="scale",
        scale="agreement-1-5",
        ask={
            "de": "Ich habe, was ich brauche, um ausgezeichnete Arbeit zu machen.",
            "en": "I have what I need to do excellent work.",
        },
        optional=False,
    ),
    Question(
        id="missing",
        type="single",
        ask={"de": "Was fehlt dir dafür am meisten?", "en": "What are you missing most for that?"},
        options=(
            QuestionOption(id="time", text={"de": "Zeit", "en": "Time"}),
            QuestionOption(id="information", text={"de": "Informationen", "en": "Information"}),
            QuestionOption(id="decisions", text={"de": "Entscheidungen", "en": "Decisions"}),
            QuestionOption(id="tools", text={"de": "Werkzeug", "en": "Tools"}),
            QuestionOption(id="people", text={"de": "Leute", "en": "People"}),
            QuestionOption(id="clarity", text={"de": "Klarheit", "en": "Clarity"}),
            QuestionOption(id="nothing", text={"de": "Nichts fehlt", "en": "Nothing is missing"}),
        ),
        optional=False,
    ),
    Question(
        id="help",
        type="text",
        ask={"de": "Was würde dir am meisten helfen?", "en": "What would help you most?"},
    ),
)

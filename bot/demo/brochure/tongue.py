"""The pages' own words, in both languages at once: a style sheet shows the chosen one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from babel.dates import format_date

from bot.demo.brochure.markup import Html, joined, tag
from bot.i18n import Catalogues
from bot.model import LANGUAGES, Language, Words

LOCALES: dict[Language, str] = {"de": "de_DE", "en": "en_GB"}


class Tongue:
    """Says a sentence twice."""

    def __init__(self, catalogues: Catalogues) -> None:
        self.catalogues = catalogues

    def both(self, key: str, /, **params: object) -> Html:
        """Return a sentence of the catalogues in both languages."""
        return self.words(Words(key, params))

    def words(self, words: Words) -> Html:
        """Return words in both languages; where they are the same, once."""
        return self.each(lambda language: self.catalogues[language].say(words, plain=True))

    def heading(self, words: Words) -> Html:
        """Return words as they stand at the head of something: with a capital letter."""
        texts = {language: self.catalogues[language].say(words, plain=True) for language in LANGUAGES}
        return self.each(lambda language: texts[language][:1].upper() + texts[language][1:])

    def each(self, said: Callable[[Language], str]) -> Html:
        """Return what is said in each language."""
        texts = {language: said(language) for language in LANGUAGES}
        if len(set(texts.values())) == 1:
            return joined(texts["de"])
        return joined([tag("span", text, lang=language, class_="say") for language, text in texts.items()])

    def day(self, on: date, *, month: bool = True, weekday: bool = True) -> Html:
        """Return a day: `Mo. 23. Nov.`, or a part of it."""
        patterns: dict[Language, str] = {"de": "d. MMM" if month else "d.", "en": "d MMM" if month else "d"}
        return self.each(lambda one: format_date(on, ("EEE " if weekday else "") + patterns[one], LOCALES[one]))

    def weekday(self, on: date) -> Html:
        """Return the name of a day of the week, short."""
        return self.each(lambda one: format_date(on, "EEE", LOCALES[one]).rstrip("."))

    def month(self, on: date) -> Html:
        """Return a month with its year."""
        return self.each(lambda one: format_date(on, "LLLL yyyy", LOCALES[one]))

    def instant(self, at: datetime) -> Html:
        """Return a local time with its day."""
        return self.words(Words(own={"de": "{when} Uhr", "en": "{when}"}, params={"when": at}))

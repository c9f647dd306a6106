"""One catalogue per language, and how a sentence is said. It knows no ritual and no Slack."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from typing import Any

from babel import Locale
from babel.dates import format_date, format_datetime
from babel.lists import format_list
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

from bot.model import LANGUAGES, Language, Link, Mention, Person, Place, ShortDate, Words
from bot.text import escape, fill, link, person

_LOCALE = {"de": "de_DE", "en": "en_GB"}


class Catalogue:
    """The words of one language; `domain` names the file they stand in."""

    def __init__(self, language: Language, domain: str = "rondo") -> None:
        self.language = language
        self._locale = Locale.parse(_LOCALE[language])
        self._messages = dict(_read(language, domain))

    def keys(self) -> frozenset[str]:
        """Return all keys."""
        return frozenset(self._messages)

    def template(self, key: str, n: int | None = None) -> str:
        """Return the text of a key, in the plural form for `n`. Raises KeyError for an unknown key."""
        forms = self._messages[key]
        if n is None or len(forms) == 1:
            return forms[0]
        return forms[0] if self._locale.plural_form(n) == "one" else forms[1]

    def forms(self, key: str) -> tuple[str, ...]:
        """Return all plural forms of a key."""
        return self._messages[key]

    def add(self, texts: Mapping[str, str]) -> None:
        """Take over the words of a ritual kind from outside; what exists stays."""
        for key, text in texts.items():
            self._messages.setdefault(key, (text,))

    def say(self, words: Words, *, plain: bool = False) -> str:
        """Return the sentence in this language; what stands in its placeholders is data and is escaped."""
        if words.own is not None:
            template = words.own[self.language].strip()
        else:
            n = words.params.get("n")
            template = self.template(words.key, n if isinstance(n, int) else None)
        return fill(template, lambda name: self._value(words.params, name, plain=plain))

    def _value(self, params: Mapping[str, Any], name: str, *, plain: bool) -> str | None:
        if name not in params:
            return None
        value = params[name]
        if name == "title" and isinstance(value, Words):
            value = self.say(value, plain=True)  # a name like any other, not a text with markup of its own
        return self._spoken(value, plain=plain)

    def _city(self, zone: str) -> str:
        city = self._locale.time_zones.get(zone, {}).get("city")
        return str(city) if city else zone.rpartition("/")[2].replace("_", " ")

    def _spoken(self, value: Any, *, plain: bool) -> str:  # one case per type of value
        if isinstance(value, Words):
            return self.say(value, plain=plain)
        if isinstance(value, Mention):
            return person(value.person)
        if isinstance(value, Link):
            said = self.say(value.words, plain=plain)
            return said if plain else link(value.url, said)
        if isinstance(value, Place):
            return self._city(value.zone)
        if isinstance(value, date | ShortDate | float):
            return self._formatted(value)
        if isinstance(value, list | tuple):
            return format_list([self._spoken(item, plain=plain) for item in value], locale=self._locale)
        return str(value) if plain else escape(str(value))

    def _formatted(self, value: date | ShortDate | float) -> str:
        german = self.language == "de"
        if isinstance(value, float):
            return format_decimal(value, "#,##0.##", self._locale)
        if isinstance(value, ShortDate):
            pattern = ("d. MMM" if german else "d MMM") + (" yy" if value.has_year else "")
            return format_date(value.on, pattern, self._locale)
        if isinstance(value, datetime):
            pattern = "EEE d. MMM, HH:mm" if german else "EEE d MMM, HH:mm"
            return format_datetime(value, pattern, tzinfo=value.tzinfo, locale=self._locale)
        return format_date(value, "EEEE, d. MMMM" if german else "EEEE, d MMMM", self._locale)


class Catalogues:
    """All languages."""

    def __init__(self, kinds_texts: Iterable[Mapping[str, Mapping[str, str]]] = ()) -> None:
        self._by_language: dict[Language, Catalogue] = {language: Catalogue(language) for language in LANGUAGES}
        for texts in kinds_texts:
            for language, catalogue in self._by_language.items():
                catalogue.add(texts.get(language, {}))

    def __getitem__(self, language: Language) -> Catalogue:
        return self._by_language[language]


def language_of(someone: Person, default: Language) -> Language:
    """Return the language to speak with a person: their choice, else Slack's locale, else the default.

    A locale that is neither German nor English gets English.
    """
    if someone.language is not None:
        return someone.language
    if not someone.locale:
        return default
    return "de" if someone.locale.lower().startswith("de") else "en"


def shared_language(people: Iterable[Person], default: Language) -> Language:
    """Return the language for several people: theirs where they share one, else English."""
    spoken = {language_of(someone, default) for someone in people}
    if len(spoken) == 1:
        return spoken.pop()
    return "en" if spoken else default


@cache
def _read(language: Language, domain: str) -> Mapping[str, tuple[str, ...]]:
    source = files("bot.i18n").joinpath("locales", language, "LC_MESSAGES", f"{domain}.po")
    with source.open("rb") as file:
        catalog: Catalog = read_po(file, locale=_LOCALE[language], abort_invalid=True)
    messages: dict[str, tuple[str, ...]] = {}
    for message in catalog:
        if not message.id:
            continue
        key = message.id[0] if isinstance(message.id, tuple | list) else message.id
        text = message.string
        messages[str(key)] = tuple(text) if isinstance(text, tuple | list) else (str(text),)
    return messages

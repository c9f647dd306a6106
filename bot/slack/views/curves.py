"""How a number developed, as a picture made of characters and as a sentence that says the same. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.model import LANGUAGES, Words

BARS = "▁▂▃▄▅▆▇█"
MOST = 20
"""Rounds in one picture; of more only the newest."""
DIGITS = 6
"""Significant digits of a number with a fraction."""


def sparkline(values: Sequence[float], *, least: float | None = None, most: float | None = None) -> str:
    """Return one bar for each of the last values, oldest first; nothing for none.

    `least` and `most` are the ends of the scale; without them the lowest and the highest value are.
    """
    shown = values[-MOST:]
    if not shown:
        return ""
    low, high = min(shown) if least is None else least, max(shown) if most is None else most
    if high <= low:
        return BARS[len(BARS) // 2] * len(shown)
    steps = len(BARS) - 1
    return "".join(BARS[round(min(max((one - low) / (high - low), 0), 1) * steps)] for one in shown)


def curve(values: Sequence[float], *, least: float | None = None, most: float | None = None) -> Words:
    """Return the picture with its sentence, for at least one value."""
    picture = {"line": sparkline(values, least=least, most=most), "words": in_words(values)}
    return Words(own=dict.fromkeys(LANGUAGES, "{line} {words}"), params=picture)


def in_words(values: Sequence[float]) -> Words:
    """Return what the picture shows: from where to where, in how many rounds."""
    shown = values[-MOST:]
    params = {"first": amount(shown[0]), "last": amount(shown[-1]), "n": len(shown)}
    if len(shown) == 1:
        return Words("goals.curve.once", params)
    return Words("goals.curve.same" if shown[0] == shown[-1] else "goals.curve", params)


def amount(value: float, unit: Mapping[str, str] | None = None) -> Words:
    """Return a number as each language writes it, with its unit if it has one."""
    english = f"{value:,.0f}" if float(value).is_integer() else _fraction(value)
    german = english.translate(str.maketrans(",.", ".,"))
    if not unit or not any(unit.values()):
        return Words(own={"de": german, "en": english})
    number = Words(own={"de": german, "en": english})
    return Words(own=dict.fromkeys(LANGUAGES, "{number} {unit}"), params={"number": number, "unit": own(unit)})


def own(texts: Mapping[str, str]) -> Words:
    """Return words of people by language, to be shown letter by letter."""
    said = {language: texts.get(language, "") for language in LANGUAGES}
    return Words(own={language: f"{{{language}}}" for language in LANGUAGES}, params=said)


def _fraction(value: float) -> str:
    """Return a number with a fraction, thousands apart, without an exponent and without zeros at its end."""
    whole = len(str(abs(int(value))))
    return f"{value:,.{max(DIGITS - whole, 2)}f}".rstrip("0").rstrip(".")

"""How a number developed, as a picture made of characters and as the sentence that says the same. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.model import LANGUAGES, Words
from bot.rituals.telling import amount

BARS = "▁▂▃▄▅▆▇█"
MOST = 20
"""Rounds in one picture; of more only the newest."""


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


def curve(
    values: Sequence[float], *, least: float | None = None, most: float | None = None, of: str = "rounds"
) -> Words:
    """Return the picture with its sentence, for at least one value; `of`: `rounds`, or `values` of a measure."""
    shown = values[-MOST:]
    params = {"first": amount(shown[0]), "last": amount(shown[-1]), "n": len(shown)}
    if len(shown) == 1:
        words = Words(f"goals.curve.{of}.once", params)
    else:
        words = Words(f"goals.curve.{of}.same" if shown[0] == shown[-1] else f"goals.curve.{of}", params)
    picture = sparkline(values, least=least, most=most)
    return Words(own=dict.fromkeys(LANGUAGES, "{picture} {words}"), params={"picture": picture, "words": words})


def own(texts: Mapping[str, str]) -> Words:
    """Return words of people by language, to be shown letter by letter; a missing language gets the other's."""
    only = next((one for one in texts.values() if one), "")
    params: dict[str, str] = {language: texts.get(language) or only for language in LANGUAGES}
    return Words(own={language: f"{{{language}}}" for language in LANGUAGES}, params=params)

"""One message or form: German and English side by side, for whom and when, how full it is, and how it was before."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from zoneinfo import ZoneInfo

from bot.demo.brochure.content import Brochure, Exhibit, View
from bot.demo.brochure.markup import Html, tag
from bot.demo.brochure.sizes import size_of
from bot.model import LANGUAGES, Language, Ritual, Words

AsText = Callable[[Mapping[str, Any]], str]
TONGUES: Mapping[Language, str] = {"de": "Deutsch", "en": "English"}
NEAR = 0.9
"""From which share of a limit on a size is marked."""


class Hall:
    """Where the exhibits of one page stand; their looks are numbered, each once, for the script that draws them."""

    def __init__(self, brochure: Brochure, ritual: Ritual, as_text: AsText) -> None:
        self.brochure, self.ritual, self.as_text = brochure, ritual, as_text
        self.views: list[View] = []

    def show(self, one: Exhibit) -> Html:
        """Return one of them."""
        columns = [self._column(one, language) for language in LANGUAGES if language in one.views]
        pair = tag("div", columns, class_="pair")
        return tag("article", self._head(one), pair, self._before(one), class_=f"exhibit {one.change}".strip())

    def _head(self, one: Exhibit) -> Html:
        """Return what it is, for whom, and when it comes in the coming round."""
        tongue = self.brochure.tongue
        what = tongue.both(f"brochure.{'form' if one.is_form else 'reply' if one.is_reply else 'message'}")
        to = tongue.each(lambda language: one.to.get(language) or next(iter(one.to.values())))
        mark = (
            [tag("span", tongue.both(f"brochure.mark.{one.change}"), class_=f"mark {one.change}")] if one.change else []
        )
        when: Html | str = "" if one.is_reply else tongue.both("brochure.press")
        if one.at is not None:
            at = one.at.astimezone(ZoneInfo(self.ritual.rule.timezone))
            when = tongue.both("brochure.from" if one.is_form else "brochure.at", when=at)
        name = tag("h3", what, " ", tag("span", to, class_="to"), " ", mark)
        return tag("div", name, tag("p", when, class_="faint") if when else "")

    def _column(self, one: Exhibit, language: Language) -> Html:
        view, tongue = one.views[language], self.brochure.tongue
        text = tag("span", self.as_text({"text": view.get("text", "")}), lang=language)
        push = tag("p", tag("b", tongue.both("brochure.push")), " ", text, class_="push")
        return tag(
            "div",
            tag("h4", TONGUES[language], lang=language),
            self._slot(view, language),
            push if not one.is_form and not one.is_reply else "",
            self._size(view, is_form=one.is_form),
            class_="column",
        )

    def _before(self, one: Exhibit) -> Html | str:
        if one.before is None:
            return ""
        slots = [self._slot(view, language) for language, view in one.before.items()]
        name = tag("summary", self.brochure.tongue.both("brochure.before"))
        return tag("details", name, tag("div", slots, class_="pair"), class_="before", open=True)

    def _slot(self, view: View, language: Language) -> Html:
        """Return where a look is drawn; until then, and without a script, its plain text stands there."""
        if view not in self.views:
            self.views.append(view)
        plain = tag("pre", self.as_text(view))
        return tag("div", plain, class_="slot", lang=language, data_view=str(self.views.index(view)))

    def _size(self, view: View, *, is_form: bool) -> Html:
        found = size_of(view, is_form=is_form)
        params: dict[str, Any] = {
            "blocks": found.blocks,
            "most": found.most_blocks,
            "n": found.characters,
            "all": found.most_characters,
            "place": Words(f"brochure.place.{found.place}"),
            "fullest": found.fullest,
            "limit": found.limit,
        }
        said = self.brochure.tongue.both("brochure.size.form" if is_form else "brochure.size.message", **params)
        is_near = found.share >= NEAR
        return tag("p", "⚠ " if is_near else "", said, class_="size near" if is_near else "size")

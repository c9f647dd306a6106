"""One message or form: German and English side by side, for whom and when, how full it is, and how it was before."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any
from zoneinfo import ZoneInfo

from bot.demo.brochure.content import Brochure, Exhibit, View
from bot.demo.brochure.markup import Html, tag
from bot.demo.sizes import closest, of_message, of_view
from bot.model import LANGUAGES, Language, Ritual, Words
from bot.service.bundle import characters

AsText = Callable[[Mapping[str, Any]], str]
TONGUES: Mapping[Language, str] = {"de": "Deutsch", "en": "English"}
MARKS = re.compile(r"(?<![\w*_~])([*_~])(\S(?:[^\n]*?\S)?)\1(?!\w)")
"""Bold, italic and struck words: a notification shows the words alone."""
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
        text = tag("span", MARKS.sub(r"\2", self.as_text({"text": view.get("text", "")})), lang=language)
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
        found = of_view(view) if is_form else of_message(str(view.get("text") or ""), view.get("blocks") or ())
        sizes, fullest = {one.what: one for one in found}, closest(found)
        blocks, texts = sizes["blocks"], sizes.get("house_text")
        params: dict[str, Any] = {
            "blocks": blocks.used,
            "most": blocks.most,
            "n": texts.used if texts else characters(view),
            "all": texts.most if texts else None,
            "place": Words(f"brochure.place.{fullest.what}"),
            "fullest": fullest.used,
            "limit": fullest.most,
        }
        said = self.brochure.tongue.both("brochure.size.form" if is_form else "brochure.size.message", **params)
        is_near = max(one.share for one in (blocks, fullest, *([texts] if texts else []))) >= NEAR
        return tag("p", "⚠ " if is_near else "", said, class_="size near" if is_near else "size")

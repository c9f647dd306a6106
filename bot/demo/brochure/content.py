"""What stands in a brochure: each ritual with all that it says, played once, in both languages; before and after."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from bot.config import Config
from bot.demo.brochure.tongue import Tongue
from bot.i18n import Catalogues
from bot.model import LANGUAGES, Language, Ritual
from bot.rituals.base import Kind
from bot.service.comparison import Comparison
from bot.service.preview import Page, Scene, scenes
from bot.slack.scene import view_of

View = Mapping[str, Any]


@dataclass(frozen=True)
class Exhibit:
    """One message or form, in both languages."""

    step: str
    is_form: bool
    at: datetime | None
    to: Mapping[Language, str]
    views: Mapping[Language, View]
    change: str = ""
    """`new`, `changed` or `gone` against the version before; empty: as it was, or there was none."""
    before: Mapping[Language, View] | None = None
    """How it looked before, where it changed."""

    @property
    def is_reply(self) -> bool:
        """Whether it is what somebody alone reads who pressed a button."""
        return ":" in self.step


@dataclass(frozen=True)
class Brochure:
    """A rituals file, what it is compared with, and from when on it is looked at."""

    comparison: Comparison
    kinds: Mapping[str, Kind]
    catalogues: Catalogues
    weeks: int

    @property
    def config(self) -> Config:
        """Return the file."""
        return self.comparison.new

    @property
    def now(self) -> datetime:
        """Return when it is made."""
        return self.comparison.now

    @cached_property
    def tongue(self) -> Tongue:
        """Return what says the pages' own words."""
        return Tongue(self.catalogues)

    @cached_property
    def exhibits(self) -> Mapping[str, tuple[Exhibit, ...]]:
        """Return all that each ritual says, by its id, with what changed."""
        return {ritual.id: self._compared(ritual) for ritual in self.config.rituals}

    def was(self, ritual: Ritual) -> Ritual | None:
        """Return the ritual as it was in the version before, under its id or the one that it seems to have had."""
        old = self.comparison.old
        names = {ritual.id, *(before for before, after in self.comparison.renamed.items() if after == ritual.id)}
        return next((one for one in old.rituals if one.id in names), None) if old else None

    def _compared(self, ritual: Ritual) -> tuple[Exhibit, ...]:
        now = self._played(ritual, self.config)
        was, old = self.was(ritual), self.comparison.old
        if was is None or old is None or (was == ritual and old.goals == self.config.goals):
            return now
        return contrasted(self._played(was, old), now)

    def _played(self, ritual: Ritual, config: Config) -> tuple[Exhibit, ...]:
        found = {language: self._scenes(ritual, config, language) for language in LANGUAGES}
        if [_place(one) for one in found["de"]] == [_place(one) for one in found["en"]]:
            pairs: list[dict[Language, Scene]] = [
                {"de": de, "en": en} for de, en in zip(found["de"], found["en"], strict=True)
            ]
        else:  # a kind from outside may say more in one language than in the other
            pairs = [{language: one} for language in LANGUAGES for one in found[language]]
        return tuple(self._exhibit(pair) for pair in pairs)

    def _scenes(self, ritual: Ritual, config: Config, language: Language) -> Sequence[Scene]:
        return scenes(
            ritual,
            kinds=self.kinds,
            catalogues=self.catalogues,
            language=language,
            now=self.now,
            goals=config.goals,
        )

    def _exhibit(self, pair: Mapping[Language, Scene]) -> Exhibit:
        first = next(iter(pair.values()))
        return Exhibit(
            step=first.step,
            is_form=isinstance(first, Page),
            at=first.at,
            to={language: scene.to for language, scene in pair.items()},
            views={one: view_of(scene, catalogues=self.catalogues, language=one) for one, scene in pair.items()},
        )


def _place(scene: Scene) -> tuple[str, bool]:
    return scene.step, isinstance(scene, Page)


def contrasted(before: Sequence[Exhibit], after: Sequence[Exhibit]) -> tuple[Exhibit, ...]:
    """Return what is said now, each marked where it is new or looks different, and at the end what is said no more.

    What looks the same is the same; of the rest what comes at the same step, in the same order.
    """
    left = list(before)
    for one in after:
        same = next((old for old in left if _is_alike(old, one)), None)
        if same is not None:
            left.remove(same)
    old_looks = [one for one in before if one not in left]
    found = []
    for one in after:
        same = next((old for old in old_looks if _is_alike(old, one)), None)
        if same is not None:
            old_looks.remove(same)
            found.append(one)
            continue
        was = next((old for old in left if (old.step, old.is_form) == (one.step, one.is_form)), None)
        if was is not None:
            left.remove(was)
        found.append(_marked(one, "changed" if was else "new", was.views if was else None))
    return (*found, *(_marked(one, "gone", None) for one in left))


def _is_alike(old: Exhibit, new: Exhibit) -> bool:
    return (old.step, old.is_form) == (new.step, new.is_form) and _looks(old) == _looks(new)


def _looks(one: Exhibit) -> list[View]:
    """Return what is seen of it; which round it belongs to is not seen."""
    return [{key: value for key, value in view.items() if key != "private_metadata"} for view in one.views.values()]


def _marked(one: Exhibit, change: str, before: Mapping[Language, View] | None) -> Exhibit:
    return Exhibit(one.step, one.is_form, one.at, one.to, one.views, change, before)

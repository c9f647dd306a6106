"""Two rituals files and what differs, in sentences: what `rondo plan` prints and the page beside the sandbox says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.config import Config
from bot.config.changes import Change, asked, compare, renamed
from bot.config.values import written
from bot.i18n import Catalogue
from bot.model import Language, Occurrence, Ritual, Words
from bot.rituals.base import Kind
from bot.schedule import next_occurrence, personal_instant


@dataclass(frozen=True)
class Comparison:
    """Two files and what differs; `old` is None where nothing is live yet."""

    old: Config | None
    new: Config
    file: str
    now: datetime
    language: Language
    changes: tuple[Change, ...]
    renamed: Mapping[str, str]

    @property
    def touched(self) -> list[Ritual]:
        """Return the rituals of the new file that change."""
        names = {one.ritual for one in self.changes}
        return [one for one in self.new.rituals if one.id in names]

    def head(self, name: str) -> str:
        """Return a ritual by id, or the file, with whom it is for."""
        ritual = next((one for one in self.new.rituals if one.id == name), None)
        if ritual is None:
            return name or self.file
        whom = ", ".join(part for part in (ritual.channel and f"#{ritual.channel}", written(ritual.audience)) if part)
        return f"{name} ({whom})"

    def times(self, change: Change) -> tuple[datetime | None, datetime | None] | None:
        """Return when a ritual whose time changes would come next, before and after; local instants."""
        if change.touches != "time" or not change.ritual:
            return None
        before, after = (
            next((_next(one, self.now) for one in config.rituals if one.id == change.ritual), None)
            for config in (self.old or replace(self.new, rituals=()), self.new)
        )
        return before, after

    def coming(self, change: Change) -> str:
        """Return the sentence about when the ritual comes next, before and after; empty where no time changes."""
        times = self.times(change)
        if times is None:
            return ""
        before, after = (one or Words("plan.never") for one in times)
        return self._say(Words("plan.same" if before == after else "plan.next", {"before": before, "after": after}))

    def summary(self) -> Iterator[str]:
        """Yield what is to know first: how many changes, and how many of them are data."""
        if self.old is None:
            yield self._say(Words("plan.first"))
        if not self.changes:
            yield self._say(Words("plan.none"))
            return
        whole = {"total": len(self.new.rituals), "touched": len(self.touched)}
        yield self._say(Words("plan.count", {"n": len(self.changes), **whole}))
        if data := sum(one.touches == "data" for one in self.changes):
            yield self._say(Words("plan.data", {"n": data}))

    def questions(self) -> dict[str, str]:
        """Return new id -> the question about it, for each ritual that seems to have got another id."""
        return {now: asked(was, now, self.language) for was, now in self.renamed.items()}

    def rows(self) -> Iterator[dict[str, Any]]:
        """Yield each change for a program."""
        for change in self.changes:
            times = self.times(change)
            before, after = (one.isoformat() if one else None for one in times or (None, None))
            coming = {"before": before, "after": after} if times else None
            told = {key: value for key, value in asdict(change).items() if key != "title"}
            yield {**told, "said": change.said(self.language), "next": coming}

    def _say(self, words: Words) -> str:
        return Catalogue(self.language).say(words, plain=True)


def compared(
    old: Config | None,
    new: Config,
    kinds: Mapping[str, Kind],
    *,
    file: str,
    now: datetime,
    language: Language,
) -> Comparison:
    """Compare a file with the one before it, or with nothing."""
    nothing = Config(rituals=(), language=new.language, timezone=new.timezone, commands={}, fingerprint="")
    before = old or nothing
    return Comparison(
        old=old,
        new=new,
        file=file,
        now=now,
        language=language,
        changes=compare(before, new, kinds),
        renamed=renamed(before, new),
    )


def local_of(ritual: Ritual, occurrence: Occurrence) -> datetime:
    """Return what the clock shows at an occurrence: the ritual's, or that of whoever it is meant for."""
    rule = ritual.rule
    at = personal_instant(rule, occurrence.nominal_date, rule.timezone) if rule.personal else occurrence.at
    return at.astimezone(ZoneInfo(rule.timezone))


def _next(ritual: Ritual, now: datetime) -> datetime | None:
    coming = None if ritual.paused else next_occurrence(ritual.rule, now)
    return local_of(ritual, coming) if coming else None

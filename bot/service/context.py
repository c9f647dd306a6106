"""What every use case works with; built once in app.py."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.config import Config
from bot.i18n import Catalogues
from bot.model import Ritual, Rule
from bot.ports import Engine, Slack
from bot.rituals.base import Kind
from bot.service.lexicons import Lexicons
from bot.service.reading import Reading
from bot.store.db import Database


@dataclass(frozen=True)
class Context:
    """The real things behind the use cases. `config` gives the rituals file that holds now."""

    database: Database
    slack: Slack
    engine: Engine
    kinds: Mapping[str, Kind]
    catalogues: Catalogues
    config: Callable[[], Config]
    complaints: dict[str, str] = field(default_factory=dict)
    """What was last said of a ritual that cannot act, so that it is not said every ten seconds."""
    reading: Reading = field(default_factory=Reading)
    """Whose profiles are still to be read."""

    lexicons: Lexicons = field(default_factory=Lexicons)
    """What the directory's search knows of the words of each audience."""
    coming: dict[str, tuple[Rule, datetime, datetime | None]] = field(default_factory=dict)
    """By ritual: after which instant which one comes next (see service/upcoming.py), so that it is not sought anew."""

    def ritual(self, ritual_id: str) -> Ritual | None:
        """Return the ritual as the file describes it now."""
        return next((one for one in self.config().rituals if one.id == ritual_id), None)

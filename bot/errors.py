"""Every exception of Rondo, on one screen.

BotError
├── ConfigError        rituals.yaml has problems; carries all of them, with line and column
├── SettingsError      the environment is incomplete or malformed; one sentence that says what to set
├── StoreError         the database cannot be used; one sentence that says what to do
├── UserError          shown to the person who asked, in their language
├── DeliveryError      a call to Slack did not do what was asked; says whether to try again
└── KindError          a ritual kind misbehaved; that ritual waits, the others go on
"""

from __future__ import annotations

from dataclasses import dataclass, field


class BotError(Exception):
    """Base of everything Rondo raises on purpose."""


@dataclass(frozen=True, order=True)
class Correction:
    """How to mend a file: replace `removes` lines from `line` (1-based) on by these."""

    line: int
    removes: int
    lines: tuple[str, ...]


@dataclass(frozen=True, order=True)
class Problem:
    """One mistake in rituals.yaml: where it stands (1-based), what is wrong, and how to mend it."""

    file: str
    line: int
    column: int
    text: str
    hint: str = ""
    fix: Correction | None = field(default=None, compare=False)

    def said(self, language: str) -> str:
        """Return the problem in a language."""
        return str(self)

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}:{self.column}: {self.text}"
        return f"{where}\n    {self.hint}" if self.hint else where


class ConfigError(BotError):
    """The rituals file cannot be used."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        super().__init__("\n".join(str(problem) for problem in problems))

    def said(self, language: str) -> str:
        """Return all problems in a language."""
        return "\n".join(problem.said(language) for problem in self.problems)


class SettingsError(BotError):
    """A setting is missing or malformed."""


class StoreError(BotError):
    """The database cannot be used as it is."""


class UserError(BotError):
    """Something the person can put right; `key` names the sentence in the catalogue."""

    def __init__(self, key: str, **params: object) -> None:
        self.key = key
        self.params = params
        super().__init__(key)


class KindError(BotError):
    """A ritual kind returned something the house cannot carry out."""


class DeliveryError(BotError):
    """A call to Slack failed.

    `outcome` is a word from `model.OUTCOMES`; `permanent` decides retry; `in_doubt` says that Slack may
    have carried out the call although no good answer came back; `retry_after` is in seconds.
    """

    def __init__(
        self, outcome: str, *, permanent: bool = False, in_doubt: bool = False, retry_after: float | None = None
    ) -> None:
        self.outcome = outcome
        self.permanent = permanent
        self.in_doubt = in_doubt
        self.retry_after = retry_after
        super().__init__(outcome)
